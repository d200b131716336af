/** What is drawn: the base, with this device's own unconfirmed actions replayed on top (SYN-19). */
import type { Role } from "#shared/devices/roles.ts";
import { must } from "#shared/kernel/assert.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { COMMANDS, orderIdOf, type Command } from "#shared/orders/command.ts";
import { decide } from "#shared/orders/decide.ts";
import { foldOrder, statusFromLines } from "#shared/orders/fold.ts";
import { noGuestLoad } from "#shared/orders/guest-load.ts";
import { statusEvent } from "#shared/orders/moves.ts";
import type { Order, OrderSource } from "#shared/orders/order.ts";
import { applyToWorld, type World } from "../world.ts";
import type { OutboxEntry } from "./entry.ts";

/** Whose device this is, as its own actions are decided here. */
export type Own = {
  readonly role: Role;
  readonly letter: string;
  readonly source: OrderSource;
  readonly stationIds: readonly string[];
};

export type Drawn = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly menu: MenuInService;
  readonly tables: readonly Table[];
  readonly settings: Settings;
  /** Orders with actions that the log does not have yet. */
  readonly unsentOrderIds: ReadonlySet<string>;
  /** Of those the ones that the log does not know at all: nobody but this device has them. */
  readonly unplacedOrderIds: ReadonlySet<string>;
};

/**
 * `before`: what was drawn last. Orders that came out the same are the same map again, and whoever
 * draws only orders has nothing to do.
 */
export function draw(
  base: World,
  entries: readonly OutboxEntry[],
  own: Own,
  before: Drawn | null = null,
): Drawn {
  const unsentOrderIds = new Set<string>();
  const unplacedOrderIds = new Set<string>();
  const over: World = {
    orders: new Map(base.orders),
    menu: base.menu,
    tables: base.tables,
    settings: base.settings,
  };
  const known = {
    order: (orderId: string) => over.orders.get(orderId),
    // Line ids are made at random: a clash is the server's to find.
    orderOfLine: () => undefined,
    // No device is a guest, and what is said about guests' ordering is the server's to decide.
    ordersAt: () => [],
    guestLoad: noGuestLoad(),
    role: own.role,
    source: own.source,
    stationIds: own.stationIds,
    strict: false,
  };
  for (const entry of entries) {
    const command = commandOf(entry);
    if (command === null) continue;
    const orderId = orderIdOf(command);
    if (orderId !== null && entry.state === "waiting") {
      unsentOrderIds.add(orderId);
      if (command.name === "order.place") unplacedOrderIds.add(orderId);
    }
    if (orderId !== null) settle(over.orders, orderId, entry.occurredAt);
    const from = {
      own,
      id: entry.id,
      order: orderId === null ? undefined : over.orders.get(orderId),
      menu: over.menu,
      tables: over.tables,
      settings: over.settings,
    };
    const last = replayed.get(entry.args);
    if (orderId !== null && last !== undefined && isSame(last.from, from)) {
      if (last.to !== undefined) over.orders.set(orderId, last.to);
      continue;
    }
    const { menu, tables, settings } = over;
    const decision = decide(
      {
        ...known,
        menu,
        tables,
        settings,
        occurredAt: entry.occurredAt,
        nextNumber: () => `${own.letter}${entry.id}`,
      },
      command,
    );
    const events = decision.kind === "applied" ? decision.events : [];
    for (const event of events)
      applyToWorld(over, { ...event, occurredAt: entry.occurredAt, seq: from.order?.seq ?? 0 });
    if (orderId !== null) replayed.set(entry.args, { from, to: over.orders.get(orderId) });
  }
  const orders =
    before !== null && isSameOrders(before.orders, over.orders) ? before.orders : over.orders;
  return {
    orders,
    menu: over.menu,
    tables: over.tables,
    settings: over.settings,
    unsentOrderIds,
    unplacedOrderIds,
  };
}

/**
 * While an action's events come one by one, an order's status is a step behind its lines. What is
 * replayed on it begins from what the lines say: an order that could not be completed there would
 * take lines that the log refused.
 */
function settle(orders: World["orders"], orderId: string, occurredAt: IsoTime): void {
  const order = orders.get(orderId);
  if (order === undefined) return;
  const to = statusFromLines(order);
  if (to !== order.status)
    orders.set(
      orderId,
      must(
        foldOrder(order, { ...statusEvent(order, to), occurredAt, seq: order.seq }),
        "an order with its own status",
      ),
    );
}

type From = { readonly own: Own; readonly id: number; readonly order: Order | undefined } & Pick<
  World,
  "menu" | "tables" | "settings"
>;

/**
 * What an entry last made of its order, and of what: made of the same again, it is the very same
 * order, and its ticket need not be drawn anew.
 */
const replayed = new WeakMap<
  OutboxEntry["args"],
  { readonly from: From; readonly to: Order | undefined }
>();

const isSame = (a: From, b: From): boolean =>
  a.own === b.own &&
  a.id === b.id &&
  a.order === b.order &&
  a.menu === b.menu &&
  a.tables === b.tables &&
  a.settings === b.settings;

function isSameOrders(a: ReadonlyMap<string, Order>, b: ReadonlyMap<string, Order>): boolean {
  if (a.size !== b.size) return false;
  for (const [orderId, order] of b) if (a.get(orderId) !== order) return false;
  return true;
}

/** What is drawn is drawn often, and an entry's name and arguments never change. */
const parsed = new WeakMap<OutboxEntry["args"], Command | null>();

/**
 * An older version of the app may have left an entry that does not parse any more: the server will
 * refuse it and say so.
 */
function commandOf({ name, args }: OutboxEntry): Command | null {
  const before = parsed.get(args);
  if (before !== undefined) return before;
  const read = COMMANDS[name].safeParse(args);
  const command = read.success ? ({ name, args: read.data } as Command) : null;
  parsed.set(args, command);
  return command;
}
