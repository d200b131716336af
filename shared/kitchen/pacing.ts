import { fromIso, MINUTE, SECOND } from "#shared/kernel/time.ts";
import { findMenuItem, type MenuInService } from "#shared/menu/menu.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";

const USUAL_PREPARATION_MS = 15 * MINUTE;

/** When a held order with a promised time must be released to be ready by then, in ms; null where nothing says so. */
export function dueAt(order: Order, menu: MenuInService): number | null {
  if (!order.held || isClosed(order) || order.promisedAt === null) return null;
  const longest = Math.max(0, ...order.lines.map((line) => (findMenuItem(menu, line.menuItemId)?.prepSeconds ?? 0) * SECOND));
  return fromIso(order.promisedAt) - (longest > 0 ? longest : USUAL_PREPARATION_MS);
}
