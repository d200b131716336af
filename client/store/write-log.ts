import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { splitNumber } from "#shared/orders/order-number.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Deposed, Elsewhere } from "#shared/sync/device/shell/ports.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { chunksOf } from "./chunks.ts";
import { keepStart, keepTail } from "./history.ts";
import { type Database, type PlaceRow, write } from "./database.ts";

/** Base replaced, log tail emptied, cursor set, in one transaction (SYN-14). */
export async function storeSnapshot(
  db: Database,
  term: number,
  letter: string,
  snapshot: Snapshot,
): Promise<Result<Cursor, Deposed>> {
  const { orders, ...frame } = snapshot;
  const cursor: Cursor = {
    logId: snapshot.logId,
    epoch: snapshot.epoch,
    seq: snapshot.seq,
    id: snapshot.id,
  };
  return write(db, [db.meta, db.base, db.log, db.history], async () => {
    const client = await db.client.get("client");
    if (client === undefined || client.term !== term) return err({ kind: "deposed" as const });
    // A device whose storage was wiped counts on from the numbers it gave before, instead of
    // calling two orders B1 in one evening.
    if (client.counter === 0)
      await db.client.put({ ...client, counter: lastCounter(letter, orders) });
    const place = (await db.meta.get("place")) as PlaceRow | undefined;
    // What was kept of another log is not what this device may look back on: a board was told more
    // of it than it is now (SYN-35).
    if (place !== undefined && place.cursor.logId !== snapshot.logId)
      await Promise.all([db.history.clear(), db.log.clear()]);
    await keepTail(db, await db.log.toArray());
    await keepStart(db, snapshot);
    await Promise.all([db.base.clear(), db.log.clear()]);
    await db.base.bulkPut(chunksOf(orders));
    await db.meta.bulkPut([
      { key: "base", frame },
      { key: "place", cursor },
    ]);
    return ok(cursor);
  });
}

/**
 * Log tail appended and cursor moved in one transaction (SYN-12), only where what is stored ends at
 * `from` and no hole would be left.
 */
export async function storeEvents(
  db: Database,
  from: Cursor,
  to: Cursor,
  events: readonly HeardEvent[],
): Promise<Result<void, Elsewhere>> {
  return write(db, [db.meta, db.log], async () => {
    const place = (await db.meta.get("place")) as PlaceRow | undefined;
    if (place === undefined || !sameCursor(place.cursor, from) || !follow(from, to, events))
      return err({ kind: "elsewhere" as const });
    const first = events[0];
    if (first !== undefined) await db.log.put({ seq: first.seq, events });
    await db.meta.put({ key: "place", cursor: to });
    return ok(undefined);
  });
}

const sameCursor = (a: Cursor, b: Cursor): boolean =>
  a.logId === b.logId && a.epoch === b.epoch && a.seq === b.seq && a.id === b.id;

const follow = (from: Cursor, to: Cursor, events: readonly HeardEvent[]): boolean =>
  events.every((event, index) => event.seq === from.seq + 1 + index) &&
  to.seq === from.seq + events.length;

function lastCounter(letter: string, orders: readonly Order[]): number {
  let last: Order | null = null;
  for (const order of orders) {
    if (
      splitNumber(order.number).letter === letter &&
      (last === null || order.placedAt > last.placedAt)
    )
      last = order;
  }
  return last === null ? 0 : splitNumber(last.number).counter;
}
