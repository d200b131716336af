import { DAY, fromIso, HOUR, type IsoTime } from "#shared/kernel/time.ts";
import { RETENTION_MS } from "#shared/sync/messages/protocol.ts";
import { applyToWorld, forgetClosed, type World } from "#shared/sync/world.ts";
import { rewrite } from "./chunks.ts";
import { forgetHistory, keepTail } from "./history.ts";
import { type BaseRow, type Database, type PlaceRow, write } from "./database.ts";

/** Closed orders leave the device after this. */
export const KEEP_CLOSED_MS = 12 * HOUR;

/**
 * Confirmed actions leave the device when the server's log may forget them too (SYN-32), or after
 * this: a busy device makes thousands a day.
 */
export const MOST_KEPT_MS = 30 * DAY;

/** Notices that were dismissed. */
const KEEP_NOTICES_MS = 7 * DAY;

/** The tail is left alone until it is this long: folding rewrites the base. */
export const TAIL = 500;

/**
 * Confirmed actions are put together when there are this many; no more at once than a screen does
 * not feel.
 */
const BUNDLE = 200;
const MOST_BUNDLED = 1_000;

/**
 * Folds the log tail into the base and forgets what nobody needs any more. Each part reads and
 * writes in one transaction, so it is right whatever tabs do meanwhile. To be called when idle.
 * `retentionMs`: how long the server says that it keeps its log; null where it has not said it
 * lately, and then what it said last counts. Says how many events it folded.
 */
export async function compact(
  db: Database,
  nowMs: number,
  retentionMs: number | null,
  tail: number = TAIL,
): Promise<number> {
  await forgetOld(db, nowMs, await keptMs(db, retentionMs));
  await bundleDone(db);
  await forgetHistory(db, nowMs);
  return foldTail(db, nowMs, tail);
}

async function foldTail(db: Database, nowMs: number, tail: number): Promise<number> {
  return write(db, [db.meta, db.base, db.log, db.history], async () => {
    const rows = await db.log.toArray();
    const events = rows.flatMap((row) => row.events);
    if (events.length < tail) return 0;
    const [base, place] = [
      (await db.meta.get("base")) as BaseRow | undefined,
      (await db.meta.get("place")) as PlaceRow | undefined,
    ];
    if (base === undefined || place === undefined) return 0;

    const chunks = await db.base.toArray();
    const { frame } = base;
    const orders = chunks.flatMap((chunk) => chunk.orders);
    const world: World = {
      orders: new Map(orders.map((order) => [order.orderId, order])),
      menu: frame.menu,
      tables: frame.tables,
      settings: frame.settings,
    };
    for (const event of events) applyToWorld(world, event);
    forgetClosed(world, nowMs, KEEP_CLOSED_MS);

    const { put, gone } = rewrite(chunks, world.orders);
    await keepTail(db, rows);
    await Promise.all([db.log.clear(), db.base.bulkDelete([...gone])]);
    await db.base.bulkPut([...put]);
    const { menu, tables, settings } = world;
    await db.meta.put({
      key: "base",
      frame: { ...frame, ...place.cursor, menu, tables, settings },
    });
    return events.length;
  });
}

async function bundleDone(db: Database): Promise<void> {
  await write(db, [db.outbox, db.archive], async () => {
    const done = await db.outbox.where("state").equals("done").limit(MOST_BUNDLED).toArray();
    if (done.length < BUNDLE) return;
    await db.archive.add({ entries: done });
    await db.outbox.bulkDelete(done.map((entry) => entry.at));
  });
}

/**
 * How long confirmed actions are kept. What the server says is written down: a device that starts
 * without a network must not forget more than that.
 */
async function keptMs(db: Database, told: number | null): Promise<number> {
  return write(db, [db.meta], async () => {
    const base = (await db.meta.get("base")) as BaseRow | undefined;
    if (base !== undefined && told !== null && told !== base.frame.retentionMs)
      await db.meta.put({ ...base, frame: { ...base.frame, retentionMs: told } });
    return Math.min(told ?? base?.frame.retentionMs ?? RETENTION_MS, MOST_KEPT_MS);
  });
}

async function forgetOld(db: Database, nowMs: number, keepMs: number): Promise<void> {
  const isOld = (time: IsoTime) => nowMs - fromIso(time) > keepMs;
  await write(db, [db.outbox, db.archive, db.notices], async () => {
    await db.outbox
      .where("state")
      .equals("done")
      .filter((entry) => isOld(entry.occurredAt))
      .delete();
    // Entries of a bundle follow each other in time: the last one says when all of it may go.
    await db.archive
      .filter(({ entries }) => entries.every((entry) => isOld(entry.occurredAt)))
      .delete();
    await db.notices
      .filter((notice) => notice.dismissed && nowMs - notice.at > KEEP_NOTICES_MS)
      .delete();
  });
}
