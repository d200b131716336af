/**
 * A restaurant's own day. It begins at an hour of its choosing, because an evening does not end at
 * midnight: what is ordered at half past one belongs to the night before. By its time zone, and 23
 * or 25 hours long when the clocks change.
 */
import { firstKnown } from "#shared/kernel/first-known.ts";
import { DAY, HOUR } from "#shared/kernel/time.ts";

/**
 * Late enough for the last guests of the night before, early enough for the first of the morning.
 */
export const DAY_START_HOUR = 4;

/** The hour by the clock on the wall. */
export const dayStartOf = ({
  dayStartHour,
}: {
  readonly dayStartHour?: number | undefined;
}): number => dayStartHour ?? DAY_START_HOUR;

/** A calendar day, `2026-01-31`. */
export type Day = string;

/** Is the text a day that exists? */
export function isDay(text: string): boolean {
  return (
    /^(19|20)\d\d-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text)
  );
}

/** A zone's clock. Made once and asked often: formatters are costly to make. */
export type ZoneClock = {
  /** The restaurant's day, which the calendar may already have left. */
  readonly dayOf: (ms: number) => Day;
  /** When that day begins, by the clock on the wall. */
  readonly startHour: number;
  /** 0 to 23, as the clock on the wall says. */
  readonly hourOf: (ms: number) => number;
  /** `2026-01-31 19:02`. */
  readonly wallTime: (ms: number) => string;
};

export function zoneClock(timezone: string, startHour = 0): ZoneClock {
  const options = {
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  // An engine that does not know the zone counts by UTC's days: hours off is less than nothing at
  // all.
  const format = firstKnown(
    () => new Intl.DateTimeFormat("en-GB", { timeZone: timezone, ...options }),
    () => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }),
  );
  const read = (ms: number): Readonly<Record<string, string>> =>
    Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value]));
  return {
    startHour,
    dayOf: (ms) => {
      const { year = "", month = "", day = "", hour = "" } = read(ms);
      const calendar = `${year}-${month}-${day}`;
      return Number(hour) < startHour ? nextDay(calendar, -1) : calendar;
    },
    hourOf: (ms) => Number(read(ms)["hour"]),
    wallTime: (ms) => {
      const { year = "", month = "", day = "", hour = "", minute = "" } = read(ms);
      return `${year}-${month}-${day} ${hour}:${minute}`;
    },
  };
}

/** The first millisecond of the day and the first after it. */
export function dayBounds(
  day: Day,
  clock: ZoneClock,
): { readonly fromMs: number; readonly untilMs: number } {
  return { fromMs: firstMsOf(day, clock), untilMs: firstMsOf(nextDay(day), clock) };
}

/** The day so many days later. */
export const nextDay = (day: Day, days = 1): Day =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/**
 * No zone is further than 14 hours from UTC. Halving, because zones have had midnights that did not
 * exist.
 */
function firstMsOf(day: Day, { dayOf, startHour }: ZoneClock): number {
  const utcStart = Date.parse(day) + startHour * HOUR;
  let [before, from] = [utcStart - 16 * HOUR, utcStart + 16 * HOUR];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (dayOf(middle) < day) before = middle;
    else from = middle;
  }
  return from;
}
