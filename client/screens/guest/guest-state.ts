/**
 * What a guest's phone remembers for one table link, as it is kept in storage: parsed, because
 * storage is anybody's.
 */
import { z } from "zod/mini";
import type { GuestMenu } from "#shared/api/guests.ts";
import { menuSchema } from "#shared/menu/menu.ts";
import { LINE_STATUSES, ORDER_STATUSES } from "#shared/orders/statuses.ts";
import { MINUTE } from "#shared/kernel/time.ts";
import { basketLine } from "../ordering/basket.ts";

/** The server's word about an order. Fields that a newer server adds are passed over. */
export const orderAnswer = z.object({
  orderId: z.string(),
  number: z.string(),
  status: z.enum(ORDER_STATUSES),
  heard: z.boolean(),
  orderToken: z.optional(z.string()),
  reason: z.nullish(z.string()),
  lines: z.optional(
    z.array(
      z.object({
        lineId: z.string(),
        name: z.string(),
        quantity: z.number(),
        status: z.enum(LINE_STATUSES),
      }),
    ),
  ),
});
export type OrderAnswer = z.infer<typeof orderAnswer>;

const placed = z.object({
  orderId: z.string(),
  /** When the guest last said yes to it, in ms by this phone's clock. */
  askedAt: z.number(),
  lines: z.array(basketLine),
  guestName: z.string(),
  notes: z.string(),
  answer: z.nullable(orderAnswer),
  /**
   * What proves to the server that it is this phone's own. Absent before it was sent, and where an
   * older server took it.
   */
  orderToken: z.optional(z.string()),
});
export type Placed = z.infer<typeof placed>;

export const guestMemory = z.object({
  basket: z.array(basketLine),
  guestName: z.string(),
  notes: z.string(),
  orders: z.array(placed),
});
export type GuestMemory = z.infer<typeof guestMemory>;

export const EMPTY_MEMORY: GuestMemory = { basket: [], guestName: "", notes: "", orders: [] };

const OPEN = { state: "open", until: null } as const;
/**
 * A menu that was kept by an older version has no zone, and one of an older server says nothing
 * about ordering.
 */
export const guestMenu = z.object({
  restaurantName: z.string(),
  tableLabel: z.string(),
  currency: z.string(),
  minorDigits: z.optional(z.number()),
  locale: z.string(),
  timezone: z._default(z.string(), "UTC"),
  autoAccept: z.boolean(),
  ordering: z._default(
    z.object({ state: z.enum(["open", "closed", "paused"]), until: z.nullable(z.string()) }),
    OPEN,
  ),
  menu: menuSchema,
});
export const readGuestMenu = (body: unknown): GuestMenu | null => {
  const parsed = guestMenu.safeParse(body);
  return parsed.success ? parsed.data : null;
};

/** docs/product.md#guest: asks again if more than 10 minutes passed. */
export const ASK_AGAIN_MS = 10 * MINUTE;

/** A dish that goes off is greyed within this time on a phone that looks at the menu. */
export const MENU_FRESH_MS = 10_000;

/** Older than this, finished orders are not shown any more. */
export const FORGET_MS = 180 * MINUTE;

/** Nobody may send it without asking: the guest's yes is too old. */
export const needsAsking = (order: Placed, nowMs: number): boolean =>
  order.answer === null && nowMs - order.askedAt >= ASK_AGAIN_MS;

export const isOver = (order: Placed): boolean =>
  order.answer !== null && ["served", "completed", "cancelled"].includes(order.answer.status);
