/** How much guests may order, as an owner types it: numbers as texts, or no limits of one's own. */
import { z } from "zod/mini";
import {
  DEFAULT_GUEST_LIMITS,
  guestLimitsOf,
  guestLimitsSchema,
  type GuestLimits,
} from "#shared/restaurant/guest-limits.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { asciiDigits } from "../../words/numerals.ts";

export const LIMIT_NAMES = [
  "openOrders",
  "openLines",
  "openPieces",
  "phoneOrders",
  "tenMinutes",
  "houseOrders",
] as const satisfies readonly (keyof GuestLimits)[];
export type LimitName = (typeof LIMIT_NAMES)[number];

export const limitsForm = z.object({
  limited: z.boolean(),
  numbers: z.object({
    openOrders: z.string(),
    openLines: z.string(),
    openPieces: z.string(),
    phoneOrders: z.string(),
    tenMinutes: z.string(),
    houseOrders: z.string(),
  }),
  share: z.boolean(),
});
export type LimitsForm = z.infer<typeof limitsForm>;

export function toLimitsForm(settings: Settings): LimitsForm {
  const limits = guestLimitsOf(settings);
  const { openOrders, openLines, openPieces, phoneOrders, tenMinutes, houseOrders } =
    limits ?? DEFAULT_GUEST_LIMITS;
  const text = String;
  return {
    limited: limits !== null,
    share: settings.guestsShareTable ?? false,
    numbers: {
      openOrders: text(openOrders),
      openLines: text(openLines),
      openPieces: text(openPieces),
      phoneOrders: text(phoneOrders),
      tenMinutes: text(tenMinutes),
      houseOrders: text(houseOrders),
    },
  };
}

/**
 * The settings' part that it means, without what a restaurant that never chose has anyway; or the
 * fields that are no numbers that a limit may be.
 */
export function readLimitsForm(
  form: LimitsForm,
  before: Settings,
):
  | { readonly part: Pick<Settings, "guestLimits" | "guestsShareTable"> }
  | { readonly wrong: readonly LimitName[] } {
  const numbers = Object.fromEntries(
    LIMIT_NAMES.map((name) => [name, wholeNumber(form.numbers[name])]),
  ) as GuestLimits;
  const wrong = form.limited
    ? LIMIT_NAMES.filter((name) => !guestLimitsSchema.shape[name].safeParse(numbers[name]).success)
    : [];
  if (wrong.length > 0) return { wrong };
  const guestLimits = form.limited ? numbers : null;
  const isSame = JSON.stringify(guestLimits) === JSON.stringify(guestLimitsOf(before));
  return {
    part: {
      ...(isSame ? {} : { guestLimits }),
      ...(form.share === (before.guestsShareTable ?? false)
        ? {}
        : { guestsShareTable: form.share }),
    },
  };
}

const wholeNumber = (text: string): number =>
  /^\d+$/.test(asciiDigits(text).trim()) ? Number(asciiDigits(text).trim()) : Number.NaN;
