/**
 * When an order is promised, and when it goes to the kitchen by itself: with the day where that is
 * not the restaurant's today, or tomorrow's order is cooked now.
 */
import { fromIso, type IsoTime } from "#shared/kernel/time.ts";
import type { Words } from "../../words/english.ts";
import type { Format } from "../../words/format.ts";

type Moments = Pick<Format, "time" | "moment">;

export function promiseSaid(
  promisedAt: IsoTime,
  nowMs: number,
  { kitchen: words }: Words,
  format: Moments,
): string {
  const at = fromIso(promisedAt);
  return isToday(at, nowMs, format)
    ? words.promised(format.time(at))
    : words.promisedOn(format.moment(at, nowMs));
}

export const firesSaid = (
  dueMs: number,
  nowMs: number,
  { floor: words }: Words,
  format: Moments,
): string =>
  isToday(dueMs, nowMs, format)
    ? words.firesAt(format.time(dueMs))
    : words.firesOn(format.moment(dueMs, nowMs));

const isToday = (ms: number, nowMs: number, format: Moments): boolean =>
  format.moment(ms, nowMs) === format.time(ms);
