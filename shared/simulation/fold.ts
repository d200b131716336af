/** What a log, or a snapshot and what came after it, comes to; and whether two come to the same. */
import { isEqual } from "#shared/kernel/equal.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";

export const worldOf = ({ orders, menu, tables, settings }: Snapshot): World => ({
  orders: new Map(orders.map((order) => [order.orderId, order])),
  menu,
  tables,
  settings,
});

export function foldOf(events: readonly HeardEvent[], world: World = emptyWorld()): World {
  for (const event of events) applyToWorld(world, event);
  return world;
}

export function isSame(a: World, b: World): boolean {
  if (
    a.orders.size !== b.orders.size ||
    !isEqual(a.menu, b.menu) ||
    !isEqual(a.tables, b.tables) ||
    !isEqual(a.settings, b.settings)
  )
    return false;
  for (const [orderId, order] of a.orders) if (!isEqual(order, b.orders.get(orderId))) return false;
  return true;
}
