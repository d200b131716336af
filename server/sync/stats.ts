/**
 * `GET /api/debug/events/stats`: a restaurant's last 24 hours. Counts are the caller's restaurant's
 * only.
 */

import type { Database } from "../db/database.ts";
import type { HintStatus } from "./hints.ts";

export type EventStats = {
  readonly activeSSEConnections: number;
  readonly totalEventsPublished24h: number;
  readonly eventsInPendingQueue: number;
  readonly averageDeliveryLatencyMs: number;
  readonly p99DeliveryLatencyMs: number;
  readonly deliveredBySse24h: number;
  readonly deliveredByPolling24h: number;
  readonly pubsubStatus: HintStatus;
  readonly pubsubReconnects: number;
  readonly lastPublishedEvent: { readonly type: string; readonly timestamp: string } | null;
};

/** From recording an event to the acknowledgement of the last active device, in milliseconds. */
export async function readStats(
  database: Pick<Database, "heavy">,
  restaurantId: string,
  live: Pick<EventStats, "activeSSEConnections" | "pubsubStatus" | "pubsubReconnects">,
): Promise<EventStats> {
  const { counts, last } = await database.heavy(restaurantId, async (tx) => ({
    counts: (
      await tx.query<Counts>(
        `select count(*) filter (where created_at > now() - interval '1 day') as published,
         count(*) filter (where delivered_at is null) as pending,
         count(*) filter (where delivered_at > now() - interval '1 day' and delivered_via = 'sse') as sse,
         count(*) filter (where delivered_at > now() - interval '1 day' and delivered_via = 'polling') as polling,
         coalesce(avg(latency), 0)::float8 as average, coalesce(percentile_cont(0.99) within group (order by latency), 0)::float8 as p99
       from (select created_at, delivered_at, delivered_via,
               case when delivered_at > now() - interval '1 day' then greatest(0, extract(epoch from delivered_at - created_at) * 1000)::float8 end as latency
             from pending_events where restaurant_id = $1) as e`,
        [restaurantId],
      )
    ).rows[0],
    last: (
      await tx.query<{ type: string; createdAt: Date }>(
        `select type, created_at as "createdAt" from pending_events where restaurant_id = $1 order by seq desc limit 1`,
        [restaurantId],
      )
    ).rows[0],
  }));
  return {
    activeSSEConnections: live.activeSSEConnections,
    totalEventsPublished24h: counts?.published ?? 0,
    eventsInPendingQueue: counts?.pending ?? 0,
    averageDeliveryLatencyMs: Math.round(counts?.average ?? 0),
    p99DeliveryLatencyMs: Math.round(counts?.p99 ?? 0),
    deliveredBySse24h: counts?.sse ?? 0,
    deliveredByPolling24h: counts?.polling ?? 0,
    pubsubStatus: live.pubsubStatus,
    pubsubReconnects: live.pubsubReconnects,
    lastPublishedEvent:
      last === undefined ? null : { type: last.type, timestamp: last.createdAt.toISOString() },
  };
}

type Counts = {
  published: number;
  pending: number;
  sse: number;
  polling: number;
  average: number;
  p99: number;
};
