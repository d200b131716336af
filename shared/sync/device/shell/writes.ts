/**
 * What the core wants stored, written one after the other. What piles up while the disk is busy or
 * full goes in two transactions, and what a snapshot replaces is not written any more: so what
 * waits does not grow with the time that it waits. A write that fails for want of room, or because
 * the browser closed the database, is tried again until it succeeds: nothing else is ever dropped,
 * unless another tab leads and this one has nothing to say any more.
 */
import { unreachable } from "#shared/kernel/assert.ts";
import { backoffMs, type BackoffPolicy } from "#shared/kernel/backoff.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Cursor } from "../../messages/cursor.ts";
import type { OutboxEntry } from "../entry.ts";
import type { Effect } from "../ports.ts";
import { sleep, type Notice, type ShellStore, type ShellTime, type StoreFailure } from "./ports.ts";

export type Write =
  | Extract<Effect, { kind: "store-snapshot" | "store-events" | "store-entries" }>
  | { readonly kind: "notice"; readonly notice: Notice };

type StoreEvents = Extract<Write, { kind: "store-events" }>;
type StoreEntries = Extract<Write, { kind: "store-entries" }>;

export type Written = {
  /** `what`: the events, or the number of the snapshot. */
  persisted(cursor: Cursor, what: readonly HeardEvent[] | number): void;
  entriesStored(): void;
  /** New actions take ids of this client from now on. */
  clientStored(clientId: string): void;
  noticeStored(): void;
  /** What is stored is not what this tab thinks: it has to read it again. */
  elsewhere(): void;
  deposed(): void;
  /** Null: writing works (again). */
  trouble(failure: StoreFailure | null): void;
};

export type Writes = {
  add(write: Write): void;
  /**
   * Resolves when everything that was asked for is stored, nothing can be stored at present, or it
   * has taken too long: who waits keeps the core waiting too.
   */
  settled(): Promise<void>;
  /** Forgets what is still to be written: another tab leads. */
  drop(): void;
};

const RETRY: BackoffPolicy = { baseMs: SECOND, capMs: 15 * SECOND, floorMs: 500 };
/** In one transaction, and what one write more brings. */
const MOST_EVENTS = 2_000;
const MOST_ENTRIES = 2_000;
/**
 * On a slow disk a core that stands still for longer would not notice that its stream has died, and
 * look fine (P4). What is read then is as old as on a full one.
 */
export const SETTLES_MS = 2 * SECOND;

export function createWrites(
  store: ShellStore,
  term: () => number,
  time: ShellTime,
  random: Random,
  written: Written,
): Writes {
  let queue: Write[] = [];
  let running = false;
  let stuck = false;
  let waiting: (() => void)[] = [];
  /** How often everything was dropped: a write that fails after that is not tried again. */
  let drops = 0;

  const wake = () => {
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };
  const run = async () => {
    running = true;
    let attempt = 0;
    // What one step of the core asks for is in the queue before the first of it is written.
    await Promise.resolve();
    while (queue.length > 0) {
      const write = takeNext(queue);
      const before = drops;
      const failure = await perform(store, term(), write, written);
      if (failure !== null) {
        attempt++;
        stuck = true;
        if (drops === before && !(isOfTheLog(write) && queue.some(isSnapshot)))
          queue.unshift(write);
        written.trouble(failure);
        wake();
        await sleep(time, backoffMs(RETRY, attempt, random));
      } else if (stuck) {
        attempt = 0;
        stuck = false;
        written.trouble(null);
      }
    }
    running = false;
    wake();
  };

  return {
    add(write) {
      // What is replaced by it need not be written first: on a full disk snapshots would pile up,
      // and each has its turn before actions are done.
      if (isSnapshot(write)) queue = queue.filter((it) => !isOfTheLog(it));
      // A refusal is written down before the entry that it answers: a crash between the two asks
      // again, and loses nothing.
      if (write.kind === "notice") queue.unshift(write);
      else queue.push(write);
      if (!running) void run();
    },
    settled: () =>
      new Promise<void>((resolve) => {
        if (!running || stuck) return resolve();
        const stop = time.after(SETTLES_MS, resolve);
        waiting.push(() => {
          stop();
          resolve();
        });
      }),
    drop() {
      drops++;
      queue = [];
    },
  };
}

