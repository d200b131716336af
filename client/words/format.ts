import { isWritten, minorDigitsOf } from "#shared/kernel/money.ts";
import { dateFormat, listFormat, moneyFormat, numberFormat, written } from "./intl.ts";

/** Numbers, times and money as the restaurant writes them, wherever the tablet believes it is. */
export type Format = {
  /** Minor units, as `£12.50`. */
  money(minor: number): string;
  /** `19:02`. */
  time(ms: number): string;
  /** `19:02:11`. */
  timeWithSeconds(ms: number): string;
  /** `19:02`, and `Fri 30 Jan, 19:02` where that is not the restaurant's day of `nowMs`. */
  moment(ms: number, nowMs: number): string;
  momentWithSeconds(ms: number, nowMs: number): string;
  number(value: number): string;
  /** `4:07`, and `1:04:07` from an hour on. */
  age(ms: number): string;
  list(parts: readonly string[]): string;
};

/** Without a `timezone` it is the browser's own. */
export type FormatSettings = {
  locale: string;
  currency: string;
  minorDigits?: number | undefined;
  timezone?: string | undefined;
};

/**
 * Formatters are costly to make and cheap to keep: one set per restaurant, each made when something
 * is first written with it.
 */
export function makeFormat({ locale, currency, minorDigits, timezone }: FormatSettings): Format {
  const digits = minorDigitsOf({ currency, minorDigits });
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  const dated = { ...clock, weekday: "short", day: "numeric", month: "short" } as const;
  const [money, wholeMoney] = [
    once(() => moneyFormat(locale, currency, digits)),
    once(() => moneyFormat(locale, currency, 0)),
  ];
  const date = (options: Intl.DateTimeFormatOptions) =>
    once(() => dateFormat(locale, timezone, options));
  const [time, seconds, dayAndTime, dayAndSeconds] = [
    date(clock),
    date({ ...clock, second: "2-digit" }),
    date(dated),
    date({ ...dated, second: "2-digit" }),
  ];
  const day = once(() => dateFormat("en", timezone, { dateStyle: "short" }));
  const sameDay = (a: number, b: number): boolean => written(day(), a) === written(day(), b);
  const number = once(() => numberFormat(locale));
  const list = once(() => listFormat(locale));
  return {
    money: (minor) =>
      (isWritten(minor, currency, digits) ? money() : wholeMoney()).format(minor / 10 ** digits),
    time: (ms) => written(time(), ms),
    timeWithSeconds: (ms) => written(seconds(), ms),
    moment: (ms, nowMs) => written(sameDay(ms, nowMs) ? time() : dayAndTime(), ms),
    momentWithSeconds: (ms, nowMs) => written(sameDay(ms, nowMs) ? seconds() : dayAndSeconds(), ms),
    number: (value) => number().format(value),
    age: formatAge,
    list: (parts) => list().format(parts),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export type Lapse = { readonly unit: "minutes" | "hours" | "days"; readonly count: number };

/**
 * How long ago, as a person says it of what nobody counts the seconds of: whole minutes, hours,
 * then days, and one minute at least.
 */
export function lapseOf(ms: number): Lapse {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  if (minutes < 60) return { unit: "minutes", count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? { unit: "hours", count: hours }
    : { unit: "days", count: Math.floor(hours / 24) };
}

/**
 * Minutes and seconds since something began; a clock that is behind shows 0:00, never a negative
 * age.
 */
export function formatAge(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`
    : `${minutes}:${seconds}`;
}
