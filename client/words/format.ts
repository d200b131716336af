import { isWritten, minorDigitsOf } from "#shared/kernel/money.ts";

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
export type FormatSettings = { locale: string; currency: string; minorDigits?: number | undefined; timezone?: string | undefined };

/** Formatters are costly to make and cheap to keep: one set per restaurant, each made when something is first written with it. */
export function makeFormat({ locale, currency, minorDigits, timezone }: FormatSettings): Format {
  const digits = minorDigitsOf({ currency, minorDigits });
  const clock = { hour: "2-digit", minute: "2-digit", timeZone: timezone } as const;
  const dated = { ...clock, weekday: "short", day: "numeric", month: "short" } as const;
  const moneyOf = (decimals: number) => once(() => new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  const [money, wholeMoney] = [moneyOf(digits), moneyOf(0)];
  const time = once(() => new Intl.DateTimeFormat(locale, clock));
  const seconds = once(() => new Intl.DateTimeFormat(locale, { ...clock, second: "2-digit" }));
  const dayAndTime = once(() => new Intl.DateTimeFormat(locale, dated));
  const dayAndSeconds = once(() => new Intl.DateTimeFormat(locale, { ...dated, second: "2-digit" }));
  const day = once(() => new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: timezone }));
  const sameDay = (a: number, b: number): boolean => day().format(a) === day().format(b);
  const number = once(() => new Intl.NumberFormat(locale));
  const list = once(() => new Intl.ListFormat(locale, { style: "long", type: "conjunction" }));
  return {
    money: (minor) => (isWritten(minor, currency, digits) ? money() : wholeMoney()).format(minor / 10 ** digits),
    time: (ms) => time().format(ms),
    timeWithSeconds: (ms) => seconds().format(ms),
    moment: (ms, nowMs) => (sameDay(ms, nowMs) ? time() : dayAndTime()).format(ms),
    momentWithSeconds: (ms, nowMs) => (sameDay(ms, nowMs) ? seconds() : dayAndSeconds()).format(ms),
    number: (value) => number().format(value),
    age: formatAge,
    list: (parts) => list().format(parts),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Minutes and seconds since something began; a clock that is behind shows 0:00, never a negative age. */
export function formatAge(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}
