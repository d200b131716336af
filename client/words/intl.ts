/**
 * Formatters for a restaurant's locale, zone and currency on a browser that may not know them: an
 * older one must draw a ticket all the same.
 */
import { firstKnown } from "#shared/kernel/first-known.ts";

const USUAL_LOCALE = "en-GB";

/**
 * In the restaurant's zone; where the browser does not know that, in its own: a tablet hangs where
 * its restaurant is.
 */
export const dateFormat = (
  locale: string,
  timezone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat =>
  firstKnown(
    () => new Intl.DateTimeFormat(locale, { ...options, timeZone: timezone }),
    () => new Intl.DateTimeFormat(USUAL_LOCALE, { ...options, timeZone: timezone }),
    () => new Intl.DateTimeFormat(locale, options),
    () => new Intl.DateTimeFormat(USUAL_LOCALE, options),
  );

/** With the currency's sign; where the browser takes the currency for none, bare. */
export const moneyFormat = (
  locale: string,
  currency: string,
  decimals: number,
): Intl.NumberFormat => {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return firstKnown(
    () => new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }),
    () => new Intl.NumberFormat(USUAL_LOCALE, { style: "currency", currency, ...digits }),
    () => new Intl.NumberFormat(USUAL_LOCALE, digits),
  );
};

export const numberFormat = (locale: string): Intl.NumberFormat =>
  firstKnown(
    () => new Intl.NumberFormat(locale),
    () => new Intl.NumberFormat(USUAL_LOCALE),
  );

export const listFormat = (locale: string): Intl.ListFormat => {
  const options = { style: "long", type: "conjunction" } as const;
  return firstKnown(
    () => new Intl.ListFormat(locale, options),
    () => new Intl.ListFormat(USUAL_LOCALE, options),
  );
};

const NO_TIME = "--:--";
/** The last moment that a `Date` can be. */
const LATEST_MS = 8.64e15;

/** A moment that is none has no time, and takes nothing along. */
export const written = (format: Intl.DateTimeFormat, ms: number): string =>
  Math.abs(ms) <= LATEST_MS ? format.format(ms) : NO_TIME;
