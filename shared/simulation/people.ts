/** What the people of a simulated evening do: they look at their screen, and press something on it. */
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { openTickets, doneTickets } from "#shared/kitchen/board.ts";
import { bumpable, recallable } from "#shared/kitchen/ticket.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Table } from "#shared/menu/tables.ts";
import type { MutationName } from "#shared/orders/command.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import type { Drawn } from "#shared/sync/device/overlay.ts";

export type Action = { readonly name: MutationName; readonly args: Readonly<Record<string, unknown>> };

const STATIONS = ["grill", "fry"] as const;

export const MENU: MenuInService = {
  stations: STATIONS.map((id) => ({ id, name: id })),
  categories: [{ id: "all", name: "All" }],
  items: ["steak", "burger", "chips", "fish"].map((id, index) => ({ id, categoryId: "all", stationId: index < 2 ? "grill" : "fry", name: id, price: 500 + index, available: true })),
  retired: [],
};

export const TABLES: readonly Table[] = ["1", "2", "3", "4"].map((id) => ({ id, label: id }));

/** Something a person would do who sees this; null where they see nothing to do. */
export function somethingToDo(drawn: Drawn, random: Random, ids: Ids): Action | null {
  const open = [...drawn.orders.values()].filter((order) => !isClosed(order));
  const order = oneOf(random, open);
  const roll = random.next();
  if (order === undefined || roll < 0.2) return { name: "order.place", args: orderArgs(random, ids) };
  if (roll < 0.45) return ticketAction(open, random, "ticket.bump");
  if (roll < 0.52) return ticketAction(open, random, "ticket.recall");
  if (roll < 0.6) return shownAction(open, random);
  return orderAction(order, random, ids);
}

/** What `order.place` is given; a guest's order is made of the same. */
export const orderArgs = (random: Random, ids: Ids) => ({
  orderId: ids.next(), channel: "dine_in" as const, tableId: String(between(random, 1, 4)), hold: happens(random, 0.1), lines: lines(random, ids),
});

const lines = (random: Random, ids: Ids) =>
  Array.from({ length: between(random, 1, 3) }, () => ({
    lineId: ids.next(), menuItemId: oneOf(random, MENU.items)?.id ?? "steak", quantity: between(random, 1, 3), course: happens(random, 0.2) ? 2 : 1,
  }));

function ticketAction(orders: readonly Order[], random: Random, name: "ticket.bump" | "ticket.recall"): Action | null {
  const ticket = oneOf(random, name === "ticket.bump" ? openTickets(orders, []) : doneTickets(orders, [], 10));
  if (ticket === undefined) return null;
  const shown = name === "ticket.bump" ? bumpable(ticket) : recallable(ticket);
  return shown.length === 0 ? null : { name, args: { orderId: ticket.order.orderId, stationId: ticket.stationId, lines: shown } };
}

function shownAction(orders: readonly Order[], random: Random): Action | null {
  const ticket = oneOf(random, openTickets(orders, []));
  if (ticket === undefined) return null;
  return { name: "ticket.shown", args: { orderId: ticket.order.orderId, stationId: ticket.stationId, lineIds: ticket.lines.map((line) => line.lineId) } };
}

function orderAction(order: Order, random: Random, ids: Ids): Action {
  const { orderId } = order;
  const line = oneOf(random, order.lines);
  const choices: readonly Action[] = [
    { name: "order.addLines", args: { orderId, lines: lines(random, ids) } },
    { name: "order.cancel", args: { orderId, reason: "They left" } },
    { name: "order.rush", args: { orderId, rush: !order.rush } },
    { name: "order.moveTable", args: { orderId, tableId: String(between(random, 1, 5)) } },
    { name: "order.serve", args: { orderId } },
    { name: "order.complete", args: { orderId } },
    { name: order.held ? "order.release" : "order.hold", args: { orderId } },
    { name: "order.fireCourse", args: { orderId, course: 2 } },
    { name: order.status === "pending" ? "order.accept" : "order.reject", args: { orderId, reason: "No" } },
    { name: "line.void", args: { orderId, lineId: line?.lineId ?? orderId, reason: "Dropped" } },
    { name: "line.setStatus", args: { orderId, lineId: line?.lineId ?? orderId, generation: line?.generation ?? 0, status: "preparing" } },
    { name: "menu.setAvailability", args: { menuItemId: "fish", available: happens(random, 0.5) } },
    // What an older app left behind, or a bug: nobody may be held up by it (SYN-6).
    { name: "order.rush", args: { orderId, rush: "very" } },
  ];
  return oneOf(random, choices) ?? { name: "order.serve", args: { orderId } };
}
