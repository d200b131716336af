import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";

/** As for a guest's phone: after this long nobody knows whether the food is still wanted. */
export const TRIAGE_AFTER_MS = 10 * MINUTE;

/**
 * Orders that waited out an outage and that nobody has begun to make: taken this long before the log knew of them, or taken here as long ago
 * and still not sent. In the order in which they were promised (those without a promise: taken). One that is held waits because somebody
 * wanted it to.
 */
export function waitedOut(orders: Iterable<Order>, unsentIds: ReadonlySet<string>, nowMs: number): Order[] {
  return [...orders].filter((order) => isStale(order, unsentIds.has(order.orderId), nowMs)).sort(byPromise);
}

function isStale(order: Order, unsent: boolean, nowMs: number): boolean {
  if (order.held || order.status !== "submitted") return false;
  const arrivedMs = order.recordedAt === undefined ? (unsent ? nowMs : null) : fromIso(order.recordedAt);
  return arrivedMs !== null && arrivedMs - fromIso(order.placedAt) >= TRIAGE_AFTER_MS;
}

function byPromise(a: Order, b: Order): number {
  const [first, second] = [a.promisedAt ?? a.placedAt, b.promisedAt ?? b.placedAt];
  if (first !== second) return first < second ? -1 : 1;
  return a.orderId < b.orderId ? -1 : 1;
}
