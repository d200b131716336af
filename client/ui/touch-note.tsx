import { useEffect, useState } from "react";
import { onDroppedTouch } from "../platform/touches.ts";
import { useWords } from "../words/words.tsx";
import "./touch-note.css";

const SHOWN_MS = 3_000;

/**
 * Says that a touch was not counted, to eyes and to a screen reader. Each screen has one, and each
 * dialog: what stands behind a dialog is neither seen nor read out. It covers nothing that can be
 * touched.
 */
export function TouchNote() {
  const { common: words } = useWords();
  const [times, setTimes] = useState(0);
  useEffect(() => onDroppedTouch(() => setTimes((before) => before + 1)), []);
  useEffect(() => {
    if (times === 0) return undefined;
    const timer = setTimeout(() => setTimes(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [times]);
  return (
    <output className="touch-note">
      {times > 0 && <span className="touch-note__words">{words.touchedTwice}</span>}
    </output>
  );
}
