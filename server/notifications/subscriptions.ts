/** Which phones want to be told: at most one for each session or device of an owner. */
import type { PushSubscriptionBody } from "#shared/api/push.ts";
import type { Tx } from "../db/database.ts";

/** The newest stay: more than an owner, partners and managers have. */
export const MAX_SUBSCRIPTIONS = 20;

export async function putSubscription(
  tx: Tx,
  restaurantId: string,
  subjectId: string,
  { endpoint, keys }: PushSubscriptionBody,
): Promise<void> {
  // The same browser under an earlier session: it must not ring twice.
  await tx.query(
    "delete from push_subscriptions where restaurant_id = $1 and endpoint = $2 and subject_id <> $3",
    [restaurantId, endpoint, subjectId],
  );
  await tx.query(
    `insert into push_subscriptions (restaurant_id, subject_id, endpoint, p256dh, auth) values ($1, $2, $3, $4, $5)
     on conflict (restaurant_id, subject_id) do update set endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth, created_at = now()`,
    [restaurantId, subjectId, endpoint, keys.p256dh, keys.auth],
  );
  await tx.query(
    `delete from push_subscriptions where restaurant_id = $1 and subject_id in (
       select subject_id from push_subscriptions where restaurant_id = $1 order by created_at desc, subject_id offset $2)`,
    [restaurantId, MAX_SUBSCRIPTIONS],
  );
}

export async function findSubscription(
  tx: Tx,
  restaurantId: string,
  subjectId: string,
): Promise<PushSubscriptionBody | null> {
  const { rows } = await tx.query<{ endpoint: string; p256dh: string; auth: string }>(
    "select endpoint, p256dh, auth from push_subscriptions where restaurant_id = $1 and subject_id = $2",
    [restaurantId, subjectId],
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { endpoint: row.endpoint, keys: { p256dh: row.p256dh, auth: row.auth } };
}

/**
 * Ends it, and what was still to be sent to it. With `endpoint`: only while it is still that one.
 */
export async function endSubscription(
  tx: Tx,
  restaurantId: string,
  subjectId: string,
  endpoint: string | null = null,
): Promise<void> {
  const { rowCount } = await tx.query(
    "delete from push_subscriptions where restaurant_id = $1 and subject_id = $2 and ($3::text is null or endpoint = $3)",
    [restaurantId, subjectId, endpoint],
  );
  if (rowCount > 0 || endpoint === null)
    await tx.query("delete from notifications where restaurant_id = $1 and subject_id = $2", [
      restaurantId,
      subjectId,
    ]);
}
