import { orderingAt } from "#shared/restaurant/guest-ordering.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { CROWD, standingOf } from "#shared/orders/guest-load.ts";
import type { Order } from "#shared/orders/order.ts";

/** A table where so many guests' orders wait that they are told as one (ORD-54). */
export type TableCrowd = {
  readonly tableId: string;
  readonly label: string;
  readonly orders: readonly Order[];
};

/** The tables where many orders wait that are counted there, the largest first. */
export function crowdsOf(
  orders: Iterable<Order>,
  settings: Pick<Settings, "guestOrdering">,
): TableCrowd[] {
  const byTable = new Map<string, Order[]>();
  for (const order of orders) {
    if (
      order.tableId === null ||
      standingOf(order) !== "waiting" ||
      !isCounted(order, order.tableId, settings)
    )
      continue;
    const known = byTable.get(order.tableId);
    if (known === undefined) byTable.set(order.tableId, [order]);
    else known.push(order);
  }
  return Array.from(byTable, ([tableId, waiting]) => ({
    tableId,
    label: waiting[0]?.tableLabel ?? "",
    orders: waiting,
  }))
    .filter((crowd) => crowd.orders.length >= CROWD)
    .sort((a, b) => b.orders.length - a.orders.length);
}

/** What was ordered before somebody opened the table is not counted (ORD-51). */
const isCounted = (
  order: Order,
  tableId: string,
  settings: Pick<Settings, "guestOrdering">,
): boolean => order.placedAt >= (orderingAt(settings, tableId).since ?? "");

/** The orders that no crowd stands for: those are told by themselves. */
export function outsideOf(
  crowds: readonly TableCrowd[],
  orders: readonly Order[],
): readonly Order[] {
  const ofCrowds = new Set(crowds.flatMap((crowd) => crowd.orders.map((order) => order.orderId)));
  return ofCrowds.size === 0 ? orders : orders.filter((order) => !ofCrowds.has(order.orderId));
}
