/**
 * What the people of a simulated evening do: they look at their screen, and press something on it.
 */
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import type { Role } from "#shared/devices/roles.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { openTickets, doneTickets } from "#shared/kitchen/board.ts";
import { bumpable, recallable } from "#shared/kitchen/ticket.ts";
import { menuVersion, type MenuInService } from "#shared/menu/menu.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import type { Command, MutationName } from "#shared/orders/command.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import { may } from "#shared/orders/permissions.ts";
import type { Drawn } from "#shared/sync/device/overlay.ts";
import { fromIso, SECOND, toIso } from "#shared/kernel/time.ts";
import type { World } from "#shared/sync/world.ts";

export type Action = {
  readonly name: MutationName;
  readonly args: Readonly<Record<string, unknown>>;
};

const STATIONS = ["grill", "fry"] as const;

export const MENU: MenuInService = {
  stations: STATIONS.map((id) => ({ id, name: id })),
  categories: [{ id: "all", name: "All" }],
  items: ["steak", "burger", "chips", "fish"].map((id, index) => ({
    id,
    categoryId: "all",
    stationId: index < 2 ? "grill" : "fry",
    name: id,
    price: 500 + index,
    available: true,
  })),
  retired: [],
};

export const TABLES: readonly Table[] = ["1", "2", "3", "4"].map((id) => ({ id, label: id }));

/**
 * Something a person would do who sees this on a screen of this role; null where they see nothing
 * to do. `shows`: what the screen by itself takes for shown.
 */
export function somethingToDo(
  drawn: Drawn,
  role: Role,
  random: Random,
  ids: Ids,
  shows: Pick<Drawn, "orders">,
): Action | null {
  const action = wish(drawn, random, ids, shows);
  // Screens do not offer what their role may not do; an older app may have (ORD-23).
  return action === null || may(role, action.name) || happens(random, 0.1) ? action : null;
}

function wish(drawn: Drawn, random: Random, ids: Ids, shows: Pick<Drawn, "orders">): Action | null {
  const open = [...drawn.orders.values()].filter((order) => !isClosed(order));
  const served = open.filter((order) => order.status === "served");
  // A table that was served is cleared before it is looked at for anything else.
  const order = oneOf(random, served.length > 0 && happens(random, 0.5) ? served : open);
  const roll = random.next();
  if (order === undefined || roll < 0.2)
    return { name: "order.place", args: orderArgs(random, ids) };
  if (roll < 0.4) return ticketAction(open, random, "ticket.bump");
  if (roll < 0.47) return ticketAction(open, random, "ticket.recall");
  if (roll < 0.55)
    return shownAction(
      [...shows.orders.values()].filter((it) => !isClosed(it)),
      random,
    );
  if (roll < 0.75) return nextStep(order, random) ?? orderAction(order, random, ids);
  return orderAction(order, random, ids);
}

/**
 * What is said at the pass of something that stands there or is awaited: it is still wanted, it can
 * be carried out, or not yet. Null: nothing is.
 */
export function atThePass({ orders }: Drawn, random: Random): Action | null {
  const order = oneOf(
    random,
    [...orders.values()].filter((it) => !isClosed(it)),
  );
  if (order === undefined) return null;
  const { orderId, calledAt } = order;
  if (happens(random, 0.4)) return { name: "order.confirm", args: { orderId } };
  return {
    name: "order.call",
    args: { orderId, called: happens(random, 0.7) === (calledAt === undefined) },
  };
}

/**
 * What the owner changes in the middle of the evening: a dish comes, goes or costs more, a table is
 * renamed or put away, guests' orders are let in.
 */
export function officeWork({ menu, tables, settings }: World, random: Random): Command {
  const roll = random.next();
  if (roll < 0.4)
    return {
      name: "settings.change",
      args: {
        settings: happens(random, 0.5)
          ? { autoAccept: !settings.autoAccept }
          : { shownAlarmSeconds: between(random, 12, 18) },
      },
    };
  if (roll < 0.7)
    return {
      name: "tables.replace",
      args: {
        tables: happens(random, 0.3)
          ? [...tables]
          : TABLES.filter(() => happens(random, 0.8)).map(({ id, label }) => ({
              id,
              label: happens(random, 0.3) ? `Window ${id}` : label,
            })),
      },
    };
  const items = happens(random, 0.3)
    ? menu.items
    : MENU.items
        .filter(() => happens(random, 0.8))
        .map((item) => ({ ...item, price: between(random, 500, 900) }));
  // Mostly from an older reading; now and then from the very menu in service, then what is off is
  // the office's word too.
  const over = happens(random, 0.3) ? { over: [menuVersion(menu)] } : {};
  return {
    name: "menu.replace",
    args: { menu: { stations: menu.stations, categories: menu.categories, items }, ...over },
  };
}

