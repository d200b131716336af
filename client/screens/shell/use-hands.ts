import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** PRODUCT.md: reflow waits until hands are off for this long. */
export const HANDS_OFF_MS = 600;

export type Hands = { onPointerDown: () => void; onPointerUp: () => void; onPointerCancel: () => void; onPointerLeave: () => void };

/** `free` while no hand is on the element nor was a moment ago. */
export function useHands(): { free: boolean; hands: Hands } {
  const [free, setFree] = useState(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const down = useCallback(() => {
    clearTimeout(timer.current);
    setFree(false);
  }, []);
  const up = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setFree(true), HANDS_OFF_MS);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { free, hands: useMemo(() => ({ onPointerDown: down, onPointerUp: up, onPointerCancel: up, onPointerLeave: up }), [down, up]) };
}

/** The latest list, except while a hand is on the screen: then what is there stays where it is, and only the end may grow. */
export function useHeldOrder(wanted: readonly string[], free: boolean): readonly string[] {
  const [shown, setShown] = useState(wanted);
  const growsOnly = shown.every((id, index) => wanted[index] === id);
  const next = free || growsOnly ? wanted : shown;
  if (next !== shown && (next.length !== shown.length || !growsOnly)) setShown(next);
  return next;
}
