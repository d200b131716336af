/**
 * `GET /api/debug/events/pending`: what some active device does not have yet, oldest first, and who
 * is missing it.
 */

import { MINUTE } from "#shared/kernel/time.ts";
import type { Database } from "../db/database.ts";
import { ASLEEP_AFTER_MS } from "./ack.ts";

export type PendingEvent = {
  readonly id: string;
  readonly seq: number;
  readonly eventType: string;
  readonly createdAt: string;
  readonly deliveredAt: string | null;
  readonly ageMinutes: number;
  readonly waitingFor: readonly string[];
};

export async function readPending(
  database: Pick<Database, "heavy">,
  restaurantId: string,
  limit: number,
  nowMs: number,
): Promise<PendingEvent[]> {
  const rows = await database.heavy(
    restaurantId,
    async (tx) =>
      (
        await tx.query<Row>(
          `select e.id, e.seq, e.type as "eventType", e.created_at as "createdAt", e.delivered_at as "deliveredAt",
       coalesce((select json_agg(d.device_id order by d.paired_at, d.device_id) from devices d
         left join device_cursors k on k.restaurant_id = d.restaurant_id and k.device_id = d.device_id
         where d.restaurant_id = e.restaurant_id and d.revoked_at is null and d.last_seen_at > now() - $3 * interval '1 millisecond'
           and coalesce(k.acked_seq, 0) < e.seq), '[]') as "waitingFor"
     from pending_events e where e.restaurant_id = $1 and e.delivered_at is null order by e.seq limit $2`,
          [restaurantId, limit, ASLEEP_AFTER_MS],
        )
      ).rows,
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    ageMinutes: Math.max(0, Math.round(((nowMs - row.createdAt.getTime()) / MINUTE) * 10) / 10),
  }));
}

type Row = {
  id: string;
  seq: number;
  eventType: string;
  createdAt: Date;
  deliveredAt: Date | null;
  waitingFor: string[];
};
