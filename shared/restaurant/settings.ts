import { z } from "zod/mini";
import { isoDigits, maxPrice, minorDigitsOf, MOST_DIGITS } from "#shared/kernel/money.ts";
import { integer, known, listOf, shaped, slug, text } from "#shared/kernel/schema.ts";
import { guestLimitsSchema } from "./guest-limits.ts";
import { guestOrderingSchema } from "./guest-ordering.ts";
import { stationThresholdsSchema } from "./late-thresholds.ts";

const timezone = known(
  60,
  (zone) => isMade(() => new Intl.DateTimeFormat("en", { timeZone: zone })),
  "must be a time zone like Europe/London",
);
const locale = known(
  60,
  (tag) => isMade(() => new Intl.Locale(tag)),
  "must be a language tag like en-GB",
);
const currency = shaped(3, /^[A-Z]{3}$/, "must be a currency code like GBP");

export const settingsSchema = z.strictObject({
  name: text(120),
  timezone,
  currency,
  locale,
  /** A guest's order goes straight to the kitchen. */
  autoAccept: z.boolean(),
  /**
   * How long an order may stay unseen by every kitchen screen before people are told, in seconds.
   */
  shownAlarmSeconds: integer(1, 3_600),
  /** When a ticket turns warm and late, by station id. */
  stationThresholds: stationThresholdsSchema,
  /**
   * The hour by the clock on the wall at which the restaurant's day begins; left out:
   * `DAY_START_HOUR`.
   */
  dayStartHour: z.optional(integer(0, 12)),
  /**
   * How many decimals its minor units stand for, fixed when its currency was chosen. Absent in what
   * older versions wrote down.
   */
  minorDigits: z.optional(integer(0, MOST_DIGITS)),
  /** Left out: `DEFAULT_GUEST_LIMITS`; null: none but the installation's. */
  guestLimits: z.optional(z.nullable(guestLimitsSchema)),
  /**
   * Whoever sits at a table may see all that guests ordered there; left out: only what their own
   * phone ordered.
   */
  guestsShareTable: z.optional(z.boolean()),
  /**
   * Changed by commands of their own (ORD-51, ORD-52). Left out: nothing was ever paused or closed.
   */
  guestOrdering: z.optional(guestOrderingSchema),
  /**
   * The stations that no kitchen screen shows, as the server found them (ORD-35). Left out: none.
   */
  unscreened: z.optional(listOf(slug, 0, 50)),
});

/**
 * What `PATCH /api/restaurant` takes: any part but the decimals, because prices are counted in
 * them, and but what has commands of its own or is found out.
 */
export const settingsPatch = z.partial(
  z.omit(settingsSchema, { minorDigits: true, guestOrdering: true, unscreened: true }),
);

export type Settings = z.infer<typeof settingsSchema>;
export type SettingsPatch = Partial<Omit<Settings, "minorDigits">>;

/** The highest price of one dish or option here, in minor units. */
export const maxPriceOf = (settings: Settings): number =>
  maxPrice(settings.currency, minorDigitsOf(settings));

/**
 * Settings after a patch. Another currency brings its own decimals only while there is nothing that
 * has a price: prices and placed orders are counted in them, and 1.250 would become 12.50.
 */
export const patched = (
  settings: Settings,
  patch: SettingsPatch,
  hasPrices: boolean,
): Settings => ({
  ...settings,
  ...patch,
  ...(patch.currency === undefined || patch.currency === settings.currency
    ? {}
    : { minorDigits: hasPrices ? minorDigitsOf(settings) : isoDigits(patch.currency) }),
});

export const restaurantNames = { name: settingsSchema.shape.name, timezone, currency };

/** A new restaurant's settings. */
export function initialSettings(given: {
  name: string;
  timezone: string;
  currency: string;
  shownAlarmSeconds: number;
}): Settings {
  return {
    ...given,
    locale: "en-GB",
    autoAccept: false,
    stationThresholds: {},
    minorDigits: isoDigits(given.currency),
  };
}

function isMade(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
