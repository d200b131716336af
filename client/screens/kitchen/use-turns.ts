import { useEffect, useRef, useState } from "react";
import type { Call } from "./calls.ts";

/** How long each call stays at least. */
const READ_MS = 2_500;

/**
 * So many calls are remembered that had their time and were not shown by it; one that is forgotten
 * counts as new.
 */
export const MOST_HAD = 50;

/**
 * The first calls that fit beside each other; each stays until it has had its time, even when it
 * has been reported by then. One that is still wanted after that, because it does not fit, comes
 * again when no other waits: else nothing behind it would ever be called.
 */
export function useTurns(calls: Iterable<Call>, width: number, gap: number): readonly Call[] {
  const [reading, setReading] = useState<readonly Call[]>([]);
  /** Ids, the one that has waited longest first. */
  const [had, setHad] = useState<readonly string[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const known = new Set(reading.map((call) => call.callId));
  const next = [...reading];
  const again: Call[] = [];
  const hasRoom = (call: Call) =>
    next.length === 0 || next.reduce((sum, it) => sum + it.width + gap, 0) + call.width <= width;
  let waits = false;
  for (const call of calls) {
    if (known.has(call.callId)) continue;
    if (had.includes(call.callId)) {
      again.push(call);
      continue;
    }
    waits = !hasRoom(call);
    if (waits) break;
    next.push(call);
  }
  if (!waits)
    for (const call of again.sort((a, b) => had.indexOf(a.callId) - had.indexOf(b.callId)))
      if (hasRoom(call)) next.push(call);
  if (next.length > reading.length) setReading(next);

  useEffect(() => {
    for (const { callId } of reading) {
      if (timers.current.has(callId)) continue;
      const turn = setTimeout(() => {
        timers.current.delete(callId);
        setReading((old) => old.filter((call) => call.callId !== callId));
        setHad((old) => [...old.filter((id) => id !== callId), callId].slice(-MOST_HAD));
      }, READ_MS);
      timers.current.set(callId, turn);
    }
  }, [reading]);
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    };
  }, []);
  return reading;
}
