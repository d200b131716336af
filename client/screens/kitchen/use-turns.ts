import { useEffect, useRef, useState } from "react";
import type { Call } from "./calls.ts";

/** How long each call stays at least. */
const READ_MS = 2_500;

/** The first calls that fit beside each other; each stays until it has had its time, even when it has been reported by then. */
export function useTurns(calls: Iterable<Call>, width: number, gap: number): readonly Call[] {
  const [reading, setReading] = useState<readonly Call[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const known = new Set(reading.map((call) => call.callId));
  const next = [...reading];
  for (const call of calls) {
    if (known.has(call.callId)) continue;
    if (next.length > 0 && next.reduce((sum, it) => sum + it.width + gap, 0) + call.width > width) break;
    next.push(call);
  }
  if (next.length > reading.length) setReading(next);

  useEffect(() => {
    for (const { callId } of reading) {
      if (timers.current.has(callId)) continue;
      const turn = setTimeout(() => {
        timers.current.delete(callId);
        setReading((old) => old.filter((call) => call.callId !== callId));
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
