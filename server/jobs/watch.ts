/**
 * Watches over orders while nobody looks (DESIGN L4): tells the restaurant about an order that no kitchen screen has shown in time or that
 * nobody has accepted, and releases held orders when they are due.
 *
 * A restaurant is looked at when something about it can be due: after its last change plus the limit, and at a start. Every word is
 * submitted under a key, so that restarts and several servers say it once. It promises to look within about a second of the time, and that what
 * goes wrong in one restaurant, or with one order, costs the others nothing.
 */
import type { Random } from "#shared/kernel/random.ts";
import { fromIso, SECOND, type Clock } from "#shared/kernel/time.ts";
import { unheardOrders, waitingOrders } from "#shared/kitchen/board.ts";
import { dueAt } from "#shared/kitchen/pacing.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import { isClosed, isHeard, type Order } from "#shared/orders/order.ts";
import { systemActor } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import type { Writer } from "../sync/writer.ts";
import { readDocs } from "../sync/docs-cache.ts";
import type { Timers } from "../sync/timers.ts";
import { startJob, type Job } from "./every.ts";
import { createTurns } from "./turns.ts";

export type Watch = Job & {
  /** The restaurant's log has grown. */
  touched(restaurantId: string): void;
};

export type WatchDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "restaurantIds">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: { error(fields: object, message: string): void };
  readonly lookEveryMs?: number;
};

export const LOOK_EVERY_MS = SECOND;
const MAX_ORDERS = 2_000;
/** Words of one restaurant that wait for their commits at once: after an outage there may be hundreds, and orders go through the same writer. */
const SAID_AT_ONCE = 20;

export function startWatch(deps: WatchDeps): Watch {
  const turns = createTurns({ ...deps, take: (restaurantId) => lookAt(deps, restaurantId, deps.clock.now()) });
  let begun = false;

  async function look(): Promise<void> {
    turns.begin();
    if (begun) return;
    for (const restaurantId of await deps.directory.restaurantIds()) turns.soon(restaurantId);
    begun = true;
    turns.begin();
  }

  const everyMs = deps.lookEveryMs ?? LOOK_EVERY_MS;
  const job = startJob({ name: "watch", everyMs, firstAfterMs: everyMs, run: look, timers: deps.timers, log: deps.log });
  return {
    touched: (restaurantId) => turns.soon(restaurantId),
    async stop() {
      await job.stop();
      await turns.stop();
    },
  };
}

/** Says what is due now; the time to look again, or null when nothing of this restaurant can become due by itself. */
async function lookAt(deps: WatchDeps, restaurantId: string, nowMs: number): Promise<number | null> {
  const { orders, menu, limitMs } = await deps.database.tenant(restaurantId, async (tx) => {
    const { settings, menu } = await readDocs(tx, restaurantId);
    const { rows } = await tx.query<{ doc: Order }>("select doc from orders where restaurant_id = $1 and open order by placed_at limit $2", [restaurantId, MAX_ORDERS]);
    return { orders: rows.map((row) => row.doc), menu, limitMs: settings.shownAlarmSeconds * SECOND };
  });
  const say = (order: Order, kind: "order_unheard" | "order_waiting") => () =>
    submit(deps, restaurantId, `${kind}/${order.orderId}/${order.lines.length}`, { name: "restaurant.notify", args: { kind, orderId: order.orderId } });
  const release = ({ orderId, promisedAt }: Order) => () => submit(deps, restaurantId, `release/${orderId}/${promisedAt}`, { name: "order.release", args: { orderId } });
  await all([
    ...unheardOrders(orders, nowMs, limitMs).map((order) => say(order, "order_unheard")),
    ...waitingOrders(orders, nowMs, limitMs).map((order) => say(order, "order_waiting")),
    ...orders.filter((order) => (dueAt(order, menu) ?? Infinity) <= nowMs).map(release),
  ]);
  return nextLook(orders, menu, nowMs, limitMs);
}

/** Does each, whatever becomes of the others, some at once; throws the first failure once all were tried. */
async function all(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let from = 0; from < tasks.length; from += SAID_AT_ONCE) {
    const ended = await Promise.allSettled(tasks.slice(from, from + SAID_AT_ONCE).map((task) => task()));
    failures.push(...ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : [])));
  }
  if (failures.length > 0) throw failures[0];
}

function nextLook(orders: readonly Order[], menu: MenuInService, nowMs: number, limitMs: number): number | null {
  const times = orders.flatMap((order) => {
    const held = dueAt(order, menu);
    if (held !== null) return [held];
    const unsure = !isClosed(order) && !order.held && (order.status === "pending" || !isHeard(order));
    return unsure ? [fromIso(order.placedAt) + limitMs, nowMs + limitMs] : [];
  });
  const later = times.filter((time) => time > nowMs);
  return later.length === 0 ? null : Math.min(...later);
}

const submit = (deps: WatchDeps, restaurantId: string, key: string, command: Parameters<typeof commandOf>[0]) =>
  deps.writer.submit(restaurantId, { kind: "command", who: systemActor(restaurantId), command: commandOf(command), key: `watch/${key}`, strict: false });

const commandOf = (command: { name: "restaurant.notify"; args: { kind: "order_unheard" | "order_waiting"; orderId: string } } | { name: "order.release"; args: { orderId: string } }) => command;
