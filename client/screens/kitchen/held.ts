import { isClosed, type Line, type Order } from "#shared/orders/order.ts";

/** `course` null: the whole order is held. */
export type Held = {
  readonly order: Order;
  readonly course: number | null;
  readonly lines: readonly Line[];
};

/**
 * What these stations (none given: all) will have to make once somebody says so, the oldest order
 * first.
 */
export function heldWork(orders: Iterable<Order>, stationIds: readonly string[]): Held[] {
  const held: Held[] = [];
  for (const order of orders) {
    if (isClosed(order) || order.status === "pending") continue;
    if (!order.held) {
      held.push(...heldCourses(order, stationIds));
      continue;
    }
    const lines = order.lines.filter(
      (line) => line.status !== "cancelled" && isHere(line, stationIds),
    );
    if (lines.length > 0) held.push({ order, course: null, lines });
  }
  // Courses of one order stay in their order.
  return held.sort((a, b) =>
    a.order.placedAt < b.order.placedAt ? -1 : a.order.placedAt > b.order.placedAt ? 1 : 0,
  );
}

/** The courses of an order that have not been called for, in their order. */
export function heldCourses(order: Order, stationIds: readonly string[]): Held[] {
  const lines = order.lines.filter(
    (line) => !line.fired && line.status === "queued" && isHere(line, stationIds),
  );
  if (lines.length === 0) return [];
  const courses = [...new Set(lines.map((line) => line.course))].sort((a, b) => a - b);
  return courses.map((course) => ({
    order,
    course,
    lines: lines.filter((line) => line.course === course),
  }));
}

/** Nothing of it has been begun, so it can still be held. */
export const mayHold = (order: Order): boolean =>
  !isClosed(order) &&
  !order.held &&
  order.lines.every((line) => line.status === "queued" || line.status === "cancelled");

const isHere = (line: Line, stationIds: readonly string[]): boolean =>
  stationIds.length === 0 || stationIds.includes(line.stationId);
