/**
 * What a device keeps, as IndexedDB tables. One database for each role at each restaurant, so that
 * a phone may be owner and floor at once.
 *
 * Everything is written with strict durability. Relaxed writes of the log would be a little faster,
 * but an archived outbox entry and the events that carry its effect stand in different
 * transactions, and a power cut must not keep the first and lose the second.
 *
 * One transaction writes at a time, whatever its tables and its tab: see `write`.
 */
import Dexie, { type PromiseExtended, type Table } from "dexie";
import type { Recorded } from "#shared/kitchen/film.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Notice } from "#shared/sync/device/shell/ports.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";

/** Who this device is to the server's sequencer. */
export type ClientRow = {
  readonly key: "client";
  readonly clientId: string;
  /** The id that the next action takes. */
  readonly nextId: number;
  /** Last counter of the order numbers made here, after this device's letter. */
  readonly counter: number;
  /** Raised by each tab that starts to lead: what a deposed leader still writes is refused. */
  readonly term: number;
};

/** The base without its orders. */
export type BaseRow = { readonly key: "base"; readonly frame: Omit<Snapshot, "orders"> };

/** How far the stored log reaches. */
export type PlaceRow = { readonly key: "place"; readonly cursor: Cursor };

/**
 * Orders of the base: 10,000 as single rows take 1,020 ms to write in Chromium, in hundreds 44 ms.
 */
export type ChunkRow = { readonly n: number; readonly orders: readonly Order[] };

/** Events that were stored together, under the seq of the first. */
export type LogRow = { readonly seq: number; readonly events: readonly HeardEvent[] };

/**
 * Confirmed actions, kept in case the server forgets them: a week of them (14,000) as single rows
 * took 670 ms to read at every start, in bundles 40 ms.
 */
export type ArchiveRow = { readonly entries: readonly OutboxEntry[] };

export type NoticeRow = Notice & {
  /** Kept a while, so that a repeated outcome does not bring it back. */
  readonly dismissed: boolean;
};

/** A part of what was seen of the service; `at` is its last moment, in ms since 1970. */
export type HistoryRow = { readonly n: number; readonly at: number; readonly recorded: Recorded };

export type Database = {
  readonly dexie: Dexie;
  readonly client: Table<ClientRow, string>;
  readonly meta: Table<BaseRow | PlaceRow, string>;
  readonly base: Table<ChunkRow, number>;
  readonly log: Table<LogRow, number>;
  readonly outbox: Table<OutboxEntry, number, Omit<OutboxEntry, "at">>;
  readonly archive: Table<ArchiveRow, number>;
  readonly notices: Table<NoticeRow, string>;
  readonly history: Table<HistoryRow, number, Omit<HistoryRow, "n">>;
};

/**
 * The tables of the database `name`; opened at the first use, and again after the browser closed
 * it.
 */
export function describeDatabase(name: string): Database {
  const dexie = new Dexie(name, { chromeTransactionDurability: "strict" });
  dexie.version(1).stores({
    client: "key",
    meta: "key",
    base: "n",
    log: "seq",
    outbox: "++at, state",
    archive: "++",
    notices: "id",
  });
  dexie.version(2).stores({ history: "++n, at" });
  return {
    dexie,
    client: dexie.table("client"),
    meta: dexie.table("meta"),
    base: dexie.table("base"),
    log: dexie.table("log"),
    outbox: dexie.table("outbox"),
    archive: dexie.table("archive"),
    notices: dexie.table("notices"),
    history: dexie.table("history"),
  };
}

/**
 * The only way to write: `work` in a transaction that covers `client` besides `tables`, so that the
 * browser lets no other one write meanwhile.
 *
 * Chromium writes down which locks a transaction holds, to be able to take it back after a crash,
 * and the whole database's name is among them, as if it were held alone. Where two transactions of
 * one database were writing when the tablet died, even to tables that have nothing in common, the
 * next start finds one lock held twice, calls that corrupt ("Invalid locks on disk",
 * `LevelDBScopes::Initialize`) and throws everything away. (Chromium 156: each time, where two
 * tables are written; never, where both cover a third. It took the database in one kill of a busy
 * tablet in ten.)
 */
export function write<T>(
  db: Database,
  tables: readonly Table[],
  work: () => PromiseLike<T>,
): PromiseExtended<T> {
  return db.dexie.transaction("rw", [db.client, ...tables], work);
}
