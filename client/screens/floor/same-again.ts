/** "The same again": a new basket from an order that was taken before. */
import { sameName } from "#shared/kernel/letters.ts";
import type { MenuInService, MenuItem } from "#shared/menu/menu.ts";
import type { Channel, Line, Order } from "#shared/orders/order.ts";
import {
  itemOf,
  LARGEST_QUANTITY,
  NOTE_LENGTH,
  type Basket,
  type Chosen,
} from "../ordering/basket.ts";

/** Whose last order is asked for: a table's, or a person's who orders without one. */
export type Whose = {
  readonly tableId: string | null;
  readonly channel: Channel;
  readonly guestName: string;
};

/**
 * The latest order of that table or of that name, cancelled ones left out; null where there is
 * none.
 */
export function lastOrder(
  orders: Iterable<Order>,
  { tableId, channel, guestName }: Whose,
): Order | null {
  let last: Order | null = null;
  for (const order of orders) {
    const theirs =
      tableId === null
        ? order.tableId === null &&
          order.channel === channel &&
          (guestName.trim() === "" || sameName(order.guestName ?? "", guestName))
        : order.tableId === tableId;
    if (theirs && order.status !== "cancelled" && (last === null || order.placedAt > last.placedAt))
      last = order;
  }
  return last;
}

/**
 * Its lines under new ids, without what was voided or is off the menu. An option that is gone is
 * left out: what a line then lacks is to be chosen anew.
 */
export function sameAgain(order: Order, menu: MenuInService, newId: () => string): Basket {
  return order.lines
    .filter(
      (line) => line.status !== "cancelled" && itemOf(menu, line.menuItemId)?.available === true,
    )
    .map((line) => ({
      lineId: newId(),
      menuItemId: line.menuItemId,
      name: line.name,
      quantity: Math.min(LARGEST_QUANTITY, line.quantity),
      modifiers: stillOffered(line.modifiers, itemOf(menu, line.menuItemId)?.modifiers ?? []),
      notes: (line.notes ?? "").slice(0, NOTE_LENGTH),
      allergies: [...line.allergies],
      course: line.course,
    }));
}

/** The options that are there still, and no more of them than may be chosen by now. */
const stillOffered = (
  chosen: Line["modifiers"],
  modifiers: NonNullable<MenuItem["modifiers"]>,
): Chosen =>
  modifiers.flatMap(({ id, max, options }) =>
    chosen
      .filter((it) => it.modifierId === id && options.some((option) => option.id === it.optionId))
      .slice(0, max)
      .map(({ modifierId, optionId }) => ({ modifierId, optionId })),
  );
