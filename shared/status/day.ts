/** A restaurant's own day: from its midnight to the next by its time zone, 23 or 25 hours long when the clocks change. */
import { HOUR } from "#shared/kernel/time.ts";

/** A calendar day, `2026-01-31`. */
export type Day = string;

/** Is the text a day that exists? */
export function isDay(text: string): boolean {
  return /^(19|20)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** A zone's clock. Made once and asked often: formatters are costly to make. */
export type ZoneClock = {
  readonly dayOf: (ms: number) => Day;
  /** 0 to 23, as the clock on the wall says. */
  readonly hourOf: (ms: number) => number;
  /** `2026-01-31 19:02`. */
  readonly wallTime: (ms: number) => string;
};

export function zoneClock(timezone: string): ZoneClock {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
  const read = (ms: number): Readonly<Record<string, string>> => Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value]));
  const dayOf = (ms: number): Day => {
    const { year = "", month = "", day = "" } = read(ms);
    return `${year}-${month}-${day}`;
  };
  return {
    dayOf,
    hourOf: (ms) => Number(read(ms)["hour"]),
    wallTime: (ms) => {
      const { hour = "", minute = "" } = read(ms);
      return `${dayOf(ms)} ${hour}:${minute}`;
    },
  };
}

/** The first millisecond of the day and the first after it. */
export function dayBounds(day: Day, clock: ZoneClock): { readonly fromMs: number; readonly untilMs: number } {
  const utc = Date.parse(day);
  const after = new Date(utc + 36 * HOUR).toISOString().slice(0, 10);
  return { fromMs: firstMsOf(day, utc, clock), untilMs: firstMsOf(after, Date.parse(after), clock) };
}

/** No zone is further than 14 hours from UTC. Halving, because zones have had midnights that did not exist. */
function firstMsOf(day: Day, utcMidnight: number, { dayOf }: ZoneClock): number {
  let [before, from] = [utcMidnight - 16 * HOUR, utcMidnight + 16 * HOUR];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (dayOf(middle) < day) before = middle;
    else from = middle;
  }
  return from;
}