/**
 * The first write, and with it in one transaction what waits behind it of the same kind: however
 * long the disk takes and whatever people do meanwhile, two transactions take what waits. Events go
 * before answers that were asked for earlier: an action whose events are stored, and not its
 * answer, is asked about again. Answers do not go before events: what is archived and not yet in
 * the log would be drawn by nobody (SYN-18).
 */
function takeNext(queue: Write[]): Write {
  const first = queue.shift();
  if (first === undefined) throw new Error("Missing: a write in the queue");
  switch (first.kind) {
    case "store-events":
      return withEventsBehind(first, queue);
    case "store-entries":
      return withEntriesBehind(first, queue);
    case "store-snapshot":
    case "notice":
      return first;
    default:
      return unreachable(first);
  }
}

function withEventsBehind(first: StoreEvents, queue: Write[]): StoreEvents {
  const events = [...first.events];
  const passed: Write[] = [];
  let { to } = first;
  for (let next = queue[0]; next !== undefined && events.length < MOST_EVENTS; next = queue[0]) {
    if (next.kind === "store-events" && next.from.seq === to.seq && next.from.id === to.id) {
      events.push(...next.events);
      to = next.to;
    } else if (isAnswers(next)) passed.push(next);
    else break;
    queue.shift();
  }
  queue.unshift(...passed);
  return { ...first, to, events };
}

function withEntriesBehind(first: StoreEntries, queue: Write[]): StoreEntries {
  if (!isAnswers(first)) return first;
  const entries = byPlace(first.entries);
  for (
    let next = queue[0];
    next !== undefined && isAnswers(next) && entries.size < MOST_ENTRIES;
    next = queue[0]
  ) {
    for (const entry of next.entries) entries.set(entry.at, entry);
    queue.shift();
  }
  return { ...first, entries: [...entries.values()] };
}

const isSnapshot = ({ kind }: Write): boolean => kind === "store-snapshot";

const isOfTheLog = ({ kind }: Write): boolean =>
  kind === "store-snapshot" || kind === "store-events";

/**
 * Entries of the client that the store knows: what carries over to another one is a transaction of
 * its own (SYN-22).
 */
const isAnswers = (write: Write): write is StoreEntries =>
  write.kind === "store-entries" && write.client === null;

const byPlace = (entries: readonly OutboxEntry[]): Map<number, OutboxEntry> =>
  new Map(entries.map((entry) => [entry.at, entry]));

/** Null when it is done, one way or another. */
async function perform(
  store: ShellStore,
  term: number,
  write: Write,
  written: Written,
): Promise<StoreFailure | null> {
  switch (write.kind) {
    case "store-snapshot": {
      const done = await store.storeSnapshot(term, write.snapshot);
      if (done.ok) written.persisted(done.value, write.fill);
      else if (done.error.kind !== "deposed") return done.error;
      else written.deposed();
      return null;
    }
    case "store-events": {
      const done = await store.storeEvents(write.from, write.to, write.events);
      if (done.ok) written.persisted(write.to, write.events);
      else if (done.error.kind !== "elsewhere") return done.error;
      else written.elsewhere();
      return null;
    }
    case "store-entries": {
      const done = await store.storeEntries(term, write.entries, write.client);
      if (done.ok) {
        written.entriesStored();
        if (write.client !== null) written.clientStored(write.client.clientId);
      } else if (done.error.kind !== "deposed") return done.error;
      else written.deposed();
      return null;
    }
    case "notice": {
      const done = await store.addNotice(write.notice);
      if (!done.ok) return done.error;
      written.noticeStored();
      return null;
    }
  }
}
