/**
 * How far each device has got. A device's word moves its own cursor; an event counts as delivered
 * when every active device of the restaurant has it, which serves retention and the pending figures
 * and never delivery itself. Acknowledgements that arrive while others of the same restaurant are
 * being written are written together next.
 */

import { gather } from "#shared/kernel/gather.ts";
import { DAY } from "#shared/kernel/time.ts";
import type { Database, Tx } from "../db/database.ts";

export type Via = "sse" | "polling";

export type CursorAcks = {
  /**
   * Resolves when it is stored. A seq above the head (a restored backup) counts as the head; a
   * lower one than before changes nothing.
   */
  acknowledge(restaurantId: string, deviceId: string, seq: number, via: Via): Promise<void>;
};

/**
 * A device that was not seen for this long is asleep: it holds nothing back, and takes a snapshot
 * when it wakes behind the floor.
 */
export const ASLEEP_AFTER_MS = 7 * DAY;

/** Of one restaurant, written in one transaction. */
export const MOST_ACKS = 1_000;

export function createCursorAcks(database: Pick<Database, "tenant">): CursorAcks {
  const gathering = new Map<string, (ack: Ack) => Promise<void>>();

  const gatherFor = (restaurantId: string): ((ack: Ack) => Promise<void>) =>
    gather({
      most: MOST_ACKS,
      carryOut: async (acks: readonly Ack[]) => {
        await database.tenant(restaurantId, (tx) => store(tx, restaurantId, furthest(acks)));
        return acks.map(() => undefined);
      },
      idle: () => gathering.delete(restaurantId),
    });

  return {
    acknowledge(restaurantId, deviceId, seq, via) {
      const add = gathering.get(restaurantId) ?? gatherFor(restaurantId);
      gathering.set(restaurantId, add);
      return add({ deviceId, seq, via });
    },
  };
}

/** Marks what every active device has by now. `via` is how the last of them got it. */
export async function markDelivered(tx: Tx, restaurantId: string, via: Via): Promise<void> {
  await tx.query(
    `update pending_events e set delivered_at = now(), delivered_via = $2
     from (select min(coalesce(k.acked_seq, 0)) as seq from devices d
             left join device_cursors k on k.restaurant_id = d.restaurant_id and k.device_id = d.device_id
             where d.restaurant_id = $1 and d.revoked_at is null and d.last_seen_at > now() - $3 * interval '1 millisecond') as everybody
     where e.restaurant_id = $1 and e.delivered_at is null and e.seq <= everybody.seq`,
    [restaurantId, via, ASLEEP_AFTER_MS],
  );
}

/**
 * Proof of life of a device that asks or listens; written at most every half minute, because every
 * beat of every stream says it.
 */
export async function touchDevices(
  tx: Tx,
  restaurantId: string,
  deviceIds: readonly string[],
): Promise<void> {
  await tx.query(
    `update devices set last_seen_at = now()
     where restaurant_id = $1 and device_id = any ($2::uuid[]) and last_seen_at < now() - interval '30 seconds'`,
    [restaurantId, deviceIds],
  );
}

type Ack = { readonly deviceId: string; readonly seq: number; readonly via: Via };

/** One of each device: a row is written once in a statement. */
function furthest(acks: readonly Ack[]): readonly Ack[] {
  const byDevice = new Map<string, Ack>();
  for (const ack of acks)
    byDevice.set(ack.deviceId, {
      ...ack,
      seq: Math.max(ack.seq, byDevice.get(ack.deviceId)?.seq ?? 0),
    });
  return [...byDevice.values()];
}

async function store(tx: Tx, restaurantId: string, acks: readonly Ack[]): Promise<void> {
  await tx.query(
    `insert into device_cursors (restaurant_id, device_id, acked_seq, via)
     select $1, a.device_id, least(a.seq, l.head_seq), a.via
       from unnest($2::uuid[], $3::bigint[], $4::text[]) as a (device_id, seq, via)
       join devices d on d.restaurant_id = $1 and d.device_id = a.device_id and d.revoked_at is null
       join restaurant_logs l on l.restaurant_id = $1
       order by a.device_id
     on conflict (restaurant_id, device_id) do update set acked_seq = excluded.acked_seq, acked_at = now(), via = excluded.via
       where device_cursors.acked_seq < excluded.acked_seq`,
    [
      restaurantId,
      acks.map(({ deviceId }) => deviceId),
      acks.map(({ seq }) => seq),
      acks.map(({ via }) => via),
    ],
  );
  await touchDevices(
    tx,
    restaurantId,
    acks.map(({ deviceId }) => deviceId),
  );
  await markDelivered(tx, restaurantId, acks.at(-1)?.via ?? "sse");
}
