// The reader of the same package stands in platform/camera.ts. A smaller drawer beside it would
// save 1.2 KB, and be a second QR library.
import encodeQR from "qr";
import "./qr-code.css";

/** A QR code as one SVG path, drawn here so that no secret ever leaves for a picture service. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const dots = encodeQR(text, "raw", { ecc: "medium", border: 3 });
  const size = dots.length;
  const path = dots
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an img could not carry a drawing that is made here
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
