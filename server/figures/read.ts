import { dayBounds, dayStartOf, zoneClock, type Day } from "#shared/restaurant/business-day.ts";
import { figuresOf } from "#shared/figures/figures.ts";
import type { LineHappening } from "#shared/figures/line-times.ts";
import { countedTime, HOUR, toIso } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { OWN_RESTAURANT, type Database, type Tx } from "../db/database.ts";
import { readSettings } from "../restaurants/read.ts";
import type { Figures } from "#shared/figures/figures-shape.ts";

/**
 * A tablet that was offline may have placed an order by a clock that runs ahead: it is still found,
 * by when it came in.
 */
const CLOCK_SLACK_MS = 12 * HOUR;
/**
 * A day that nobody has in a restaurant; what is beyond it is not counted, so that one answer
 * cannot fill the memory.
 */
export const MAX_ORDERS_OF_A_DAY = 10_000;

/** Orders read and parsed at a time, between two rests. */
const BATCH = 50;

/**
 * The figures of one day of the restaurant's own. `rest` is called between two batches, with how
 * long one took (FAIR-10).
 */
export async function readFigures(
  database: Pick<Database, "tenantSnapshot">,
  restaurantId: string,
  date: Day,
  nowMs: number,
  rest: (tookMs: number) => Promise<void>,
): Promise<Figures> {
  return database.tenantSnapshot(restaurantId, async (tx) => {
    const settings = await readSettings(tx);
    const { fromMs, untilMs } = dayBounds(date, zoneClock(settings.timezone, dayStartOf(settings)));
    const orders: Order[] = [];
    for (let isMore = true; isMore;) {
      const startedAtMs = performance.now();
      const last = orders.at(-1);
      const limit = Math.min(BATCH, MAX_ORDERS_OF_A_DAY - orders.length);
      const batch = await readOrders(
        tx,
        fromMs,
        untilMs,
        last === undefined ? null : placeOf(last),
        limit,
      );
      orders.push(...batch);
      isMore = batch.length === BATCH && orders.length < MAX_ORDERS_OF_A_DAY;
      if (isMore) await rest(performance.now() - startedAtMs);
    }
    return figuresOf(orders, await readHappenings(tx, fromMs, untilMs), date, settings, nowMs);
  });
}

export type After = { readonly placedAt: string; readonly orderId: string };

/** Behind which order a reading goes on. */
export const placeOf = ({ placedAt, recordedAt, orderId }: Order): After => ({
  placedAt: countedTime(placedAt, recordedAt),
  orderId,
});

/**
 * Orders that count from `fromMs` until before `untilMs` (`countedTime`), by time; `after` goes on
 * behind an order.
 */
export async function readOrders(
  tx: Tx,
  fromMs: number,
  untilMs: number,
  after: After | null,
  limit: number,
): Promise<Order[]> {
  const { rows } = await tx.query<{ doc: Order }>(
    `select doc from orders
     where restaurant_id = ${OWN_RESTAURANT} and updated_at >= $1::timestamptz - $6 * interval '1 millisecond' and placed_at >= $1 and placed_at < $2
       and ($3::timestamptz is null or (placed_at, order_id) > ($3::timestamptz, $4::uuid))
     order by placed_at, order_id limit $5`,
    [
      toIso(fromMs),
      toIso(untilMs),
      after?.placedAt ?? null,
      after?.orderId ?? null,
      limit,
      CLOCK_SLACK_MS,
    ],
  );
  return rows.map((row) => row.doc);
}

/**
 * Of the log: when lines were made and courses fired. An order of the evening may be finished after
 * midnight.
 */
async function readHappenings(tx: Tx, fromMs: number, untilMs: number): Promise<LineHappening[]> {
  const { rows } = await tx.query<{
    type: string;
    data: { orderId: string; lineId?: string; to?: string; firedCourse?: number };
    happened: string;
    recorded: string;
  }>(
    `select type, body::json->'data' as data, body::json->>'occurredAt' as happened, body::json->>'recordedAt' as recorded from pending_events
     where restaurant_id = ${OWN_RESTAURANT} and type in ('order_item_status_changed', 'order_changed') and created_at >= $1 and created_at < $2 order by seq`,
    [toIso(fromMs), toIso(untilMs + CLOCK_SLACK_MS)],
  );
  return rows.flatMap(({ data, happened, recorded }): LineHappening[] => {
    const at = countedTime(happened, recorded);
    if (data.lineId !== undefined && (data.to === "ready" || data.to === "served"))
      return [{ kind: "status", lineId: data.lineId, to: data.to, at }];
    return data.firedCourse === undefined
      ? []
      : [{ kind: "course", orderId: data.orderId, course: data.firedCourse, at }];
  });
}
