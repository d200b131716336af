import type { Order } from "#shared/orders/order.ts";

/** Orders in preparation in their turn, and ready ones with the latest first: that guest is looking. */
export function boardOf(orders: readonly Order[]): { preparing: Order[]; ready: Order[] } {
  const turn = (order: Order) => order.firedAt ?? order.placedAt;
  const readyAt = (order: Order) => order.lines.reduce((latest, line) => (line.statusAt > latest ? line.statusAt : latest), "");
  return {
    preparing: orders.filter((order) => order.status === "submitted" || order.status === "preparing").toSorted((a, b) => (turn(a) < turn(b) ? -1 : 1)),
    ready: orders.filter((order) => order.status === "ready").toSorted((a, b) => (readyAt(a) > readyAt(b) ? -1 : 1)),
  };
}
