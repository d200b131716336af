/**
 * One process of the server of a simulated evening: the real sequencer behind a writer that commits in batches, as server/sync/writer.ts
 * does it, and reads beside it. It may die at every await; whoever waits for it then hears that the connection is gone.
 */
import type { Random } from "#shared/kernel/random.ts";
import { happens } from "#shared/kernel/seeded-random.ts";
import { fromIso, MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import { unheardOrders, unheardSince, waitingOrders } from "#shared/kitchen/board.ts";
import { crowdsOf } from "#shared/kitchen/crowds.ts";
import { nextDue } from "#shared/kitchen/overdue.ts";
import { tableOrdering } from "#shared/restaurant/guest-ordering.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Failure } from "#shared/sync/device/ports.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { noChanges } from "#shared/sync/sequencer.ts";
import type { Actor, Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import type { World } from "#shared/sync/world.ts";
import type { Committed, Database, Owner } from "./database.ts";
import { fired, type Counters, type Fault } from "./faults.ts";
import type { Reply } from "./network.ts";
import type { Parts } from "./parts.ts";
import { createStreams, type Streams } from "./streams.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type ServerProcess = Owner & {
  /** Carries out a request. Null: it died before the answer was out. */
  serve<A>(work: () => Promise<Reply<A>>): Promise<Reply<A>>;
  /** Resolves after the commit. */
  submit(submission: Submission): Promise<Reply<Outcome>>;
  /** Gives the others a turn; here it may die. */
  at(where: Fault): Promise<void>;
  readonly streams: Streams;
  /** Another process has committed. */
  hinted(head: number): void;
  isServed(cursor: Cursor): boolean;
  readonly now: () => string;
  die(): void;
};

export type ProcessDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly ids: Ids;
  readonly parts: Parts;
  readonly counters: Counters;
  readonly database: Database;
  readonly clockMs: () => number;
  readonly world: () => World;
  readonly isTroubled: () => boolean;
  readonly refusal: (who: Actor) => Failure | null;
  readonly answered: (outcome: Outcome, submission: Submission) => void;
  readonly died: () => void;
  /** To the other processes. */
  readonly publish: (head: number, from: ServerProcess) => void;
};

const DIES = 0.002;
const RETRIES = 3;
const RETRY_MS = 50;
const LOOKS_MS = SECOND;
const CROWD_EVERY_MS = 10 * MINUTE;

type Job = { readonly submission: Submission; readonly settle: (reply: Reply<Outcome>) => void };

