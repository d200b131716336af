/**
 * A restaurant as its log makes it: what a device holds in memory, and what the sequencer decides
 * upon. Orders are immutable values.
 */
import { EMPTY_MENU, type MenuInService } from "#shared/menu/menu.ts";
import { initialSettings, type Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { definitionOf } from "#shared/orders/event.ts";
import { foldOrder, orderIdOfEvent, type Happening } from "#shared/orders/fold.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import { fromIso } from "#shared/kernel/time.ts";

export type World = {
  readonly orders: Map<string, Order>;
  menu: MenuInService;
  tables: readonly Table[];
  settings: Settings;
};

export const emptyWorld = (): World => ({
  orders: new Map(),
  menu: EMPTY_MENU,
  tables: [],
  settings: initialSettings({ name: "", timezone: "UTC", currency: "GBP", shownAlarmSeconds: 15 }),
});

/** Folds one event into the world, in place. What only a newer server knows changes nothing. */
export function applyToWorld(world: World, event: Happening): void {
  const made = definitionOf(event.type)?.house?.(world, event.data);
  if (made !== undefined) return void Object.assign(world, made);
  const orderId = orderIdOfEvent(event);
  if (orderId === null) return;
  const next = foldOrder(world.orders.get(orderId), event);
  if (next !== undefined) world.orders.set(orderId, next);
}

/**
 * Forgets orders that were closed more than `keepMs` before `nowMs`; says how many. Only when idle:
 * the board never needs them.
 */
export function forgetClosed(world: World, nowMs: number, keepMs: number): number {
  let forgotten = 0;
  for (const [orderId, order] of world.orders) {
    if (isClosed(order) && nowMs - fromIso(order.closedAt ?? order.placedAt) > keepMs) {
      world.orders.delete(orderId);
      forgotten++;
    }
  }
  return forgotten;
}
