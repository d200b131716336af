/**
 * The database of a simulated evening: the log in memory behind the one lock that a restaurant has
 * (docs/design.md#one-log-per-restaurant). Transactions wait for it in line. A commit takes a
 * while, may be rolled back or land without its answer, and lands also where whoever sent it is
 * dead by then; what a dead process had only begun is undone.
 */
import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Place, ReadOutcome } from "#shared/sync/event-log.ts";
import type { LogContents, MemoryLog } from "#shared/sync/memory-log.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { needsOf } from "#shared/sync/needs.ts";
import type { Changes, Loaded, Log, Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import { fired, type Counters } from "./faults.ts";
import type { Parts } from "./parts.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** A server process, or whoever else writes. */
export type Owner = { readonly isAlive: () => boolean };

export type Committed = "committed" | "rolled back" | "unknown";

export type Transaction = {
  readonly loaded: Loaded;
  /** `unknown`: it landed, and its answer did not. */
  commit(changes: Changes, outcomes: readonly Outcome[]): Promise<Committed>;
};

export type Backup = { readonly contents: LogContents; readonly history: readonly HeardEvent[] };

export type Database = {
  /** Resolves when the lock is ours and what these need is loaded. */
  begin(owner: Owner, submissions: readonly Submission[]): Promise<Transaction>;
  /** A process is gone: what it sent may still land, what it only began does not. */
  cut(owner: Owner): void;
  /** What is committed by now, without waiting for anybody. */
  log(): Log;
  read(since: Place, limit: number): Promise<ReadOutcome>;
  snapshot(serverTime: string): Snapshot;
  contents(): LogContents;
  /**
   * Every event since the first, also those that were trimmed: what the log must be the fold of.
   */
  history(): readonly HeardEvent[];
  trim(upTo: number): Promise<void>;
  /** Another device is this client from now on: pairing does not wait for the log's lock. */
  passOn(clientId: string, subjectId: string): void;
  backup(): Backup;
  /**
   * Without a new epoch nothing but ids tells this log from the one that was. What was under way is
   * gone.
   */
  restore(backup: Backup, newEpoch: boolean): void;
  /** Commits take long until then. */
  slow(untilMs: number): void;
  /** Does it make trouble of its own? At first it does not. */
  troubled(is: boolean): void;
};

export type DatabaseDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly ids: Ids;
  readonly parts: Parts;
  readonly counters: Counters;
  /** Called as the commit lands. */
  readonly committed: (
    events: readonly HeardEvent[],
    submissions: readonly Submission[],
    changes: Changes,
    outcomes: readonly Outcome[],
  ) => void;
};

const ROLLS_BACK = 0.004;
const LOSES_ANSWER = 0.004;
const SLOW = 0.05;
const NOBODY: Owner = { isAlive: () => true };

/** Who has the lock. `isGone`: it will not come to a commit any more. */
type Holder = {
  readonly owner: Owner;
  readonly tx: ReturnType<MemoryLog["begin"]>;
  isCommitting: boolean;
  isGone: boolean;
};

