import { useEffect, useRef, useState } from "react";
import {
  createReader,
  openCamera,
  type Camera,
  type CameraTrouble,
} from "../../platform/camera.ts";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useWords } from "../../words/words.tsx";
import { readScan } from "./read-scan.ts";

/** Often enough for a hand that holds still for a moment, seldom enough for an old tablet. */
const LOOK_EVERY_MS = 150;

/**
 * The camera's picture until a pairing code is in it. Typing goes on working beside it, whatever
 * becomes of the camera.
 */
export function ScanCode({
  onCode,
  onClose,
}: {
  onCode: (code: string) => void;
  onClose: () => void;
}) {
  const { pairing: words } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<CameraTrouble | null>(null);
  const [other, setOther] = useState(false);
  const found = useRef(onCode);
  useEffect(() => {
    found.current = onCode;
  });

  useEffect(() => {
    let wanted = true;
    let camera: Camera | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const scan = async () => {
      const opened = await openCamera();
      if (typeof opened === "string") return void (wanted && setTrouble(opened));
      camera = opened;
      const picture = video.current;
      if (!wanted || picture === null) return opened.close();
      picture.srcObject = opened.stream;
      // A browser that does not start the picture by itself shows its first frame, and the reader
      // reads it.
      void picture.play().catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error;
      });
      const read = await createReader();
      const look = async () => {
        if (!wanted) return;
        const texts = picture.readyState >= picture.HAVE_CURRENT_DATA ? await read(picture) : [];
        const code = texts.map(readScan).find((one) => one !== null);
        if (!wanted) return;
        if (code !== undefined && code !== null) return found.current(code);
        if (texts.length > 0) setOther(true);
        timer = setTimeout(() => void look(), LOOK_EVERY_MS);
      };
      await look();
    };
    scan().catch((error: unknown) => {
      // The decoder could not be fetched: the network went just now.
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      if (wanted) setTrouble("missing");
    });
    return () => {
      wanted = false;
      clearTimeout(timer);
      camera?.close();
    };
  }, []);

  return (
    <div className="scan">
      {trouble === null ? (
        <>
          <output>{other ? words.otherQr : words.scanning}</output>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the camera's own picture, without sound */}
          <video
            ref={video}
            className="scan__picture"
            muted
            playsInline
            aria-label={words.scanPicture}
          />
        </>
      ) : (
        <NoticeCard tone="warm" title={words.camera[trouble]} />
      )}
      <Button size="kitchen" wide onClick={onClose}>
        {trouble === null ? words.stopScan : words.typeInstead}
      </Button>
    </div>
  );
}
