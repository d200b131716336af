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
import { SECOND } from "#shared/kernel/time.ts";
import { nextDue } from "#shared/kitchen/overdue.ts";
import { CROWD, standingOf, waitingAt } from "#shared/orders/guest-load.ts";
import type { Directory } from "../db/directory.ts";
import { startJob, type Job } from "../process/every.ts";
import type { Sleeper } from "../process/sleeper.ts";
import { createTurns } from "../process/turns.ts";
import type { WrittenChanges } from "../sync/postgres-write.ts";
import { createKnownHeads } from "./known-heads.ts";
import { lookAt, type LookDeps } from "./watch-look.ts";

export type Watch = Job & {
  /** The restaurant's log has grown, by this process. */
  touched(part: WrittenChanges): void;
  /** It has grown by another process, which watches it as well. */
  heard(restaurantId: string): void;
};

export type WatchDeps = LookDeps & {
  readonly directory: Pick<Directory, "restaurantIds" | "readHeads">;
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
/** Within this time a process has heard of what it wrote itself. */
const OWN_WORD_MS = 500;
/** Who wrote it looks at once itself: meanwhile more may come. */
const HEARD_REST_MS = 5 * SECOND;

export function startWatch(deps: WatchDeps): Watch {
  const said = new Set<string>();
  const turns = createTurns({ ...deps, take: (restaurantId) => lookAt(deps, restaurantId, said) });
  const heads = createKnownHeads();

  /**
   * Finds the restaurants whose log has grown since they were last asked about: at first all of
   * them.
   */
  async function readHeads(isStopping: () => boolean): Promise<void> {
    const ids = await deps.directory.restaurantIds();
    let isAhead = false;
    try {
      for (let from = 0; from < ids.length && !isStopping(); from += HEADS_AT_ONCE) {
        const some = ids.slice(from, from + HEADS_AT_ONCE);
        const known = new Map(some.map((id) => [id, heads.of(id)]));
        for (const [restaurantId, head] of await deps.directory.readHeads(some)) {
          const found = heads.read(restaurantId, known.get(restaurantId), head);
          // A restored backup has forgotten what was said since.
          if (found === "back") said.clear();
          if (found === "back" || found === "first") turns.soon(restaurantId);
          if (found === "ahead") isAhead = true;
        }
      }
    } finally {
      // Also where a question failed: what was read before it waits for no other restaurant.
      if (isAhead) await deps.sleeper.sleep(OWN_WORD_MS);
      for (const restaurantId of heads.settle()) turns.soon(restaurantId);
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
      if (first !== undefined) heads.wrote(part.restaurantId, first.seq - 1, part.loaded.log.head);
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
