/** What the floor sees of its tables and of orders that have none. */
import { ageMs, heatOfOrder, hottest, type Heat } from "#shared/kitchen/aging.ts";
import { ticketsOf, type Ticket } from "#shared/kitchen/ticket.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";

export type TableState = {
  readonly table: Table;
  readonly orders: readonly Order[];
  /** Age of the oldest order that still waits for food, in ms; null where none does. */
  readonly waitingMs: number | null;
  readonly heat: Heat;
  readonly ready: boolean;
  /** Something of it is called at the pass. */
  readonly called: boolean;
  readonly unheard: boolean;
};

export const isOpen = (order: Order): boolean => !isClosed(order);

export function tableStates(
  tables: readonly Table[],
  orders: Iterable<Order>,
  unheardIds: ReadonlySet<string>,
  settings: Settings,
  nowMs: number,
): TableState[] {
  const open = [...orders].filter(isOpen);
  return tables.map((table) => {
    const here = open.filter((order) => order.tableId === table.id).sort(byAge);
    const waiting = here.filter(
      (order) => order.status === "submitted" || order.status === "preparing",
    );
    const waitingMs =
      waiting.length === 0 ? null : Math.max(...waiting.map((order) => ageMs(order, nowMs)));
    return {
      table,
      orders: here,
      waitingMs,
      heat: hottest(waiting.map((order) => heatOfOrder(order, settings, nowMs))),
      ready: here.some((order) => order.lines.some((line) => line.status === "ready")),
      called: here.some((order) => order.calledAt !== undefined),
      unheard: here.some((order) => unheardIds.has(order.orderId)),
    };
  });
}

/**
 * Open orders without a table, oldest first, and those whose table is gone: nothing open may be
 * invisible.
 */
export function withoutTable(tables: readonly Table[], orders: Iterable<Order>): Order[] {
  const known = new Set(tables.map((table) => table.id));
  return [...orders]
    .filter((order) => isOpen(order) && (order.tableId === null || !known.has(order.tableId)))
    .sort(byAge);
}

/** Courses that are held back, lowest first. */
export const heldCourseNumbers = (order: Order): number[] =>
  [
    ...new Set(
      order.lines
        .filter((line) => !line.fired && line.status !== "cancelled")
        .map((line) => line.course),
    ),
  ].sort((a, b) => a - b);

export const stationTickets = (order: Order): readonly Ticket[] => ticketsOf(order);

const byAge = (a: Order, b: Order): number => (a.placedAt < b.placedAt ? -1 : 1);