/**
 * What staff say about guests' ordering, at a table and of the whole house: also what they may not,
 * and what was said already (ORD-50 to ORD-53).
 */
export function atTheDoor(
  tableId: string,
  random: Random,
  now: string,
): { readonly role: "owner" | "kitchen"; readonly command: Command } {
  const until = toIso(fromIso(now) + between(random, -2, 8) * SECOND);
  const limits = {
    openOrders: between(random, 1, 20),
    openLines: 60,
    openPieces: 90,
    phoneOrders: 5,
    tenMinutes: between(random, 2, 60),
    houseOrders: between(random, 5, 60),
  };
  const commands: readonly Command[] = [
    { name: "guests.pause", args: happens(random, 0.3) ? {} : { until } },
    { name: "guests.resume", args: {} },
    {
      name: "table.ordering",
      args: {
        tableId: happens(random, 0.1) ? "9" : tableId,
        open: false,
        ...(happens(random, 0.7) ? { clear: "Too many at once" } : {}),
      },
    },
    { name: "table.ordering", args: { tableId, open: true } },
    {
      name: "settings.change",
      args: { settings: { guestLimits: happens(random, 0.2) ? null : limits } },
    },
  ];
  return {
    role: happens(random, 0.1) ? "kitchen" : "owner",
    command: oneOf(random, commands) ?? { name: "guests.resume", args: {} },
  };
}

/** What `order.place` is given; a guest's order is made of the same. */
export const orderArgs = (random: Random, ids: Ids) => ({
  orderId: ids.next(),
  channel: "dine_in" as const,
  tableId: String(between(random, 1, 4)),
  hold: happens(random, 0.1),
  lines: lines(random, ids),
});

/** An order for another day, of which nobody says whether to hold it (ORD-39). */
export function promise(random: Random, ids: Ids): Action {
  const { hold: _hold, ...args } = orderArgs(random, ids);
  return { name: "order.place", args: { ...args, promisedAt: "2999-12-31T19:00:00.000Z" } };
}

const lines = (random: Random, ids: Ids) =>
  Array.from({ length: between(random, 1, 3) }, () => ({
    lineId: ids.next(),
    menuItemId: oneOf(random, MENU.items)?.id ?? "steak",
    quantity: between(random, 1, 3),
    course: happens(random, 0.2) ? 2 : 1,
  }));

function ticketAction(
  orders: readonly Order[],
  random: Random,
  name: "ticket.bump" | "ticket.recall",
): Action | null {
  const ticket = oneOf(
    random,
    name === "ticket.bump" ? openTickets(orders, []) : doneTickets(orders, [], 10),
  );
  if (ticket === undefined) return null;
  const shown = name === "ticket.bump" ? bumpable(ticket) : recallable(ticket);
  return shown.length === 0
    ? null
    : { name, args: { orderId: ticket.order.orderId, stationId: ticket.stationId, lines: shown } };
}

function shownAction(orders: readonly Order[], random: Random): Action | null {
  const ticket = oneOf(random, openTickets(orders, []));
  if (ticket === undefined) return null;
  return {
    name: "ticket.shown",
    args: {
      orderId: ticket.order.orderId,
      stationId: ticket.stationId,
      lineIds: ticket.lines.map((line) => line.lineId),
    },
  };
}

/** What an order that stands like this waits for a person to do. */
function nextStep({ orderId, status, held, lines }: Order, random: Random): Action | null {
  if (held && status !== "pending") return { name: "order.release", args: { orderId } };
  switch (status) {
    case "pending":
      return happens(random, 0.7)
        ? { name: "order.accept", args: { orderId } }
        : { name: "order.reject", args: { orderId, reason: "We are closing" } };
    case "served":
      return { name: "order.complete", args: { orderId } };
    default:
      return lines.some((line) => line.status === "ready")
        ? { name: "order.serve", args: { orderId } }
        : null;
  }
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
    { name: "order.hold", args: { orderId } },
    { name: "order.release", args: { orderId } },
    { name: "order.fireCourse", args: { orderId, course: 2 } },
    { name: "order.accept", args: { orderId } },
    { name: "order.reject", args: { orderId, reason: "No" } },
    { name: "line.void", args: { orderId, lineId: line?.lineId ?? orderId, reason: "Dropped" } },
    {
      name: "line.setStatus",
      args: {
        orderId,
        lineId: line?.lineId ?? orderId,
        generation: line?.generation ?? 0,
        status: "preparing",
      },
    },
    { name: "menu.setAvailability", args: { menuItemId: "fish", available: happens(random, 0.5) } },
    // What an older app left behind, or a bug: nobody may be held up by it (SYN-6).
    { name: "order.rush", args: { orderId, rush: "very" } },
  ];
  return oneOf(random, choices) ?? { name: "order.serve", args: { orderId } };
}
