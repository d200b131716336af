import { isInKitchen, type Order } from "#shared/orders/order.ts";

/** What the public board says of an order. */
export type Shown = {
  readonly orderId: string;
  readonly number: string;
  readonly name: string | null;
};

/**
 * Orders in preparation in their turn, and ready ones with the latest first: that guest is looking.
 * Who takes food away waits at the counter, and so may a guest who ordered from a phone; what a
 * waiter took at a table is carried there and is nobody else's business. `tickets` are without
 * those set aside: nobody makes them.
 */
export function boardOf(tickets: readonly Order[]): {
  readonly preparing: Shown[];
  readonly ready: Shown[];
} {
  const orders = tickets.filter(
    (order) => isInKitchen(order) && (order.channel !== "dine_in" || isGuests(order)),
  );
  const turn = (order: Order) => order.firedAt ?? order.placedAt;
  const readyAt = (order: Order) =>
    order.lines.reduce((latest, line) => (line.statusAt > latest ? line.statusAt : latest), "");
  return {
    preparing: orders
      .filter((order) => order.status === "submitted" || order.status === "preparing")
      .sort((a, b) => (turn(a) < turn(b) ? -1 : 1))
      .map(shown),
    ready: orders
      .filter((order) => order.status === "ready")
      .sort((a, b) => (readyAt(a) > readyAt(b) ? -1 : 1))
      .map(shown),
  };
}

/**
 * A name is shown only where the guest gave it: what staff typed was said to them and not to the
 * room.
 */
const shown = (order: Order): Shown => ({
  orderId: order.orderId,
  number: order.number,
  name: isGuests(order) ? order.guestName : null,
});

const isGuests = (order: Order): boolean => order.source.kind === "guest";
