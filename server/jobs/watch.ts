/**
 * Watches over orders while nobody looks (DESIGN L4): tells the restaurant about an order that no kitchen screen has shown in time or that
 * nobody has accepted, and releases held orders when they are due.
 *
 * A restaurant is looked at when something about it can be due: after its last change plus the limit, and at a start. Every word is
 * submitted under a key, so that restarts and several servers say it once. It promises to look within about a second of the time.
 */
import { SECOND, type Clock } from "#shared/kernel/time.ts";
import { alarmAt, unheardOrders, waitingOrders } from "#shared/kitchen/board.ts";
import { dueAt } from "#shared/kitchen/pacing.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Order } from "#shared/orders/order.ts";
import { systemActor } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import type { Writer } from "../sync/writer.ts";
import { readDocs } from "../sync/docs-cache.ts";
import type { Timers } from "../sync/timers.ts";
import { startJob, type Job } from "./every.ts";

export type Watch = Job & {
  /** The restaurant's log has grown. */
  touched(restaurantId: string): void;
};

export type WatchDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "restaurantIds">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: { error(fields: object, message: string): void };
};

const LOOK_EVERY_MS = SECOND;
const MAX_ORDERS = 2_000;

export function startWatch(deps: WatchDeps): Watch {
  /** When to look at a restaurant next, in ms. */
  const due = new Map<string, number>();
  let begun = false;

  async function look(): Promise<void> {
    if (!begun) {
      for (const restaurantId of await deps.directory.restaurantIds()) due.set(restaurantId, due.get(restaurantId) ?? 0);
      begun = true;
    }
    const nowMs = deps.clock.now();
    for (const [restaurantId, at] of [...due].filter(([, at]) => at <= nowMs)) {
      const next = await lookAt(deps, restaurantId, nowMs);
      if (due.get(restaurantId) !== at) continue;
      if (next === null) due.delete(restaurantId);
      else due.set(restaurantId, next);
    }
  }

  const job = startJob({ name: "watch", everyMs: LOOK_EVERY_MS, firstAfterMs: LOOK_EVERY_MS, run: look, timers: deps.timers, log: deps.log });
  return { ...job, touched: (restaurantId) => void due.set(restaurantId, deps.clock.now()) };
}

/** Says what is due now; the time to look again, or null when nothing of this restaurant can become due by itself. */
async function lookAt(deps: WatchDeps, restaurantId: string, nowMs: number): Promise<number | null> {
  const { orders, menu, limitMs } = await deps.database.tenant(restaurantId, async (tx) => {
    const { settings, menu } = await readDocs(tx, restaurantId);
    const { rows } = await tx.query<{ doc: Order }>("select doc from orders where restaurant_id = $1 and open order by placed_at limit $2", [restaurantId, MAX_ORDERS]);
    return { orders: rows.map((row) => row.doc), menu, limitMs: settings.shownAlarmSeconds * SECOND };
  });
  const say = (order: Order, kind: "order_unheard" | "order_waiting") =>
    // Whom no screen has shown since another moment is another alarm: a later course, or an order that was held in between.
    submit(deps, restaurantId, `${kind}/${order.orderId}/${order.lines.length}/${alarmAt(order, 0)}`, { name: "restaurant.notify", args: { kind, orderId: order.orderId } });
  for (const order of unheardOrders(orders, nowMs, limitMs)) await say(order, "order_unheard");
  for (const order of waitingOrders(orders, nowMs, limitMs)) await say(order, "order_waiting");
  for (const order of orders) {
    const at = dueAt(order, menu);
    if (at !== null && at <= nowMs) await submit(deps, restaurantId, `release/${order.orderId}/${order.promisedAt}`, { name: "order.release", args: { orderId: order.orderId } });
  }
  return nextLook(orders, menu, nowMs, limitMs);
}

function nextLook(orders: readonly Order[], menu: MenuInService, nowMs: number, limitMs: number): number | null {
  const times = orders.flatMap((order) => {
    const held = dueAt(order, menu);
    if (held !== null) return [held];
    const alarm = alarmAt(order, limitMs);
    return alarm === null ? [] : [alarm, nowMs + limitMs];
  });
  const later = times.filter((time) => time > nowMs);
  return later.length === 0 ? null : Math.min(...later);
}

const submit = (deps: WatchDeps, restaurantId: string, key: string, command: Parameters<typeof commandOf>[0]) =>
  deps.writer.submit(restaurantId, { kind: "command", who: systemActor(restaurantId), command: commandOf(command), key: `watch/${key}`, strict: false });

const commandOf = (command: { name: "restaurant.notify"; args: { kind: "order_unheard" | "order_waiting"; orderId: string } } | { name: "order.release"; args: { orderId: string } }) => command;