export function createDatabase({
  time,
  random,
  ids,
  parts,
  counters,
  committed,
}: DatabaseDeps): Database {
  const log = parts.createLog(ids.next());
  let history: HeardEvent[] = [];
  let kept: Log = log.backup().log;
  let epoch = 1;
  let calmed = true;
  let slowUntil = 0;
  let holder: Holder | null = null;
  let line: { readonly owner: Owner; readonly goOn: (holder: Holder) => void }[] = [];

  function next(): void {
    if (holder !== null) return;
    line = line.filter(({ owner }) => owner.isAlive());
    const first = line.shift();
    if (first === undefined) return;
    holder = { owner: first.owner, tx: log.begin(), isCommitting: false, isGone: false };
    first.goOn(holder);
  }

  /**
   * Resolves with the holder that it became. A restored backup may have ended that one by the time
   * it goes on: whoever lives on then finds out by `holder`.
   */
  async function lock(owner: Owner): Promise<Holder> {
    if (!parts.habits.locks)
      return (holder = { owner, tx: log.begin(), isCommitting: false, isGone: false });
    let mine: Holder | null = null;
    await time.until((goOn) => {
      line.push({ owner, goOn: (became) => ((mine = became), goOn()) });
      next();
    }, owner.isAlive);
    return must<Holder>(mine, "the lock");
  }

  function unlock(mine: Holder): void {
    if (holder !== mine) return;
    mine.tx.giveUp();
    holder = null;
    next();
  }

  /** Whoever keeps the lock writes in the transaction that loaded. */
  async function writer(mine: Holder): Promise<Holder["tx"]> {
    if (parts.habits.locks) return mine.tx;
    const tx = log.begin();
    await tx.load({
      orderIds: [],
      lineIds: [],
      clients: [],
      keys: [],
      guestTables: [],
      clearedTables: [],
    });
    return tx;
  }

  async function land(
    mine: Holder,
    loaded: Loaded,
    submissions: readonly Submission[],
    changes: Changes,
    outcomes: readonly Outcome[],
  ): Promise<void> {
    const { head } = kept;
    const tx = await writer(mine);
    await tx.write(loaded, changes);
    kept = await log.events.position();
    // All there is: no reader asks like that, so that a bug planted in what readers get does not
    // blind the one who looks on.
    const page =
      changes.events.length === 0 ? null : await log.events.read({ seq: head, id: null }, Infinity);
    const events = page?.kind === "events" ? page.events : [];
    history.push(...events);
    committed(events, submissions, changes, outcomes);
  }

  return {
    async begin(owner, submissions) {
      const mine = await lock(owner);
      const loaded = await mine.tx.load(needsOf(submissions));
      if (!parts.habits.locks) mine.tx.giveUp();
      return {
        loaded,
        async commit(changes, outcomes) {
          mine.isCommitting = true;
          const rollsBack = !calmed && happens(random, ROLLS_BACK);
          const isUnknown = !calmed && !rollsBack && happens(random, LOSES_ANSWER);
          await time.until((goOn) => {
            time.after(
              !calmed && (time.now() < slowUntil || happens(random, SLOW))
                ? between(random, 50, 1_500)
                : between(random, 0, 4),
              async () => {
                if ((holder !== mine && parts.habits.locks) || mine.isGone) return;
                if (!owner.isAlive()) fired(counters, "commit of a dead server");
                if (rollsBack) fired(counters, "database error rolled back");
                else await land(mine, loaded, submissions, changes, outcomes);
                unlock(mine);
                goOn();
              },
            );
          }, owner.isAlive);
          if (isUnknown) fired(counters, "answer of a commit lost");
          return rollsBack ? "rolled back" : isUnknown ? "unknown" : "committed";
        },
      };
    },
    cut(owner) {
      next();
      const mine = holder;
      // What was sent before the end may have got through.
      if (mine === null || mine.owner !== owner || (mine.isCommitting && happens(random, 0.6)))
        return;
      mine.isGone = true;
      // The database finds out that nobody is there: at once, or when it gives the connection up.
      time.after(happens(random, 0.7) ? between(random, 0, 20) : between(random, 20, 2_000), () =>
        unlock(mine),
      );
    },
    log: () => kept,
    read: (since, limit) => log.events.read(since, limit),
    snapshot: (serverTime) => log.snapshot(serverTime),
    contents: () => log.backup(),
    history: () => history,
    async trim(upTo) {
      const mine = await lock(NOBODY);
      // A backup was restored between its turn and now: nothing of a transaction of the database
      // before can still be done.
      if (holder !== mine && parts.habits.locks) return;
      await log.events.trim(upTo);
      kept = await log.events.position();
      unlock(mine);
    },
    passOn: (clientId, subjectId) => log.passOn(clientId, subjectId),
    backup: () => ({ contents: log.backup(), history: [...history] }),
    restore(backup, newEpoch) {
      if (newEpoch) epoch++;
      fired(counters, newEpoch ? "backup restored, new epoch" : "backup restored, same epoch");
      const { clients, results } = parts.habits.restoresClients ? backup.contents : log.backup();
      log.restore(
        { ...backup.contents, clients, results },
        newEpoch ? epoch : backup.contents.log.epoch,
      );
      history = [...backup.history];
      kept = log.backup().log;
      holder?.tx.giveUp();
      holder = null;
      line = [];
    },
    slow(untilMs) {
      slowUntil = untilMs;
    },
    troubled(is) {
      calmed = !is;
    },
  };
}
