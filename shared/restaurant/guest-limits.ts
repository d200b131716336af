/**
 * How much a house takes from its guests at once, of what they order by themselves. Part of the
 * settings; asked by `shared/orders/guest-load.ts` (ORD-50).
 */
import { z } from "zod/mini";
import { integer } from "#shared/kernel/schema.ts";

/** What storage looks through for one decision: no limit of orders may be above it. */
export const MOST_COUNTED = 1_000;

const orders = integer(1, MOST_COUNTED);

export const guestLimitsSchema = z.strictObject({
  /**
   * By table, of what nobody has accepted or begun: orders, their lines, and the pieces on them.
   */
  openOrders: orders,
  openLines: integer(1, 100_000),
  openPieces: integer(1, 100_000),
  /** The same of one phone: orders. */
  phoneOrders: orders,
  /** By table in ten minutes, whatever became of them. */
  tenMinutes: orders,
  /** Of all tables, until they are made. */
  houseOrders: orders,
});
export type GuestLimits = z.infer<typeof guestLimitsSchema>;

/** More than a table of twelve phones orders at once, and less than buries a kitchen. */
export const DEFAULT_GUEST_LIMITS: GuestLimits = {
  openOrders: 30,
  openLines: 150,
  openPieces: 300,
  phoneOrders: 6,
  tenMinutes: 60,
  houseOrders: 200,
};

type Chosen = { readonly guestLimits?: GuestLimits | null | undefined };

/** Null: the house sets no limits of its own. */
export const guestLimitsOf = ({ guestLimits }: Chosen): GuestLimits | null =>
  guestLimits === undefined ? DEFAULT_GUEST_LIMITS : guestLimits;
