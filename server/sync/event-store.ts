/**
 * Reading a restaurant's log. Events leave as the JSON text they were stored as: never parsed,
 * never written again.
 */

import type { Tx } from "../db/database.ts";

export type StoredEvent = {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  /** The event's exact JSON text. */
  readonly body: string;
};

export type LogState = {
  readonly logId: string;
  readonly epoch: number;
  /** Seq of the newest event; 0 for an empty log. */
  readonly head: number;
  readonly headId: string | null;
  /**
   * The oldest seq a cursor may stand on. Its event is kept, so that such a cursor's id can still
   * be checked.
   */
  readonly floor: number;
};

/**
 * Where a reader says it is. What it leaves null is not checked (programs may know only the seq).
 */
export type LogCursor = {
  readonly seq: number;
  readonly id: string | null;
  readonly logId: string | null;
  readonly epoch: number | null;
};

export type CursorCheck =
  | {
      readonly kind: "ok";
      readonly log: LogState;
      /** The id of the event at the cursor; null at 0. */ readonly id: string | null;
    }
  | { readonly kind: "must_refetch"; readonly log: LogState };

/** Null: the restaurant has no log (it does not exist). */
export async function readLog(tx: Tx, restaurantId: string): Promise<LogState | null> {
  const { rows } = await tx.query<LogState>(
    `select log_id as "logId", epoch, head_seq as head, head_id as "headId", floor_seq as floor
     from restaurant_logs where restaurant_id = $1`,
    [restaurantId],
  );
  return rows[0] ?? null;
}

/**
 * May a reader go on from here? After a restored backup the same seq can belong to another event;
 * only the id tells.
 */
export async function checkCursor(
  tx: Tx,
  restaurantId: string,
  cursor: LogCursor,
): Promise<CursorCheck | null> {
  const { rows } = await tx.query<LogState & { at: string | null }>(
    `select log_id as "logId", epoch, head_seq as head, head_id as "headId", floor_seq as floor,
       (select e.id from pending_events e where e.restaurant_id = l.restaurant_id and e.seq = $2) as at
     from restaurant_logs l where l.restaurant_id = $1`,
    [restaurantId, cursor.seq],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { at, ...log } = row;
  const ok =
    (cursor.logId === null || cursor.logId === log.logId) &&
    (cursor.epoch === null || cursor.epoch === log.epoch) &&
    cursor.seq >= log.floor &&
    cursor.seq <= log.head &&
    (cursor.seq === 0 || at !== null) &&
    (cursor.id === null || cursor.id === at);
  return ok ? { kind: "ok", log, id: at } : { kind: "must_refetch", log };
}

/**
 * Bodies per page: a hundred menus must not become one write. A page always has at least one event.
 */
export const MAX_PAGE_BYTES = 1024 * 1024;

/**
 * Events after `since`, oldest first, at most `limit`. The caller has checked the cursor in the
 * same snapshot.
 */
export async function readPage(
  tx: Tx,
  restaurantId: string,
  since: number,
  limit: number,
): Promise<StoredEvent[]> {
  const { rows } = await tx.query<StoredEvent>(PAGE, [
    restaurantId,
    since + 1,
    limit,
    MAX_PAGE_BYTES,
  ]);
  return rows;
}

/**
 * What follows an event that the reader names by seq and id, in one statement; `must_refetch` where
 * that event is not there (any more).
 */
export async function readAfter(
  tx: Tx,
  restaurantId: string,
  at: { readonly seq: number; readonly id: string | null },
  limit: number,
): Promise<StoredEvent[] | "must_refetch"> {
  if (at.seq === 0) {
    const events = await readPage(tx, restaurantId, 0, limit);
    return events[0] === undefined || events[0].seq === 1 ? events : "must_refetch";
  }
  const { rows } = await tx.query<StoredEvent>(PAGE, [
    restaurantId,
    at.seq,
    limit + 1,
    MAX_PAGE_BYTES,
  ]);
  const [anchor, ...events] = rows;
  if (anchor?.seq !== at.seq || anchor.id !== at.id) return "must_refetch";
  // The anchor alone may have filled the page.
  return events.length > 0 || anchor.body.length < MAX_PAGE_BYTES / 4
    ? events
    : readPage(tx, restaurantId, at.seq, limit);
}

const PAGE = `select seq, id, type, body from (
    select seq, id, type, body, sum(octet_length(body)) over (order by seq rows unbounded preceding) - octet_length(body) as before
    from pending_events where restaurant_id = $1 and seq >= $2 order by seq limit $3) as page
  where before < $4 order by seq`;
