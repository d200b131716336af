import { DAY, fromIso } from "#shared/kernel/time.ts";
import { isFiredLine, isInKitchen, type Order } from "#shared/orders/order.ts";
import { isSetAside } from "./set-aside.ts";

/**
 * No service is as long: what nobody has touched since then was forgotten, and is in the way of
 * tonight's.
 */
export const LEFT_OVER_AFTER_MS = DAY;

/**
 * An order that was fired a day ago and that nobody has done anything about since (ORD-40). Held
 * and pre-ordered work is in no kitchen yet, and no left-over.
 */
export function isLeftOver(order: Order, nowMs: number): boolean {
  // Served so far, with a course that nobody has called for: that waits, and stands on no board.
  if (
    !isInKitchen(order) ||
    isSetAside(order, nowMs) ||
    order.lines.every((line) => !isFiredLine(line) || line.status === "served")
  )
    return false;
  const times = [
    order.firedAt ?? order.placedAt,
    order.confirmedAt,
    ...order.lines
      .filter(isFiredLine)
      .flatMap((line) => [line.statusAt, line.addedAt, line.calledAt]),
  ];
  return times.every(
    (time) => time === null || time === undefined || nowMs - fromIso(time) >= LEFT_OVER_AFTER_MS,
  );
}

/** Left-overs, the oldest first. */
export const leftOverOrders = (orders: Iterable<Order>, nowMs: number): Order[] =>
  [...orders]
    .filter((order) => isLeftOver(order, nowMs))
    .sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));

/** Tickets that stand on no board: people are asked about them, or they are listed apart. */
export const isOffBoard = (order: Order, nowMs: number): boolean =>
  isSetAside(order, nowMs) || isLeftOver(order, nowMs);
