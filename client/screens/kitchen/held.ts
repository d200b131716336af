import { isClosed, type Line, type Order } from "#shared/orders/order.ts";

/** `course` null: the whole order is held. */
export type Held = { readonly order: Order; readonly course: number | null; readonly lines: readonly Line[] };

/** What these stations (none given: all) will have to make once somebody says so, the oldest order first. */
export function heldWork(orders: Iterable<Order>, stationIds: readonly string[]): Held[] {
  const waiting = [...orders].filter((order) => !isClosed(order) && order.status !== "pending").sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));
  return waiting.flatMap((order): Held[] => {
    if (!order.held) return heldCourses(order, stationIds);
    const lines = order.lines.filter((line) => line.status !== "cancelled" && isHere(line, stationIds));
    return lines.length === 0 ? [] : [{ order, course: null, lines }];
  });
}

/** The courses of an order that have not been called for, in their order. */
export function heldCourses(order: Order, stationIds: readonly string[]): Held[] {
  const lines = order.lines.filter((line) => !line.fired && line.status === "queued" && isHere(line, stationIds));
  const courses = [...new Set(lines.map((line) => line.course))].sort((a, b) => a - b);
  return courses.map((course) => ({ order, course, lines: lines.filter((line) => line.course === course) }));
}

/** Nothing of it has been begun, so it can still be held. */
export const mayHold = (order: Order): boolean => !isClosed(order) && !order.held && order.lines.every((line) => line.status === "queued" || line.status === "cancelled");

const isHere = (line: Line, stationIds: readonly string[]): boolean => stationIds.length === 0 || stationIds.includes(line.stationId);
