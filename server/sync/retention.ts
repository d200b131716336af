/**
 * Trimming one restaurant's log. What is older than the retention time goes, as far as every active
 * device has it; devices that sleep longer hold nothing back and take a snapshot when they wake.
 * The newest trimmed-to event stays as the floor, so that a cursor on it can still be checked by
 * its id.
 */

import { DAY } from "#shared/kernel/time.ts";
import type { Database, Tx } from "../db/database.ts";
import { ASLEEP_AFTER_MS, markDelivered } from "./ack.ts";

export type Trimmed = { readonly events: number; readonly results: number };

/**
 * Rows per transaction: the counter row is locked while it is trimmed, and orders wait behind it.
 */
export const TRIM_BATCH = 2_000;

/** One step; call again while it trims events. Null: another server is at it. */
export async function trimOnce(
  database: Pick<Database, "tenant">,
  restaurantId: string,
  retentionDays: number,
): Promise<Trimmed | null> {
  const olderThanMs = retentionDays * DAY;
  return database.tenant(restaurantId, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>(
      "select pg_try_advisory_xact_lock($1, hashtext($2)) as mine",
      [LOCK_CLASS, restaurantId],
    );
    if (rows[0]?.mine !== true) return null;
    // A device that was unpaired or fell asleep no longer holds back what only it was missing.
    await markDelivered(tx, restaurantId, "polling");
    const floor = await nextFloor(tx, restaurantId, olderThanMs);
    const events = floor === null ? 0 : await raiseFloor(tx, restaurantId, floor);
    return { events, results: await trimMemory(tx, restaurantId, olderThanMs) };
  });
}

/** Forgets the events below `floor`, under the log's lock. Says how many. */
export async function raiseFloor(tx: Tx, restaurantId: string, floor: number): Promise<number> {
  await tx.query(
    "update restaurant_logs set floor_seq = $2 where restaurant_id = $1 and floor_seq < $2",
    [restaurantId, floor],
  );
  const { rowCount } = await tx.query(
    "delete from pending_events where restaurant_id = $1 and seq < $2",
    [restaurantId, floor],
  );
  return rowCount;
}

const LOCK_CLASS = 0x74_72_69_6d; // "trim"

/**
 * The newest seq a cursor may still have to stand on, at most a batch above the floor; null where
 * nothing can go.
 */
async function nextFloor(
  tx: Tx,
  restaurantId: string,
  olderThanMs: number,
): Promise<number | null> {
  const { rows } = await tx.query<{ floor: number | null }>(
    `select max(e.seq) as floor from restaurant_logs l
     join pending_events e on e.restaurant_id = l.restaurant_id and e.seq > l.floor_seq and e.seq <= l.floor_seq + $3
     where l.restaurant_id = $1
       and e.created_at < now() - $2 * interval '1 millisecond'
       and e.seq < coalesce((select min(y.seq) from pending_events y
         where y.restaurant_id = $1 and y.seq > l.floor_seq and y.created_at >= now() - $2 * interval '1 millisecond'), l.head_seq + 1)
       and e.seq <= coalesce((select min(coalesce(k.acked_seq, 0)) from devices d
         left join device_cursors k on k.restaurant_id = d.restaurant_id and k.device_id = d.device_id
         where d.restaurant_id = $1 and d.revoked_at is null and d.last_seen_at > now() - $4 * interval '1 millisecond'), l.head_seq)`,
    [restaurantId, olderThanMs, TRIM_BATCH, ASLEEP_AFTER_MS],
  );
  return rows[0]?.floor ?? null;
}

/**
 * Stored answers that nobody can ask for again: a device keeps its own mutations no longer than the
 * retention time either.
 */
async function trimMemory(tx: Tx, restaurantId: string, olderThanMs: number): Promise<number> {
  const results = await tx.query(
    `delete from mutation_results m using sync_clients c
     where m.restaurant_id = $1 and c.restaurant_id = $1 and c.client_id = m.client_id and m.mutation_id < c.last_mutation_id
       and m.created_at < now() - $2 * interval '1 millisecond'`,
    [restaurantId, olderThanMs],
  );
  const keys = await tx.query(
    "delete from idempotency_keys where restaurant_id = $1 and created_at < now() - $2 * interval '1 millisecond'",
    [restaurantId, olderThanMs],
  );
  return results.rowCount + keys.rowCount;
}
