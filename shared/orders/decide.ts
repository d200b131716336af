/**
 * What a command comes to, given what is true: pure, total, and the same on the server (where it counts) and on a device that is offline
 * (where it foretells). Rules: RULES.md.
 */
import { may, maySetStatus } from "./permissions.ts";
import type { Role } from "#shared/devices/roles.ts";
import { unreachable } from "#shared/kernel/assert.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import { decimalText, minorDigitsOf } from "#shared/kernel/money.ts";
import { idsOf, keyNameRefusal, newKeyName } from "#shared/menu/key-names.ts";
import { canBeOrdered, findMenuItem, menuVersion, overpriced, replaceMenu, withAvailabilityOf, type MenuInService } from "#shared/menu/menu.ts";
import { maxPriceOf, patched, type Settings } from "#shared/menu/settings.ts";
import type { Table } from "#shared/menu/tables.ts";
import { canonical } from "#shared/kernel/fingerprint.ts";
import { accept, addLines, call, cancel, close, complete, confirm, fireCourse, hold, moveTable, reject, release, rush, serve, setOrderStatus } from "./decide-order.ts";
import { bump, recall, setLineStatus, shown, voidOneLine } from "./decide-lines.ts";
import { pauseGuests, resumeGuests, setTableOrdering, tellCrowd } from "./decide-guests.ts";
import { place } from "./decide-place.ts";
import { applied, noop, rejected, type Decision } from "./decision.ts";
import type { Args, Command } from "./command.ts";
import type { GuestLoad } from "./guest-load.ts";
import { isHeard, isInKitchen, type Line, type Order, type OrderSource } from "./order.ts";
import { speaksFor, stationName } from "./stations.ts";
import { unscreenedOf } from "./unscreened.ts";

/** What decide may look at. A missing order is unknown to this restaurant. */
export type View = {
  order(orderId: string): Order | undefined;
  /** Which order has this line, anywhere in the restaurant: line ids are never used twice. */
  orderOfLine(lineId: string): string | undefined;
  /** The orders of a table that guests placed and nobody has answered; others may be among them. */
  ordersAt(tableId: string): readonly Order[];
  /** Of the table of a guest's order. */
  readonly guestLoad: GuestLoad;
  readonly menu: MenuInService;
  readonly tables: readonly Table[];
  readonly settings: Settings;
};

export type DecideContext = {
  readonly role: Role;
  readonly source: OrderSource;
  /** The stations that the asking device is bound to; none: it speaks for all (ORD-32). */
  readonly stationIds: readonly string[];
  /** When the person acted, already bounded by when it was recorded (ORD-6). */
  readonly occurredAt: IsoTime;
  /** Makes the number of an order that came without one. */
  readonly nextNumber: () => string;
  /** A guest asks: `isShared` for all phones at the table that have no session of their own, and at most `ceiling` orders in ten minutes by the installation's word. */
  readonly guest?: { readonly isShared: boolean; readonly ceiling: number };
  /** A program asks over REST: only steps, no skips, and a late word is an error (transitions.ts). */
  readonly strict: boolean;
};

export function decide(view: View, command: Command, context: DecideContext): Decision {
  const allowed = may(context.role, command.name) && (command.name !== "order.setStatus" || maySetStatus(context.role, command.args.status));
  if (!allowed) return rejected("forbidden", `A ${context.role} device may not do this.`);
  switch (command.name) {
    case "order.place": return place(view, command.args, context);
    case "menu.setAvailability": return setAvailability(view, command.args);
    case "menu.replace": return putMenu(view, command.args);
    case "tables.replace": return putTables(view, command.args.tables);
    case "settings.change": return changedOr(view.settings, patched(view.settings, defined(command.args.settings), view.menu.items.length > 0), (settings) => ({ type: "settings_changed", entityId: "settings", data: { settings } }));
    case "guests.pause": return pauseGuests(view, command.args, context);
    case "guests.resume": return resumeGuests(view);
    case "table.ordering": return setTableOrdering(view, command.args, context);
    case "table.crowded": return tellCrowd(view, command.args);
    case "codes.guessed": return applied({ type: "restaurant_notification", entityId: "pairing-codes", data: { kind: "codes_guessed", ...command.args } });
    case "device.silent": return applied({ type: "restaurant_notification", entityId: command.args.deviceId, data: { kind: "device_silent", ...command.args } });
    case "stations.unscreened": return setUnscreened(view, command.args);
    default: return onOrder(view, command, context);
  }
}

function onOrder(view: View, command: Extract<Command, { args: { orderId: string } }> & { name: Exclude<Command["name"], "order.place"> }, context: DecideContext): Decision {
  const order = view.order(command.args.orderId);
  if (order === undefined) return rejected("unknown_order", "There is no such order here.");
  const foreign = spokenFor(order, command).find((stationId) => !speaksFor(context.stationIds, view.menu.stations, stationId));
  if (foreign !== undefined) return rejected("other_station", `This screen is not for the station ${stationName(view.menu.stations, foreign)}.`);
  switch (command.name) {
    case "order.accept": return accept(order, context);
    case "order.reject": return reject(order, command.args.reason, context);
    case "order.cancel": return cancel(order, command.args.reason, context);
    case "order.addLines": return addLines(view, order, command.args.lines, context);
    case "order.fireCourse": return fireCourse(order, command.args.course, context);
    case "order.hold": return hold(order, context);
    case "order.release": return release(order, command.args.due ?? false, context);
    case "order.rush": return rush(order, command.args.rush, context);
    case "order.moveTable": return moveTable(view, order, command.args.tableId, context);
    case "order.serve": return serve(order, command.args.lineIds ?? null, context);
    case "order.complete": return complete(order, context);
    case "order.close": return close(order, context);
    case "order.confirm": return confirm(order, context);
    case "order.call": return call(order, command.args.called ?? true, context);
    case "order.setStatus": return setOrderStatus(order, command.args.status, command.args.reason ?? null, context);
    case "line.setStatus": return setLineStatus(order, command.args, context);
    case "line.void": return voidOneLine(order, command.args.lineId, command.args.reason, context);
    case "ticket.bump": return bump(order, command.args, context);
    case "ticket.recall": return recall(order, command.args, context);
    case "ticket.shown": return shown(view, order, command.args, context);
    case "restaurant.notify": return notify(view, order, command.args.kind);
    default: return unreachable(command);
  }
}

