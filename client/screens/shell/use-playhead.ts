import { useEffect, useState } from "react";
import {
  advance,
  goToMoment,
  togglePlay,
  type Playhead,
  type Span,
  type Speed,
} from "./playhead.ts";

/** Often enough for the seconds of a real clock, seldom enough for a full board. */
const FRAME_MS = 250;

/**
 * Opens at the end, where the screen was a moment ago: what is looked for is mostly not far back.
 * `span` is the same object while it is the same film.
 */
export function usePlayhead(span: Span) {
  const [head, setHead] = useState<Playhead>({ ms: span.toMs, playing: false });
  const [speed, setSpeed] = useState<Speed>(1);
  const { playing } = head;
  useEffect(() => {
    if (!playing) return undefined;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const elapsedMs = now - last;
      last = now;
      setHead((old) => advance(old, elapsedMs, speed, span));
    }, FRAME_MS);
    return () => clearInterval(timer);
  }, [playing, speed, span]);
  return {
    ...head,
    speed,
    setSpeed,
    toggle: () => setHead((old) => togglePlay(old, span)),
    seek: (ms: number) => setHead(goToMoment(ms, span)),
  };
}
