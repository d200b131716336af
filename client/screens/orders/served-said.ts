import { fromIso } from "#shared/kernel/time.ts";
import type { ServedCourse } from "#shared/kitchen/served.ts";
import type { Words } from "../../words/english.ts";
import type { Format } from "../../words/format.ts";

/**
 * `Course 1 served 19:02`; where more of the course is to come, how many pieces of it were served.
 */
export function servedSaid(
  { course, whole, pieces, oneOfMany, at }: ServedCourse,
  { orders: { served } }: Words,
  format: Pick<Format, "time" | "number">,
): string {
  const time = format.time(fromIso(at));
  if (!oneOfMany) return served.some(format.number(pieces), time);
  return whole ? served.course(course, time) : served.someOf(course, format.number(pieces), time);
}
