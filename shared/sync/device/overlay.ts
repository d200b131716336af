/** What is drawn: the base, with this device's own unconfirmed actions replayed on top (SYN-19). */
import type { Role } from "#shared/devices/roles.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/menu/settings.ts";
import type { Table } from "#shared/menu/tables.ts";
import { COMMANDS, orderIdOf, type Command } from "#shared/orders/command.ts";
import { decide } from "#shared/orders/decide.ts";
import type { Order, OrderSource } from "#shared/orders/order.ts";
import { applyToWorld, type World } from "../world.ts";
import type { OutboxEntry } from "./entry.ts";

/** Whose device this is, as its own actions are decided here. */
export type Own = { readonly role: Role; readonly letter: string; readonly source: OrderSource };

export type Drawn = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly menu: MenuInService;
  readonly tables: readonly Table[];
  readonly settings: Settings;
  /** Orders with actions that the log does not have yet. */
  readonly unsentOrderIds: ReadonlySet<string>;
};

export function draw(base: World, entries: readonly OutboxEntry[], own: Own): Drawn {
  const unsentOrderIds = new Set<string>();
  const over: World = { orders: new Map(base.orders), menu: base.menu, tables: base.tables, settings: base.settings };
  const view = {
    order: (orderId: string) => over.orders.get(orderId),
    // Line ids are made at random: a clash is the server's to find.
    orderOfLine: () => undefined,
    get menu() { return over.menu; },
    get tables() { return over.tables; },
    get settings() { return over.settings; },
  };
  for (const entry of entries) {
    const command = commandOf(entry);
    if (command === null) continue;
    const decision = decide(view, command, { role: own.role, source: own.source, occurredAt: entry.occurredAt, nextNumber: () => `${own.letter}${entry.id}`, strict: false });
    const orderId = orderIdOf(command);
    if (orderId !== null && entry.state === "waiting") unsentOrderIds.add(orderId);
    if (decision.kind !== "applied") continue;
    const seq = orderId === null ? 0 : (over.orders.get(orderId)?.seq ?? 0);
    for (const event of decision.events) applyToWorld(over, { ...event, occurredAt: entry.occurredAt, seq });
  }
  return { orders: over.orders, menu: over.menu, tables: over.tables, settings: over.settings, unsentOrderIds };
}

/** What is drawn is drawn often, and an entry's name and arguments never change. */
const parsed = new WeakMap<OutboxEntry["args"], Command | null>();

/** An older version of the app may have left an entry that does not parse any more: the server will refuse it and say so. */
function commandOf({ name, args }: OutboxEntry): Command | null {
  const before = parsed.get(args);
  if (before !== undefined) return before;
  const read = COMMANDS[name].safeParse(args);
  const command = read.success ? ({ name, args: read.data } as Command) : null;
  parsed.set(args, command);
  return command;
}