/** The stations in whose name a command says that something was shown there, is being made, is ready or is to be made again (ORD-32). */
function spokenFor(order: Order, command: Command): readonly string[] {
  const made = (status: Order["status"] | Line["status"]): boolean => status === "queued" || status === "preparing" || status === "ready";
  switch (command.name) {
    case "ticket.shown": case "ticket.bump": case "ticket.recall": return [command.args.stationId];
    case "line.setStatus": return made(command.args.status) ? order.lines.filter(({ lineId }) => lineId === command.args.lineId).map(({ stationId }) => stationId) : [];
    case "order.setStatus": return made(command.args.status) ? order.lines.filter(({ status }) => status !== "cancelled").map(({ stationId }) => stationId) : [];
    default: return [];
  }
}

/**
 * Prices stay within what the restaurant's currency allows (ORD-38); those that already stand are left alone. What is off stays off, unless the writer
 * has read the very menu that is in service (ORD-33). No new id is one that no key may be called (ORD-55).
 */
function putMenu({ menu: before, settings }: View, { menu, over }: Args<"menu.replace">): Decision {
  if (over !== undefined && !over.includes("*") && !over.includes(menuVersion(before))) return rejected("menu_changed", "The menu was changed since it was read. Read it again.");
  const next = over === undefined ? withAvailabilityOf(before, menu) : menu;
  const keyName = newKeyName(idsOf(before, before.retired), idsOf(next));
  if (keyName !== null) return rejected("invalid", keyNameRefusal(keyName));
  const max = maxPriceOf(settings);
  const item = overpriced(before, next, max);
  if (item !== null) return rejected("invalid", `${item.name}: a price here is at most ${decimalText(max, minorDigitsOf(settings))} ${settings.currency}.`);
  return changedOr(before, replaceMenu(before, next), (made) => ({ type: "menu_changed", entityId: "menu", data: { menu: made } }));
}

function putTables({ tables: before }: View, tables: Args<"tables.replace">["tables"]): Decision {
  const keyName = newKeyName(before.map(({ id }) => id), tables.map(({ id }) => id));
  if (keyName !== null) return rejected("invalid", keyNameRefusal(keyName));
  return changedOr(before, tables, (made) => ({ type: "tables_changed", entityId: "tables", data: { tables: made } }));
}

function setAvailability(view: View, args: { menuItemId: string; available: boolean }): Decision {
  const item = findMenuItem(view.menu, args.menuItemId);
  if (item === undefined || !view.menu.items.includes(item)) return rejected("unknown_item", "That dish is not on the menu any more.");
  if (canBeOrdered(view.menu, item.id) === args.available) return noop;
  return applied({ type: "menu_item_availability_changed", entityId: item.id, data: { menuItemId: item.id, name: item.name, available: args.available } });
}

/** The alarm's record (L4): only while it is still true. */
function notify({ menu, settings }: View, order: Order, kind: "order_unheard" | "order_waiting"): Decision {
  const stillTrue = kind === "order_waiting" ? order.status === "pending" : isInKitchen(order) && !isHeard(order);
  if (!stillTrue) return noop;
  const stations = kind === "order_unheard" ? unscreenedOf(order, settings).map((id) => stationName(menu.stations, id)) : [];
  if (stations.length > 0) return applied({ type: "restaurant_notification", entityId: order.orderId, data: { kind: "order_unscreened", orderId: order.orderId, number: order.number, stations } });
  return applied({ type: "restaurant_notification", entityId: order.orderId, data: { kind, orderId: order.orderId, number: order.number } });
}

/** The stations without a screen as they are now; those that had one until now are told (ORD-35). */
function setUnscreened({ menu, settings }: View, { stationIds }: Args<"stations.unscreened">): Decision {
  const before = settings.unscreened ?? [];
  const now = menu.stations.filter(({ id }) => stationIds.includes(id));
  if (canonical(before) === canonical(now.map(({ id }) => id))) return noop;
  const changed = { type: "settings_changed", entityId: "settings", data: { settings: { ...settings, unscreened: now.map(({ id }) => id) } } } as const;
  const left = now.filter(({ id }) => !before.includes(id)).map(({ id, name }) => ({ id, name }));
  return left.length === 0 ? applied(changed) : applied(changed, { type: "restaurant_notification", entityId: "stations", data: { kind: "stations_unscreened", stations: left } });
}

function changedOr<T>(before: T, after: T, event: (after: T) => Parameters<typeof applied>[0]): Decision {
  return canonical(before) === canonical(after) ? noop : applied(event(after));
}

/** Without members that are there but undefined: a patch names what it changes. */
function defined<T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
