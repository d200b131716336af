/** The camera, and what is written in the QR codes it sees. */

/**
 * `insecure`: browsers give it to HTTPS pages only. `missing`: none is there, or another app has
 * it.
 */
export type CameraTrouble = "insecure" | "refused" | "missing";

export type Camera = {
  readonly stream: MediaStream;
  close(): void;
};

/**
 * The camera at the back where there are two. To be called by a touch: the browser asks the person.
 */
export async function openCamera(): Promise<Camera | CameraTrouble> {
  // Not there at all on a plain HTTP page, whatever the types say.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (devices === undefined) return isSecureContext ? "missing" : "insecure";
  try {
    const stream = await devices.getUserMedia({
      video: { facingMode: "environment" },
      audio: false,
    });
    return {
      stream,
      close() {
        for (const track of stream.getTracks()) track.stop();
      },
    };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return error.name === "NotAllowedError" || error.name === "SecurityError"
      ? "refused"
      : "missing";
  }
}

type Detector = {
  detect(image: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
};
type DetectorClass = {
  new (options: { formats: ["qr_code"] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
};

/**
 * Reads what is in front of the camera: by the browser itself where it can, else by a decoder that
 * is fetched only now (52 KB; 16 KB on the way).
 */
export async function createReader(): Promise<
  (video: HTMLVideoElement) => Promise<readonly string[]>
> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const knows = own !== undefined && (await own.getSupportedFormats()).includes("qr_code");
  const Chosen: DetectorClass = knows ? own : (await import("qr/decode.js")).BarcodeDetector;
  const detector = new Chosen({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue);
}
