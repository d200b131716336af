/** The rail as it was at a moment of the service: what looking back shows. */
import { isOffBoard } from "#shared/kitchen/left-over.ts";
import type { Order } from "#shared/orders/order.ts";
import { railCards, type KitchenCard } from "./cards.ts";

type CardFor = (order: Order) => KitchenCard | null;

const NONE = { kept: new Map<string, never>(), seen: new Set<string>() };

/**
 * What people did to this screen alone (a bump that could still be undone, a voided card they had
 * seen) is in no log, so it is not known here.
 */
export function cardsThen(
  orders: Iterable<Order>,
  cardFor: CardFor,
  ms: number,
): readonly KitchenCard[] {
  return railCards(
    [...orders].filter((order) => !isOffBoard(order, ms)),
    cardFor,
    NONE.kept,
    NONE.seen,
    ms,
  );
}

/**
 * Tells apart what the rail draws of an order; a line that was shown, or is made elsewhere, looks
 * as it did before.
 */
export function lookThen(order: Order, cardFor: CardFor, ms: number): string {
  const [card] = cardsThen([order], cardFor, ms);
  if (card === undefined) return "";
  const { state, tickets, held } = card;
  return JSON.stringify(
    [
      state,
      order.rush,
      order.status === "cancelled",
      order.tableLabel,
      order.firedAt,
      tickets.map(({ lines }) => lines),
      held.map(({ lines }) => lines),
    ],
    (key, value: unknown) => (key === "shownAt" || key === "shownBy" ? undefined : value),
  );
}
