/**
 * Watches over orders while nobody looks (DESIGN L4): tells the restaurant about an order that no kitchen screen has shown in time or that
 * nobody has accepted, and releases held orders when they are due.
 *
 * A restaurant is looked at when something about it can be due, and at a start. What this process writes says itself when that is, and costs no look (a look
 * a second at each busy restaurant read and parsed thousands of waiting orders a second). What other processes write is heard from them, and read from the
 * heads of the logs where it is not: the one that took an order may have died with it. Every word is submitted under a key, so that restarts and several
 * servers say it once. It promises to look within about a second of the time, and that what goes wrong in one restaurant, or with one order, costs the others
 * nothing.
 */
import { must } from "#shared/kernel/assert.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND, type Clock } from "#shared/kernel/time.ts";
import { unheardOrders, unheardSince, waitingOrders } from "#shared/kitchen/board.ts";
import { nextDue } from "#shared/kitchen/overdue.ts";
import { overdueOrders } from "#shared/kitchen/pacing.ts";
import type { Command } from "#shared/orders/command.ts";
import type { Order } from "#shared/orders/order.ts";
import { systemActor } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import type { Written } from "../sync/postgres-tx.ts";
import type { Writer } from "../sync/writer.ts";
import { readDocs } from "../sync/docs-cache.ts";
import type { Timers } from "../sync/timers.ts";
import { startJob, type Job } from "./every.ts";
import { someAtOnce } from "./some-at-once.ts";
import { createTurns } from "./turns.ts";

export type Watch = Job & {
  /** The restaurant's log has grown, by this process. */
  touched(part: Written): void;
  /** It has grown by another process, which watches it as well. */
  heard(restaurantId: string): void;
};

export type WatchDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "restaurantIds" | "readHeads">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: { error(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** A look that did not see every watched order of its restaurant. */
  readonly onCutShort: () => void;
  readonly lookEveryMs?: number;
  readonly headsEveryMs?: number;
};

export const LOOK_EVERY_MS = SECOND;
/** How late an alarm may be whose process died, and nobody heard of the order. */
export const HEADS_EVERY_MS = 15 * SECOND;
/** Heads per question: each is a look into one restaurant. */
const HEADS_AT_ONCE = 1_000;
/** Who wrote it looks at once itself: meanwhile more may come. */
const HEARD_REST_MS = 5 * SECOND;
/** Orders of one restaurant that a look sees: so many held ones, the next to be released first, and so many others, the newest first (the old ones were told long ago). */
export const MAX_WATCHED = 500;
/** Words that are remembered as said: forgetting them all costs a needless question each. */
const MAX_SAID = 10_000;

export function startWatch(deps: WatchDeps): Watch {
  const said = new Set<string>();
  const cutShort = new Set<string>();
  const turns = createTurns({ ...deps, take: (restaurantId) => lookAt(deps, restaurantId, { said, cutShort }) });
  const heads = new Map<string, number>();

  /** Finds the restaurants whose log has grown since they were last asked about: at first all of them. */
  async function readHeads(isStopping: () => boolean): Promise<void> {
    const ids = await deps.directory.restaurantIds();
    for (let from = 0; from < ids.length && !isStopping(); from += HEADS_AT_ONCE) {
      const some = ids.slice(from, from + HEADS_AT_ONCE);
      const known = new Map(some.map((id) => [id, heads.get(id)]));
      for (const [restaurantId, head] of await deps.directory.readHeads(some)) {
        const before = known.get(restaurantId);
        // A restored backup has forgotten what was said since.
        if (before !== undefined && head < before) said.clear();
        // As before, or since then this process wrote on.
        else if (before === head || (heads.get(restaurantId) ?? -1) >= head) continue;
        heads.set(restaurantId, head);
        turns.soon(restaurantId);
      }
    }
  }

  const everyMs = deps.lookEveryMs ?? LOOK_EVERY_MS;
  const look = startJob({ name: "watch", everyMs, firstAfterMs: everyMs, run: async () => turns.begin(), timers: deps.timers, log: deps.log });
  const seed = startJob({ name: "watch-heads", everyMs: deps.headsEveryMs ?? HEADS_EVERY_MS, firstAfterMs: 0, run: readHeads, timers: deps.timers, log: deps.log });
  return {
    touched(part) {
      const [first] = part.changes.events;
      // Behind what is known, so all of it is: nothing of another process lies between.
      if (first !== undefined && heads.get(part.restaurantId) === first.seq - 1) heads.set(part.restaurantId, part.loaded.log.head);
      const dueMs = firstDue(part);
      if (dueMs !== null) turns.soon(part.restaurantId, Math.max(0, dueMs - deps.clock.now()));
    },
    heard: (restaurantId) => turns.soon(restaurantId, HEARD_REST_MS),
    async stop() {
      await Promise.all([look.stop(), seed.stop()]);
      await turns.stop();
    },
  };
}

/** When the first of what a commit changed is due, perhaps in the past; null: never. What all orders are judged by makes anything due. */
function firstDue({ loaded: { world }, changes }: Written): number | null {
  const { menu, settings, orders } = world;
  if (changes.menu || changes.settings) return 0;
  const times = Array.from(changes.orderIds, (id) => nextDue(must(orders.get(id), "a changed order"), menu, settings.shownAlarmSeconds * SECOND, 0));
  return times.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);
}

