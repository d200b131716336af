/**
 * The notifications of one restaurant, as rows: who takes one holds it for a while, and who dies
 * with one in hand loses it to the next.
 */
import type { PushSubscriptionBody } from "#shared/api/push.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import type { EventData } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Tx } from "../db/database.ts";
import { IS_COUNTED } from "../guests/counted.ts";
import { readSettings } from "../restaurants/read.ts";

/** Longer than a send may take, so that no two servers send the same. */
export const HELD_MS = 30 * SECOND;
/** An alarm that comes later than this tells of the past. */
export const TOO_OLD_MS = 10 * MINUTE;
/** Taken at a time. */
export const BATCH = 20;

export type Claimed = {
  readonly eventId: string;
  readonly subjectId: string;
  readonly data: EventData["restaurant_notification"];
  readonly createdAt: Date;
  /** This try included. */
  readonly attempts: number;
  /** Null: the phone has signed off since. */
  readonly subscription: PushSubscriptionBody | null;
  /** The order it is about, as it is now. */
  readonly order: Order | null;
  /** When the device it is about was last heard of. */
  readonly lastSeenAt: Date | null;
  /** How many guests' orders wait now at the table it is about. */
  readonly waiting: number;
};

export type ClaimedNotifications = {
  readonly notifications: readonly Claimed[];
  readonly settings: Settings;
};

type Key = Pick<Claimed, "eventId" | "subjectId">;

/** Takes what is due, oldest first, and drops what is too old to be told. */
export async function claim(tx: Tx, restaurantId: string): Promise<ClaimedNotifications> {
  await tx.query(
    "delete from notifications where restaurant_id = $1 and created_at < now() - $2 * interval '1 millisecond'",
    [restaurantId, TOO_OLD_MS],
  );
  const { rows } = await tx.query<Claimed>(
    `with due as (select event_id, subject_id from notifications where restaurant_id = $1 and due_at <= now() order by due_at limit $2 for update skip locked),
       taken as (update notifications n set due_at = now() + $3 * interval '1 millisecond', attempts = n.attempts + 1 from due
         where n.restaurant_id = $1 and n.event_id = due.event_id and n.subject_id = due.subject_id
         returning n.event_id, n.subject_id, n.body::json -> 'data' as data, n.created_at, n.attempts)
     select t.event_id as "eventId", t.subject_id as "subjectId", t.data, t.created_at as "createdAt", t.attempts,
       case when s.endpoint is not null then json_build_object('endpoint', s.endpoint, 'keys', json_build_object('p256dh', s.p256dh, 'auth', s.auth)) end as subscription,
       (select o.doc from orders o where o.restaurant_id = $1 and o.order_id = (t.data ->> 'orderId')::uuid) as "order",
       (select d.last_seen_at from devices d where d.restaurant_id = $1 and d.device_id = (t.data ->> 'deviceId')::uuid) as "lastSeenAt",
       (select count(*) from orders o join restaurants h on h.restaurant_id = o.restaurant_id
         where o.restaurant_id = $1 and o.table_id = t.data ->> 'tableId' and o.guest = 'waiting' and ${IS_COUNTED}) as waiting
     from taken t left join push_subscriptions s on s.restaurant_id = $1 and s.subject_id = t.subject_id order by t.created_at`,
    [restaurantId, BATCH, HELD_MS],
  );
  return { notifications: rows, settings: await readSettings(tx) };
}

/** Sent, or nothing to send any more. */
export async function drop(
  tx: Tx,
  restaurantId: string,
  { eventId, subjectId }: Key,
): Promise<void> {
  await tx.query(
    "delete from notifications where restaurant_id = $1 and event_id = $2 and subject_id = $3",
    [restaurantId, eventId, subjectId],
  );
}

export async function putOff(
  tx: Tx,
  restaurantId: string,
  { eventId, subjectId }: Key,
  delayMs: number,
): Promise<void> {
  await tx.query(
    "update notifications set due_at = now() + $4 * interval '1 millisecond' where restaurant_id = $1 and event_id = $2 and subject_id = $3",
    [restaurantId, eventId, subjectId, delayMs],
  );
}
