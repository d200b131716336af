/**
 * What this device saw of the service, for looking back: the log's events as they leave the tail,
 * and what stood there where a snapshot replaced the base. Kept beside the base and never read by
 * sync, so nothing depends on it being whole.
 */
import { DAY, fromIso } from "#shared/kernel/time.ts";
import { isClosed } from "#shared/orders/order.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Recorded } from "#shared/kitchen/film.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { type Database, type LogRow, write } from "./database.ts";

/** A service and the night after it. */
export const KEEP_HISTORY_MS = DAY;

/**
 * Rows of some 500 events of about 1 KB: 20 MB at the most; the busiest day of our real orders has
 * 3,000.
 */
export const MAX_HISTORY_ROWS = 40;

/**
 * Of what stood there at a snapshot: a kitchen's board many times over, and nothing to a first fill
 * of thousands.
 */
export const MAX_START_ORDERS = 500;

/** Inside the caller's transaction, which empties the tail. */
export async function keepTail(db: Database, tail: readonly LogRow[]): Promise<void> {
  const events = tail.flatMap((row) => row.events);
  const last = events.at(-1);
  if (last !== undefined)
    await db.history.add({ at: fromIso(last.recordedAt), recorded: { kind: "events", events } });
}

/**
 * A snapshot takes the place of everything: what the log said between is not known here. Inside the
 * caller's transaction.
 */
export async function keepStart(
  db: Database,
  { serverTime, orders }: Pick<Snapshot, "serverTime" | "orders">,
): Promise<void> {
  const atMs = fromIso(serverTime);
  await db.history.add({
    at: atMs,
    recorded: {
      kind: "start",
      atMs,
      orders: orders.filter((order) => !isClosed(order)).slice(-MAX_START_ORDERS),
    },
  });
}

/** Everything that is kept, oldest first, the tail included, in one consistent read. */
export async function history(db: Database): Promise<readonly Recorded[]> {
  return db.dexie.transaction("r", [db.history, db.log], async () => {
    const [rows, tail] = await Promise.all([db.history.toArray(), db.log.toArray()]);
    const events: readonly HeardEvent[] = tail.flatMap((row) => row.events);
    return [
      ...rows.map((row) => row.recorded),
      ...(events.length === 0 ? [] : [{ kind: "events" as const, events }]),
    ];
  });
}

export async function forgetHistory(db: Database, nowMs: number): Promise<void> {
  await write(db, [db.history], async () => {
    const keys = await db.history.orderBy("n").primaryKeys();
    await db.history.bulkDelete(keys.slice(0, Math.max(0, keys.length - MAX_HISTORY_ROWS)));
    await db.history
      .where("at")
      .below(nowMs - KEEP_HISTORY_MS)
      .delete();
  });
}
