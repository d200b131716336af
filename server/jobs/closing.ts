/**
 * Completes the orders that nobody came back to (ORD-26): where nobody serves or completes on a
 * screen, they would stay open for ever, on every board and in every snapshot. What the database
 * says of their last change counts too, because a tablet's clock may have been wrong; whether it is
 * still so is decided again behind the log's lock. Several servers may run it: the second has no
 * effect.
 */
import { HOUR, MINUTE, type Clock } from "#shared/kernel/time.ts";
import { closesAt, READY_CLOSES_MS, SERVED_CLOSES_MS } from "#shared/orders/closing.ts";
import type { Order } from "#shared/orders/order.ts";
import { systemActor } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import { startJob, type Job } from "../process/every.ts";
import type { Sleeper } from "../process/sleeper.ts";
import type { Writer } from "../sync/writer.ts";
import { eachRestaurant, type EachDeps } from "./each-restaurant.ts";
import { someAtOnce } from "./some-at-once.ts";

export type ClosingDeps = EachDeps & {
  readonly database: Pick<Database, "tenant">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly sleeper: Sleeper;
};

const CLOSING_EVERY_MS = 10 * MINUTE;
/** Per restaurant and round; what is left waits for the next. */
export const MAX_CLOSED_AT_ONCE = 500;

export function startClosing(deps: ClosingDeps): Job {
  return startJob({
    name: "closing",
    everyMs: CLOSING_EVERY_MS,
    firstAfterMs: MINUTE,
    run: (isStopping) => closeAll(deps, isStopping),
    sleeper: deps.sleeper,
    log: deps.log,
  });
}

/** One round over all restaurants. */
export const closeAll = (
  deps: ClosingDeps,
  isStopping: () => boolean = () => false,
): Promise<void> =>
  eachRestaurant(
    deps,
    isStopping,
    "a restaurant's forgotten orders could not be closed",
    (restaurantId) => closeForgotten(deps, restaurantId),
  );

async function closeForgotten(
  { database, writer, clock }: ClosingDeps,
  restaurantId: string,
): Promise<void> {
  const { rows } = await database.tenant(restaurantId, (tx) =>
    tx.query<{ doc: Order }>(
      `select doc from orders where restaurant_id = $1 and open and status in ('served', 'ready')
       and updated_at < now() - (case status when 'served' then $2::integer else $3 end) * interval '1 hour' order by updated_at limit $4`,
      [restaurantId, SERVED_CLOSES_MS / HOUR, READY_CLOSES_MS / HOUR, MAX_CLOSED_AT_ONCE],
    ),
  );
  const nowMs = clock.now();
  const forgotten = rows
    .map((row) => row.doc)
    .filter((order) => (closesAt(order) ?? Infinity) <= nowMs);
  await someAtOnce(
    forgotten.map(
      ({ orderId }) =>
        () =>
          writer.submit(restaurantId, {
            kind: "command",
            who: systemActor(restaurantId),
            command: { name: "order.close", args: { orderId } },
            key: null,
            strict: false,
          }),
    ),
  );
}
