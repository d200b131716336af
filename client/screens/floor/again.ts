/** "The same again": a new basket from an order that was taken before. */
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Channel, Order } from "#shared/orders/order.ts";
import { itemOf, LARGEST_QUANTITY, NOTE_LENGTH, type Basket } from "../ordering/basket.ts";

/** Whose last order is asked for: a table's, or a person's who orders without one. */
export type Whose = { readonly tableId: string | null; readonly channel: Channel; readonly guestName: string };

/** The latest order of that table or of that name, cancelled ones left out; null where there is none. */
export function lastOrder(orders: Iterable<Order>, { tableId, channel, guestName }: Whose): Order | null {
  const name = folded(guestName);
  let last: Order | null = null;
  for (const order of orders) {
    const theirs = tableId === null ? order.tableId === null && order.channel === channel && (name === "" || folded(order.guestName ?? "") === name) : order.tableId === tableId;
    if (theirs && order.status !== "cancelled" && (last === null || order.placedAt > last.placedAt)) last = order;
  }
  return last;
}

/** Its lines under new ids, without what was voided, is off the menu or has an option that is gone. */
export function sameAgain(order: Order, menu: MenuInService, newId: () => string): Basket {
  return order.lines
    .filter((line) => line.status !== "cancelled" && itemOf(menu, line.menuItemId)?.available === true)
    .map((line) => ({
      lineId: newId(),
      menuItemId: line.menuItemId,
      quantity: Math.min(LARGEST_QUANTITY, line.quantity),
      modifiers: line.modifiers.filter((it) => itemOf(menu, line.menuItemId)?.modifiers?.some((modifier) => modifier.id === it.modifierId && modifier.options.some((option) => option.id === it.optionId)) === true)
        .map(({ modifierId, optionId }) => ({ modifierId, optionId })),
      notes: (line.notes ?? "").slice(0, NOTE_LENGTH),
      allergies: [...line.allergies],
      course: line.course,
    }));
}

const folded = (name: string): string => name.trim().toLowerCase();