export function createProcess(deps: ProcessDeps): ServerProcess {
  const { time, random, parts, database, counters } = deps;
  const open = new Set<() => void>();
  let alive = true;
  let jobs: Job[] = [];
  let running = false;
  /** Up to which event the watch has looked, when it did, and when something becomes due by itself. */
  let [lookedTo, lookedAt, looksAgainAt] = [-1, 0, 0];
  /** Words that were said already; another process, or this one after a restart, finds that out by their keys. */
  const said = new Set<string>();
  const isAlive = () => alive;
  const now = isoClock(deps.clockMs);

  const process: ServerProcess = {
    isAlive, now,
    async serve<A>(work: () => Promise<Reply<A>>) {
      if (!alive) return null;
      let reply: Reply<A> = null;
      await time.until((goOn) => {
        open.add(goOn);
        time.after(0, async () => {
          reply = await work();
          await process.at("server died in an answer");
          open.delete(goOn);
          goOn();
        });
      });
      return alive ? reply : null;
    },
    async submit(submission) {
      let reply: Reply<Outcome> = null;
      await time.until((goOn) => {
        jobs.push({ submission, settle: (given) => ((reply = given), goOn()) });
        if (running) return;
        running = true;
        time.after(0, write);
      }, isAlive);
      return reply;
    },
    at(where) {
      if (deps.isTroubled() && alive && happens(random, DIES)) {
        fired(counters, where);
        process.die();
      }
      return time.point(isAlive);
    },
    streams: createStreams({ ...deps, now, isAlive }),
    hinted(head) {
      if (alive) process.streams.advanced(head);
    },
    isServed(cursor) {
      const { logId, epoch, floor, head } = database.log();
      if (cursor.logId !== logId) return false;
      if (cursor.seq < floor) fired(counters, "retention passed a cursor");
      if (cursor.seq > head) fired(counters, "cursor ahead of the head");
      else if (cursor.id !== null && cursor.id !== database.history()[cursor.seq - 1]?.id) fired(counters, "cursor of another branch");
      return cursor.epoch === epoch;
    },
    die() {
      if (!alive) return;
      alive = false;
      jobs = [];
      process.streams.end();
      database.cut(process);
      deps.died();
      for (const gone of open) gone();
    },
  };
  time.after(LOOKS_MS, watch);
  return process;

  async function write(): Promise<void> {
    // What comes at the same time goes together.
    await process.at("server died before the commit");
    while (jobs.length > 0) {
      const batch = jobs;
      jobs = [];
      if (batch.length > 1) fired(counters, "batch of several");
      await writeAll(batch);
    }
    running = false;
  }

  async function writeAll(all: readonly Job[]): Promise<void> {
    let batch = all;
    for (let retry = 0; ; retry++) {
      const { outcomes, ended } = await commit(batch);
      if (ended === "committed" || (ended === "rolled back" && !parts.habits.answersAfterCommit)) return tell(batch, outcomes);
      // What may have been committed is run again where it is recognised when it comes twice.
      const again = ended === "unknown" ? batch.filter(({ submission }) => submission.kind === "push" || submission.key !== null) : batch;
      for (const job of batch) if (retry === RETRIES || !again.includes(job)) job.settle({ failure: { kind: "unavailable", retryAfterMs: null } });
      if (retry === RETRIES || again.length === 0) return;
      batch = again;
      await time.until((goOn) => void time.after(RETRY_MS, goOn), isAlive);
    }
  }

  async function commit(batch: readonly Job[]): Promise<{ readonly outcomes: readonly Outcome[]; readonly ended: Committed }> {
    const submissions = batch.map(({ submission }) => submission);
    await process.at("server died before the commit");
    const transaction = await database.begin(process, submissions);
    await process.at("server died with the lock");
    const changes = noChanges();
    const outcomes = submissions.map((submission) => parts.sequence({ loaded: transaction.loaded, changes, now: now(), ids: deps.ids }, submission));
    await process.at("server died with the lock");
    const ended = await transaction.commit(changes, outcomes);
    if (ended !== "rolled back" && changes.events.length > 0) {
      process.streams.advanced(transaction.loaded.log.head);
      deps.publish(transaction.loaded.log.head, process);
    }
    await process.at("server died after the commit");
    return { outcomes, ended };
  }

  function tell(batch: readonly Job[], outcomes: readonly Outcome[]): void {
    for (const [index, { submission, settle }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) continue;
      deps.answered(outcome, submission);
      settle({ input: outcome });
    }
  }

  /** What the server's watch does about orders that no screen shows or nobody accepts (server/jobs/watch.ts): it looks when something may be due. */
  async function watch(): Promise<void> {
    if (!alive) return;
    time.after(LOOKS_MS, watch);
    const { head } = database.log();
    const nowMs = deps.clockMs();
    // A clock that was set back has made nothing late.
    const isDue = head !== lookedTo || nowMs >= looksAgainAt || nowMs < lookedAt;
    if (!parts.habits.alarms || !isDue) return;
    const world = deps.world();
    const { orders, settings } = world;
    const limitMs = settings.shownAlarmSeconds * SECOND;
    [lookedTo, lookedAt, looksAgainAt] = [head, nowMs, nextLook(world, nowMs, limitMs, parts)];
    const crowds = crowdsOf(orders.values(), settings);
    for (const { tableId, orders: { length: count } } of crowds) {
      const key = `watch/table_crowded/${tableId}/${tableOrdering(settings, tableId).since ?? ""}/${Math.floor(nowMs / CROWD_EVERY_MS)}`;
      if (said.has(key)) continue;
      if ((await say(key, { name: "table.crowded", args: { tableId, count } })) === true) said.add(key);
      else lookedTo = -1;
    }
    const ofCrowds = new Set(crowds.flatMap((crowd) => crowd.orders));
    const words = [
      ...unheardOrders(orders.values(), nowMs, limitMs).map((order) => ({ kind: "order_unheard" as const, order })),
      ...waitingOrders(orders.values(), nowMs, limitMs).map((order) => ({ kind: "order_waiting" as const, order })),
    ].filter(({ order }) => !ofCrowds.has(order));
    for (const { kind, order } of words) {
      const { orderId } = order;
      const moment = parts.habits.alarmsForEachFiring ? `${unheardSince(order, nowMs, limitMs)}/${order.firedAt}` : unheardSince(order, nowMs, limitMs);
      const since = kind === "order_unheard" && parts.habits.alarmsForEachMoment ? moment : order.lines.length;
      const key = `watch/${kind}/${orderId}/${since}`;
      if (said.has(key)) continue;
      const isSaid = await say(key, { name: "restaurant.notify", args: { kind, orderId } });
      if (isSaid === null) lookedTo = -1;
      if (isSaid === true) said.add(key);
    }
  }

  /** False: there was nothing to say any more, and the key is used up. Null: it did not get through. */
  async function say(key: string, command: Command): Promise<boolean | null> {
    for (let again = 1; ; again++) {
      const reply = await process.submit({ kind: "command", who: SYSTEM, command, key: again === 1 ? key : `${key}/${again}`, strict: false });
      if (reply === null || !("input" in reply)) return null;
      const { input: outcome } = reply;
      if (outcome.kind !== "decided" || outcome.answer.status !== "noop" || !parts.habits.asksAgainWhatCameToNothing) return true;
      if (!outcome.repeated) return false;
    }
  }
}

/** The time as text; asked for many times in the same millisecond. */
function isoClock(clockMs: () => number): () => string {
  let [ms, text] = [NaN, ""];
  return () => {
    const now = Math.floor(clockMs());
    if (now !== ms) [ms, text] = [now, toIso(now)];
    return text;
  };
}

/** When the next of these orders is due; what is due by now is being said. */
function nextLook({ orders, menu }: World, nowMs: number, limitMs: number, { habits }: Parts): number {
  let next = Infinity;
  for (const order of orders.values()) {
    const at = habits.looksWhenDue ? nextDue(order, menu, limitMs, nowMs) : fromIso(order.placedAt) + limitMs;
    if (at !== null && at > nowMs) next = Math.min(next, at);
  }
  return next;
}

export const SYSTEM: Actor = { role: "system", subjectId: "the-server", letter: null, source: { kind: "system", name: "Server" }, stationIds: [] };
