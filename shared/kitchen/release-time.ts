import { fromIso, MINUTE, SECOND } from "#shared/kernel/time.ts";
import { leadTimeMs } from "#shared/menu/lead-time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import { isClosed, type Line, type Order } from "#shared/orders/order.ts";

/**
 * Who holds an order when it should have begun knows better than its promise, and may forget it: it
 * is released after this.
 */
export const HELD_AGAIN_MS = 15 * MINUTE;

/** How long a device leaves it to the server, and to its neighbours, to release what is due. */
export const DUE_GRACE_MS = 5 * SECOND;

/**
 * As much of an order as its pace depends on; an order that is being put together has it already.
 */
export type Paced = Pick<Order, "status" | "held" | "promisedAt" | "heldAt"> & {
  readonly lines: readonly Pick<Line, "menuItemId">[];
};

/**
 * When a held order with a promised time must be released to be ready by then, in ms (ORD-16); null
 * where nothing says so.
 */
export function dueAt(order: Paced, menu: MenuInService): number | null {
  if (!order.held || isClosed(order) || order.promisedAt === null) return null;
  const due = fromIso(order.promisedAt) - leadTimeMs(order.lines, menu);
  return order.heldAt !== undefined && fromIso(order.heldAt) >= due
    ? fromIso(order.heldAt) + HELD_AGAIN_MS
    : due;
}

/**
 * Held orders that should have been released `graceMs` ago and are held still: the server is not
 * there, or not for us (ORD-31).
 */
export function overdueOrders(
  orders: Iterable<Order>,
  menu: MenuInService,
  nowMs: number,
  graceMs: number,
): Order[] {
  return [...orders].filter((order) => {
    const due = dueAt(order, menu);
    return due !== null && nowMs - due >= graceMs;
  });
}
