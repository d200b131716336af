/**
 * Watches over orders while nobody looks (L4): tells the restaurant about an order that no kitchen
 * screen has shown in time or that nobody has accepted, and releases held orders when they are due.
 *
 * A restaurant is looked at when something about it can be due, and at a start. What this process
 * writes says itself when that is, and costs no look (a look a second at each busy restaurant read
 * and parsed thousands of waiting orders a second). What other processes write is heard from them,
 * and read from the heads of the logs where it is not: the one that took an order may have died
 * with it. Every word is submitted under a key, so that restarts and several servers say it once.
 * It promises to look within about a second of the time, and that what goes wrong in one
 * restaurant, or with one order, costs the others nothing.
 */
import { must } from "#shared/kernel/assert.ts";
import type { Random } from "#shared/kernel/random.ts";
import { fromIso, MINUTE, SECOND, type Clock } from "#shared/kernel/time.ts";
import { unheardSince, waitingOrders } from "#shared/kitchen/board.ts";
import { nextDue, toldFrom } from "#shared/kitchen/overdue.ts";
import { overdueOrders } from "#shared/kitchen/release-time.ts";
import { orderingAt } from "#shared/restaurant/guest-ordering.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Command } from "#shared/orders/command.ts";
import { CROWD, standingOf, waitingAt } from "#shared/orders/guest-load.ts";
import type { Order } from "#shared/orders/order.ts";
import { systemActor } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import { startJob, type Job } from "../process/every.ts";
import type { Sleeper } from "../process/sleeper.ts";
import { createTurns } from "../process/turns.ts";
import type { WrittenChanges } from "../sync/postgres-tx.ts";
import type { Writer } from "../sync/writer.ts";
import { someAtOnce } from "./some-at-once.ts";
import { markTold, nextOf, OF_CROWD, readSeen, type ToldOrder } from "./untold.ts";

export type Watch = Job & {
  /** The restaurant's log has grown, by this process. */
  touched(part: WrittenChanges): void;
  /** It has grown by another process, which watches it as well. */
  heard(restaurantId: string): void;
};

