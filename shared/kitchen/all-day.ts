import type { Line } from "#shared/orders/order.ts";
import { isOpenLine } from "./ticket.ts";

export type DishCount = {
  readonly menuItemId: string;
  readonly name: string;
  readonly quantity: number;
  /** How many of them carry each modifier. */
  readonly variants: readonly { readonly name: string; readonly quantity: number }[];
};

/**
 * All-day: how many of each dish these tickets still ask for, most first, and what of it is
 * special. Counted from the tickets, so it cannot drift from them.
 */
export function allDay(tickets: readonly { readonly lines: readonly Line[] }[]): DishCount[] {
  const dishes = new Map<
    string,
    { name: string; quantity: number; variants: Map<string, number> }
  >();
  for (const line of tickets.flatMap((ticket) => ticket.lines.filter(isOpenLine))) {
    const dish = dishes.get(line.menuItemId) ?? {
      name: line.name,
      quantity: 0,
      variants: new Map<string, number>(),
    };
    dish.quantity += line.quantity;
    for (const { name } of line.modifiers)
      dish.variants.set(name, (dish.variants.get(name) ?? 0) + line.quantity);
    dishes.set(line.menuItemId, dish);
  }
  return [...dishes]
    .map(([menuItemId, { name, quantity, variants }]) => ({
      menuItemId,
      name,
      quantity,
      variants: [...variants].map(([variant, count]) => ({ name: variant, quantity: count })),
    }))
    .sort((a, b) => b.quantity - a.quantity || a.name.localeCompare(b.name));
}