type Memory = {
  /** By key: what need not be asked again while nothing about the order changed. */
  readonly said: Set<string>;
  /** The restaurants whose last look did not see everything: told once. */
  readonly cutShort: Set<string>;
};

/** Says what is due now; the time to look again, or null when nothing of this restaurant can become due by itself. */
async function lookAt(deps: WatchDeps, restaurantId: string, { said, cutShort }: Memory): Promise<number | null> {
  const nowMs = deps.clock.now();
  const { orders, isAll, menu, limitMs } = await readWatched(deps.database, restaurantId);
  tellCutShort(deps, restaurantId, cutShort, isAll);
  const words = [
    // With its firing: fired again by a clock that was set back, it has no newer moment, and is not what was answered then (it may have been held).
    ...unheardOrders(orders, nowMs, limitMs).map((order) => word(`order_unheard/${order.orderId}/${unheardSince(order, nowMs, limitMs)}/${order.firedAt}`, notify(order, "order_unheard"))),
    ...waitingOrders(orders, nowMs, limitMs).map((order) => word(`order_waiting/${order.orderId}`, notify(order, "order_waiting"))),
    // One for each time that it was held: who holds it again waits for another release.
    ...overdueOrders(orders, menu, nowMs, 0).map((order) => word(`release/${order.orderId}/${order.heldAt ?? order.placedAt}`, { name: "order.release", args: { orderId: order.orderId, due: true } })),
  ];
  if (said.size > MAX_SAID) said.clear();
  await someAtOnce(words.filter(({ key }) => !said.has(key)).map(({ key, command }) => async () => {
    if (await say(deps, restaurantId, key, command)) said.add(key);
  }));
  const times = orders.flatMap((order) => nextDue(order, menu, limitMs, nowMs) ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * False where there was nothing to say any more: an order was shown between the look and the word. Such a key is used up, and the same moment can go unheard
 * again (a course that is fired by a clock that was set back has no newer one), so what came to nothing then is asked under another.
 */
async function say(deps: Pick<WatchDeps, "writer">, restaurantId: string, key: string, command: Command): Promise<boolean> {
  for (let again = 1; ; again++) {
    const outcome = await deps.writer.submit(restaurantId, { kind: "command", who: systemActor(restaurantId), command, key: again === 1 ? `watch/${key}` : `watch/${key}/${again}`, strict: false });
    if (outcome.kind !== "decided" || outcome.answer.status !== "noop") return true;
    if (!outcome.repeated) return false;
  }
}

const word = (key: string, command: Command) => ({ key, command });

const notify = ({ orderId }: Order, kind: "order_unheard" | "order_waiting"): Command => ({ name: "restaurant.notify", args: { kind, orderId } });

async function readWatched(database: Pick<Database, "tenant">, restaurantId: string) {
  return database.tenant(restaurantId, async (tx) => {
    const { settings, menu } = await readDocs(tx, restaurantId);
    const held = await tx.query<{ doc: Order }>(
      "select doc from orders where restaurant_id = $1 and waits_for = 'release' order by doc ->> 'promisedAt' limit $2", [restaurantId, MAX_WATCHED + 1]);
    const others = await tx.query<{ doc: Order }>(
      "select doc from orders where restaurant_id = $1 and waits_for <> 'release' order by placed_at desc limit $2", [restaurantId, MAX_WATCHED + 1]);
    return {
      orders: [held, others].flatMap(({ rows }) => rows.slice(0, MAX_WATCHED).map((row) => row.doc)),
      isAll: held.rows.length <= MAX_WATCHED && others.rows.length <= MAX_WATCHED,
      menu, limitMs: settings.shownAlarmSeconds * SECOND,
    };
  });
}

function tellCutShort({ log, onCutShort }: WatchDeps, restaurantId: string, told: Set<string>, isAll: boolean): void {
  if (isAll) return void told.delete(restaurantId);
  onCutShort();
  if (!told.has(restaurantId)) log.warn({ restaurantId, limit: MAX_WATCHED }, "more orders wait to be shown or accepted than are watched: the oldest are not");
  told.add(restaurantId);
}
