import { z } from "zod/mini";
import { atMost, integer, listOf, optionalText, slug, uuid } from "#shared/kernel/schema.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Menu } from "#shared/menu/menu.ts";

export const tableToken = z
  .string()
  .check(atMost(200, "is not a table's token"), z.minLength(16, "is not a table's token"));

const guestLine = z.strictObject({
  lineId: uuid,
  menuItemId: slug,
  quantity: integer(1, 99),
  modifiers: z.optional(listOf(z.strictObject({ modifierId: slug, optionId: slug }), 0, 60)),
  notes: z.optional(optionalText(300)),
});

/** `POST /api/qr/orders/create`. */
export const createGuestOrder = z.strictObject({
  tableToken,
  orderId: uuid,
  guestName: z.optional(optionalText(80)),
  notes: z.optional(optionalText(500)),
  lines: listOf(guestLine, 1, 100).check(
    z.refine(
      (lines) => new Set(lines.map((line) => line.lineId)).size === lines.length,
      "a lineId is there twice",
    ),
  ),
});
export type CreateGuestOrder = z.infer<typeof createGuestOrder>;

/** `POST /api/qr/sessions`. */
export const openGuestSession = z.strictObject({ tableToken });

/** Whether guests can order at this table now, and since it may be said, until when not. */
export type GuestOrderingNow = {
  readonly state: "open" | "closed" | "paused";
  readonly until: IsoTime | null;
};

/** `GET /api/qr/menu`. */
export type GuestMenu = {
  readonly restaurantName: string;
  readonly tableLabel: string;
  readonly currency: string;
  /**
   * How many decimals the prices' minor units stand for. Absent in a menu that a phone kept from an
   * older version.
   */
  readonly minorDigits?: number | undefined;
  readonly locale: string;
  readonly timezone: string;
  readonly autoAccept: boolean;
  readonly ordering: GuestOrderingNow;
  readonly menu: Menu;
};
