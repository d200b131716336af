/**
 * What people in a busy restaurant press, given what their screen shows: mostly sense, sometimes
 * something that will be refused.
 */
import type { DeviceRole } from "#shared/devices/roles.ts";
import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import { doneTickets, openTickets } from "#shared/kitchen/board.ts";
import { bumpable, recallable, unshown } from "#shared/kitchen/ticket.ts";
import type { Menu } from "#shared/menu/menu.ts";
import type { MutationName } from "#shared/orders/command.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import { may } from "#shared/orders/permissions.ts";
import type { Drawn } from "#shared/sync/device/overlay.ts";

export type Action = {
  readonly name: MutationName;
  readonly args: Readonly<Record<string, unknown>>;
};

export const DISHES = ["burger", "steak", "chips", "squid", "salad", "pie"] as const;

export const MENU: Menu = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "fry", name: "Fry" },
  ],
  categories: [{ id: "all", name: "Everything" }],
  items: DISHES.map((id, index) => ({
    id,
    categoryId: "all",
    stationId: index % 2 === 0 ? "grill" : "fry",
    name: `${id[0]?.toUpperCase()}${id.slice(1)}`,
    price: 500 + index * 50,
    available: true,
  })),
};

/**
 * More open orders than this, and people rather finish some: a screen must be able to show them
 * all.
 */
const BUSY = 14;

/** What a kitchen screen says by itself of the tickets that it has painted. */
export function toShow(drawn: Drawn): Action[] {
  return openTickets(drawn.orders.values(), []).flatMap((ticket) => {
    const lineIds = unshown(ticket).map((line) => line.lineId);
    return lineIds.length === 0
      ? []
      : [
          {
            name: "ticket.shown" as const,
            args: { orderId: ticket.order.orderId, stationId: ticket.stationId, lineIds },
          },
        ];
  });
}

/** Null where they see nothing to do. */
export function somethingToDo(
  drawn: Drawn,
  role: DeviceRole,
  random: Random,
  ids: Ids,
): Action | null {
  const open = [...drawn.orders.values()].filter((order) => !isClosed(order));
  const isBusy = open.length > BUSY;
  const action = choose(drawn, open, isBusy, role, random, ids);
  return action === null || may(role, action.name) ? action : null;
}

function choose(
  drawn: Drawn,
  open: readonly Order[],
  isBusy: boolean,
  role: DeviceRole,
  random: Random,
  ids: Ids,
): Action | null {
  const order = oneOf(random, open);
  if (order === undefined) return placing(random, ids);
  const roll = random.next();
  if (role === "floor") {
    if (roll < (isBusy ? 0.05 : 0.45)) return placing(random, ids);
    return roll < 0.7 && isBusy ? finishing(open, random) : onOrder(order, random, ids);
  }
  if (roll < 0.55) return ticket(open, random, "ticket.bump");
  if (roll < 0.75) return isBusy ? finishing(open, random) : ticket(open, random, "ticket.recall");
  if (roll < 0.8)
    return {
      name: "menu.setAvailability",
      args: {
        menuItemId: "pie",
        available: drawn.menu.items.some(({ id, available }) => id === "pie" && !available),
      },
    };
  return onOrder(order, random, ids);
}

const placing = (random: Random, ids: Ids): Action => ({
  name: "order.place",
  args: {
    orderId: ids.next(),
    channel: "dine_in",
    tableId: `table-${between(random, 1, 12)}`,
    hold: happens(random, 0.08),
    lines: lines(random, ids),
    ...(happens(random, 0.2) ? { notes: "No onion, please: ½ portion, señor" } : {}),
  },
});

/** Of an order by whomever; the server names and prices them. */
export const lines = (random: Random, ids: Ids) =>
  Array.from({ length: between(random, 1, 3) }, () => ({
    lineId: ids.next(),
    menuItemId: must(oneOf(random, DISHES), "a dish"),
    quantity: between(random, 1, 3),
    course: happens(random, 0.15) ? 2 : 1,
  }));

function ticket(
  orders: readonly Order[],
  random: Random,
  name: "ticket.bump" | "ticket.recall",
): Action | null {
  const chosen = oneOf(
    random,
    name === "ticket.bump" ? openTickets(orders, []) : doneTickets(orders, [], 6),
  );
  if (chosen === undefined) return null;
  const shown = name === "ticket.bump" ? bumpable(chosen) : recallable(chosen);
  return shown.length === 0
    ? null
    : { name, args: { orderId: chosen.order.orderId, stationId: chosen.stationId, lines: shown } };
}

/** The oldest goes a step further towards the door. */
function finishing(open: readonly Order[], random: Random): Action | null {
  const [oldest] = open;
  if (oldest === undefined) return null;
  const { orderId, status, held } = oldest;
  if (held) return { name: "order.release", args: { orderId } };
  if (status === "served") return { name: "order.complete", args: { orderId } };
  return status === "ready"
    ? { name: "order.serve", args: { orderId } }
    : (ticket([oldest], random, "ticket.bump") ?? {
        name: "order.cancel",
        args: { orderId, reason: "They left" },
      });
}

function onOrder(order: Order, random: Random, ids: Ids): Action | null {
  const { orderId } = order;
  const line = oneOf(random, order.lines);
  const lineId = line?.lineId ?? orderId;
  const choices: readonly Action[] = [
    { name: "order.addLines", args: { orderId, lines: lines(random, ids) } },
    { name: "order.cancel", args: { orderId, reason: "They left" } },
    { name: "order.rush", args: { orderId, rush: !order.rush } },
    { name: "order.moveTable", args: { orderId, tableId: `table-${between(random, 1, 13)}` } },
    { name: "order.serve", args: { orderId } },
    { name: "order.complete", args: { orderId } },
    { name: order.held ? "order.release" : "order.hold", args: { orderId } },
    { name: "order.fireCourse", args: { orderId, course: 2 } },
    { name: "line.void", args: { orderId, lineId, reason: "Dropped" } },
    {
      name: "line.setStatus",
      args: { orderId, lineId, generation: line?.generation ?? 0, status: "preparing" },
    },
    // What an older app left behind, or a bug: nobody may be held up by it (SYN-6).
    { name: "order.rush", args: { orderId, rush: "very" } },
  ];
  return oneOf(random, choices) ?? null;
}
