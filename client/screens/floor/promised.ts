/**
 * Times that a guest names by the restaurant's wall clock: "half past seven" is the next one there
 * is.
 */
import { DAY, MINUTE } from "#shared/kernel/time.ts";
import { dateFormat, written } from "../../words/intl.ts";

const MINUTES_A_DAY = DAY / MINUTE;
const STEP_MINUTES = 5;

/**
 * The next moment at which a clock in `timezone` shows `text` (`19:30`), in ms, with whether that
 * is only tomorrow; null where it is no time of day.
 */
export function nextMoment(
  text: string,
  nowMs: number,
  timezone: string,
): { readonly at: number; readonly tomorrow: boolean } | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) return null;
  const wanted = Number(match[1]) * 60 + Number(match[2]);
  const thisMinute = Math.floor(nowMs / MINUTE) * MINUTE;
  const ahead = (wanted - minuteOfDay(thisMinute, timezone) + MINUTES_A_DAY) % MINUTES_A_DAY;
  const at = thisMinute + ahead * MINUTE;
  // The night the clocks change has an hour more or less: what the clock then shows says by how
  // much.
  const off = wanted - minuteOfDay(at, timezone);
  const turned = Math.abs(off) <= 120 ? at + off * MINUTE : at;
  return { at: turned, tomorrow: dateOf(turned, timezone) !== dateOf(thisMinute, timezone) };
}

/** `minutes` from now on the restaurant's wall clock, up to the next five minutes. */
export function clockIn(minutes: number, nowMs: number, timezone: string): string {
  const step = STEP_MINUTES * MINUTE;
  return clockOf(Math.ceil((nowMs + minutes * MINUTE) / step) * step, timezone);
}

const minuteOfDay = (ms: number, timezone: string): number => {
  const [hours = 0, minutes = 0] = clockOf(ms, timezone).split(":").map(Number);
  return hours * 60 + minutes;
};

const clockOf = (ms: number, timezone: string): string =>
  written(
    dateFormat("en-GB", timezone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    ms,
  );

const dateOf = (ms: number, timezone: string): string =>
  written(dateFormat("en-GB", timezone, { dateStyle: "short" }), ms);
