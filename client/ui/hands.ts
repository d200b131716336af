import { useLayoutEffect, useState } from "react";
import { handsDown, onHands } from "../platform/hands.ts";

/** docs/product.md#every-screen: reflow waits until hands are off for this long. */
export const HANDS_OFF_MS = 600;

/** True while no hand is on the screen nor was a moment ago: only then may anything move. */
export function useHandsOff(): boolean {
  const [free, setFree] = useState(() => !handsDown());
  // Before anybody can touch what has been drawn.
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onHands((down) => {
      clearTimeout(timer);
      setFree(false);
      if (!down) timer = setTimeout(() => setFree(true), HANDS_OFF_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return free;
}

/**
 * The latest list, except while a hand is on the screen: then what is there stays where it is, and
 * only the end may grow.
 */
export function useHeldOrder(wanted: readonly string[], free: boolean): readonly string[] {
  const [shown, setShown] = useState(wanted);
  const growsOnly = shown.every((id, index) => wanted[index] === id);
  const next = free || growsOnly ? wanted : shown;
  if (next !== shown && (next.length !== shown.length || !growsOnly)) setShown(next);
  return next;
}
