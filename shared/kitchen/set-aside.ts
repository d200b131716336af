import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import { isInKitchen, type Line, type Order } from "#shared/orders/order.ts";

/** As for a guest's phone: after this long nobody knows whether the food is still wanted. */
export const SET_ASIDE_AFTER_MS = 10 * MINUTE;

/**
 * An order that waited out an outage, whichever: the tablet that took it was cut off, or every
 * kitchen screen was (ORD-28). It is told from what people did, not from who could reach whom:
 * nobody has shown it, begun it or said that it is wanted for ten minutes since it was fired.
 */
export function isSetAside(order: Order, nowMs: number): boolean {
  return (
    isInKitchen(order) &&
    order.confirmedAt === undefined &&
    order.firedAt !== null &&
    nowMs - fromIso(order.firedAt) >= SET_ASIDE_AFTER_MS &&
    order.lines.every(isUntouched)
  );
}

/**
 * What people are to be asked about: in the order in which it was promised, without a promise in
 * the order in which it was placed.
 */
export const setAsideOrders = (orders: Iterable<Order>, nowMs: number): Order[] =>
  [...orders].filter((order) => isSetAside(order, nowMs)).sort(byPromise);

const isUntouched = (line: Line): boolean =>
  line.shownAt === null &&
  line.generation === 0 &&
  (line.status === "queued" || line.status === "cancelled");

function byPromise(a: Order, b: Order): number {
  const [first, second] = [a.promisedAt ?? a.placedAt, b.promisedAt ?? b.placedAt];
  if (first !== second) return first < second ? -1 : 1;
  return a.orderId < b.orderId ? -1 : 1;
}
