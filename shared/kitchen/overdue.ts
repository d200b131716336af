/**
 * What becomes due with an order though nobody touches it: the word that nobody has shown or
 * accepted it, and the release of what was held.
 */
import { fromIso, type IsoTime } from "#shared/kernel/time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import { isClosed, isInKitchen, type Order } from "#shared/orders/order.ts";
import { unseenSince } from "./board.ts";
import { dueAt } from "./release-time.ts";

export const WAITS_FOR = ["release", "acceptance", "screen"] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

/** Why an order has to be watched: what time alone can make due; null where nothing can. */
export function waitsFor(order: Order): WaitsFor | null {
  if (isClosed(order)) return null;
  if (order.held && order.promisedAt !== null) return "release";
  if (order.status === "pending") return "acceptance";
  return isInKitchen(order) && unseenSince(order).length > 0 ? "screen" : null;
}

/**
 * From when on somebody could have accepted or shown it and has not: told once that is the alarm's
 * limit ago. Null: there is nothing to tell.
 */
export function untoldSince(order: Order): IsoTime | null {
  const [first = null] = toldFrom(order).sort();
  return first;
}

/** The moments that an alarm counts from. */
export const toldFrom = (order: Order): IsoTime[] => [
  ...(order.status === "pending" ? [order.placedAt] : []),
  ...unseenSince(order),
];

/** When the next thing becomes due after `nowMs` if nobody touches the order; null: nothing. */
export function nextDue(
  order: Order,
  menu: MenuInService,
  limitMs: number,
  nowMs: number,
): number | null {
  const release = dueAt(order, menu);
  const told = toldFrom(order).map((since) => fromIso(since) + limitMs);
  const later = [...(release === null ? [] : [release]), ...told].filter((at) => at > nowMs);
  return later.length === 0 ? null : Math.min(...later);
}
