/**
 * The device's storage: the only door to IndexedDB. Every operation is one transaction; failures of
 * the environment are values.
 */
import type { Recorded } from "#shared/kitchen/film.ts";
import { gather } from "#shared/kernel/gather.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { ok, type Result } from "#shared/kernel/result.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Args, MutationName } from "#shared/orders/command.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { ShellStore, StoreFailure } from "#shared/sync/device/shell/ports.ts";
import { compact } from "./compact.ts";
import { describeDatabase, type NoticeRow } from "./database.ts";
import { enqueue, type Action } from "./enqueue.ts";
import { attempt } from "./failure.ts";
import { history } from "./history.ts";
import { load, loadOutbox } from "./load.ts";
import { startLogAnew } from "./leveldb-log.ts";
import { addNotice, dismissNotice, openNotices } from "./notices.ts";
import { storeEvents, storeSnapshot } from "./write-log.ts";
import { storeEntries, takeTerm } from "./write-outbox.ts";

/**
 * In one transaction: more than a screen full of tickets, and short enough that nothing else waits
 * long for it.
 */
const MOST_ENQUEUED = 500;

/**
 * What the shell needs, and what screens do besides. The next operation opens again what the
 * browser closed.
 */
export type Store = ShellStore & {
  /** Durable when it resolves. */
  enqueue<N extends MutationName>(
    name: N,
    args: Args<N>,
    occurredAt: IsoTime,
  ): Promise<Result<OutboxEntry, StoreFailure>>;
  openNotices(): Promise<Result<readonly NoticeRow[], StoreFailure>>;
  dismissNotice(id: string): Promise<Result<void, StoreFailure>>;
  /** What this device saw of the service, oldest first. */
  history(): Promise<Result<readonly Recorded[], StoreFailure>>;
  /**
   * Once after each start, when idle: so that the browser does not lose everything at the next one.
   */
  startLogAnew(): Promise<Result<void, StoreFailure>>;
};

/**
 * The store `name` (see `databaseName`). `letter` begins the numbers of orders placed here; empty:
 * the server makes them.
 */
export function openStore(name: string, letter: string, ids: Ids): Store {
  const db = describeDatabase(name);
  /** The last place this tab saw in the outbox. */
  let lastAt = 0;
  /** Closed by us, for good or to be opened again: nobody has to be told. */
  let closing = false;

  const run = async <T>(work: () => PromiseLike<T>): Promise<Result<T, StoreFailure>> => {
    const done = await attempt(work);
    // Dexie remembers a failed opening for ever; this lets the next operation try anew.
    if (!done.ok && done.error.kind === "lost" && !db.dexie.isOpen() && !closing) {
      closing = true;
      db.dexie.close({ disableAutoOpen: false });
      closing = false;
    }
    return done;
  };
  const decide = async <T, E>(
    work: () => Promise<Result<T, E>>,
  ): Promise<Result<T, E | StoreFailure>> => {
    const done = await run(work);
    return done.ok ? (done.value.ok ? ok(done.value.value) : done.value) : done;
  };
  const enqueueOne = gather({
    most: MOST_ENQUEUED,
    carryOut: async (
      actions: readonly Action[],
    ): Promise<readonly Result<OutboxEntry, StoreFailure>[]> => {
      const entries = await run(() => enqueue(db, ids, letter, actions, lastAt));
      if (!entries.ok) return actions.map(() => entries);
      lastAt = Math.max(lastAt, entries.value.at(-1)?.at ?? 0);
      return entries.value.map(ok);
    },
  });

  return {
    async load() {
      const stored = await run(() => load(db, ids));
      if (stored.ok) lastAt = Math.max(lastAt, stored.value.entries.at(-1)?.at ?? 0);
      return stored;
    },
    loadOutbox: () => run(() => loadOutbox(db, ids)),
    enqueue: (name, args, occurredAt) => enqueueOne({ name, args, occurredAt }),
    takeTerm: () => run(() => takeTerm(db)),
    storeSnapshot: (term, snapshot) => decide(() => storeSnapshot(db, term, letter, snapshot)),
    storeEvents: (from, to, events) => decide(() => storeEvents(db, from, to, events)),
    storeEntries: (term, entries, rotation) =>
      decide(() => storeEntries(db, term, entries, rotation)),
    addNotice: (notice) => run(() => addNotice(db, notice)),
    openNotices: () => run(() => openNotices(db)),
    dismissNotice: (id) => run(() => dismissNotice(db, id)),
    history: () => run(() => history(db)),
    compact: (nowMs, retentionMs) => run(() => compact(db, nowMs, retentionMs)),
    startLogAnew: () => run(() => startLogAnew(db)),
    onClosed(listener) {
      db.dexie.on("close", () => {
        if (!closing) listener();
      });
    },
    close() {
      closing = true;
      db.dexie.close();
    },
  };
}