export type WatchDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "restaurantIds" | "readHeads">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly random: Random;
  readonly sleeper: Sleeper;
  readonly log: {
    error(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
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
/** How often a table with many orders is told again while it stays so. */
export const CROWD_EVERY_MS = 10 * MINUTE;
/**
 * Words of all restaurants that are remembered as said: forgetting them all costs a needless
 * question each.
 */
const MAX_SAID = 10_000;

export function startWatch(deps: WatchDeps): Watch {
  const said = new Set<string>();
  const turns = createTurns({ ...deps, take: (restaurantId) => lookAt(deps, restaurantId, said) });
  const heads = new Map<string, number>();

  /**
   * Finds the restaurants whose log has grown since they were last asked about: at first all of
   * them.
   */
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
  const look = startJob({
    name: "watch",
    everyMs,
    firstAfterMs: everyMs,
    run: async () => turns.begin(),
    sleeper: deps.sleeper,
    log: deps.log,
  });
  const seed = startJob({
    name: "watch-heads",
    everyMs: deps.headsEveryMs ?? HEADS_EVERY_MS,
    firstAfterMs: 0,
    run: readHeads,
    sleeper: deps.sleeper,
    log: deps.log,
  });
  return {
    touched(part) {
      const [first] = part.changes.events;
      // Behind what is known, so all of it is: nothing of another process lies between.
      if (first !== undefined && heads.get(part.restaurantId) === first.seq - 1)
        heads.set(part.restaurantId, part.loaded.log.head);
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

/**
 * When the first of what a commit changed is due, perhaps in the past; null: never. What all orders
 * are judged by makes anything due.
 */
function firstDue({ loaded: { world, guests }, changes }: WrittenChanges): number | null {
  const { menu, settings, orders } = world;
  if (changes.menu || changes.settings) return 0;
  const changed = Array.from(changes.orderIds, (id) => must(orders.get(id), "a changed order"));
  const tables = new Set(
    changed.flatMap((order) =>
      standingOf(order) === "waiting" && order.tableId !== null ? [order.tableId] : [],
    ),
  );
  if ([...tables].some((tableId) => waitingAt(guests, settings, tableId).length >= CROWD)) return 0;
  const times = changed.map((order) =>
    nextDue(order, menu, settings.shownAlarmSeconds * SECOND, 0),
  );
  return times.reduce(
    (first, at) => (first === null || (at !== null && at < first) ? at : first),
    null,
  );
}

type Word = { readonly key: string; readonly command: Command };
type OrderWord = Word & { readonly kind: "order_unheard" | "order_waiting" };

/**
 * Says what is due now; the time to look again, or null when nothing of this restaurant can become
 * due by itself. `said`: by restaurant and key, what need not be asked again.
 */
async function lookAt(
  deps: WatchDeps,
  restaurantId: string,
  said: Set<string>,
): Promise<number | null> {
  const nowMs = deps.clock.now();
  const { menu, settings, held, due, isAll, crowds, areStoodFor, nextMs } =
    await deps.database.tenant(restaurantId, (tx) => readSeen(tx, restaurantId, nowMs));
  const limitMs = settings.shownAlarmSeconds * SECOND;
  const told: ToldOrder[] = [];
  const unsaid: unknown[] = [];
  if (said.size > MAX_SAID) said.clear();

  /** False: there was nothing to say. */
  async function sayOnce({ key, command }: Word): Promise<boolean> {
    // Ids of tables, and of orders, are chosen by whoever makes them: two restaurants may have the
    // same.
    const name = `${restaurantId}/${key}`;
    if (said.has(name)) return true;
    const isSaid = await say(deps, restaurantId, key, command);
    if (isSaid) said.add(name);
    return isSaid;
  }
  const tryAll = (tasks: readonly (() => Promise<unknown>)[]): Promise<unknown> =>
    someAtOnce(tasks).catch((error: unknown) => unsaid.push(error));

  // One for each time that it was held: who holds it again waits for another release.
  await tryAll(
    overdueOrders(held, menu, nowMs, 0).map(
      (order) => () =>
        sayOnce({
          key: `release/${order.orderId}/${order.heldAt ?? order.placedAt}`,
          command: { name: "order.release", args: { orderId: order.orderId, due: true } },
        }),
    ),
  );
  // Before the orders that they stand for: those of a table that could not be told are told the
  // next time, those of one that is gone by themselves.
  const crowded = new Map<string, boolean>(crowds.map(({ tableId }) => [tableId, false]));
  await tryAll(
    crowds.map((crowd) => async () => {
      const isSaid = await sayOnce(crowdWord(crowd, settings, nowMs));
      if (isSaid) crowded.set(crowd.tableId, true);
      else crowded.delete(crowd.tableId);
    }),
  );
  await tryAll(
    due.map(({ order, isCounted, wasOfCrowd }) => async () => {
      const isTold = isCounted ? crowded.get(order.tableId ?? "") : undefined;
      if (isTold === false) return;
      // Of a crowd that was answered: what waits was answered with it, and what no screen has shown
      // was not.
      if (isTold === undefined)
        for (const word of wordsOf(order, nowMs, limitMs))
          if (isCounted || !wasOfCrowd || word.kind === "order_unheard") await sayOnce(word);
      told.push({
        order,
        next: isTold === true ? OF_CROWD : nextOf(toldFrom(order), nowMs, limitMs),
      });
    }),
  );
  const areMarked =
    told.length === 0 ||
    (await deps.database.tenant(restaurantId, (tx) => markTold(tx, restaurantId, told)));
  if (unsaid.length > 0) throw unsaid[0];
  const times = [
    ...held.flatMap((order) => nextDue(order, menu, limitMs, nowMs) ?? []),
    ...told.flatMap(({ next }) =>
      next === null ? [] : next === OF_CROWD ? nowMs + limitMs : fromIso(next) + limitMs,
    ),
    ...(areStoodFor ? [nowMs + limitMs] : []),
    ...(nextMs === null ? [] : [nextMs]),
  ];
  if (!isAll || !areMarked) return nowMs;
  return times.length === 0 ? null : Math.min(...times);
}

function wordsOf(order: Order, nowMs: number, limitMs: number): OrderWord[] {
  const since = unheardSince(order, nowMs, limitMs);
  return [
    // With its firing: fired again by a clock that was set back, it has no newer moment, and is not
    // what was answered then (it may have been held).
    ...(since === null
      ? []
      : [
          {
            kind: "order_unheard" as const,
            key: `order_unheard/${order.orderId}/${since}/${order.firedAt}`,
            command: notify(order, "order_unheard"),
          },
        ]),
    ...waitingOrders([order], nowMs, limitMs).map(() => ({
      kind: "order_waiting" as const,
      key: `order_waiting/${order.orderId}`,
      command: notify(order, "order_waiting"),
    })),
  ];
}

/** Said again after a while, and anew once somebody has opened the table. */
function crowdWord(
  { tableId, count }: { readonly tableId: string; readonly count: number },
  settings: Settings,
  nowMs: number,
): Word {
  const { since } = orderingAt(settings, tableId);
  return {
    key: `table_crowded/${tableId}/${since ?? ""}/${Math.floor(nowMs / CROWD_EVERY_MS)}`,
    command: { name: "table.crowded", args: { tableId, count } },
  };
}

/**
 * False where there was nothing to say any more: an order was shown between the look and the word.
 * Such a key is used up, and the same moment can go unheard again (a course that is fired by a
 * clock that was set back has no newer one), so what came to nothing then is asked under another.
 */
async function say(
  deps: Pick<WatchDeps, "writer">,
  restaurantId: string,
  key: string,
  command: Command,
): Promise<boolean> {
  for (let again = 1; ; again++) {
    const outcome = await deps.writer.submit(restaurantId, {
      kind: "command",
      who: systemActor(restaurantId),
      command,
      key: again === 1 ? `watch/${key}` : `watch/${key}/${again}`,
      strict: false,
    });
    if (outcome.kind !== "decided" || outcome.answer.status !== "noop") return true;
    if (!outcome.repeated) return false;
  }
}

const notify = ({ orderId }: Order, kind: OrderWord["kind"]): Command => ({
  name: "restaurant.notify",
  args: { kind, orderId },
});
