import { minorDigitsOf } from "#shared/kernel/money.ts";
import { dayBounds, dayStartOf, zoneClock, type Day } from "#shared/restaurant/business-day.ts";
import { csvRow } from "#shared/figures/csv.ts";
import { ORDER_COLUMNS, orderRows } from "#shared/figures/order-rows.ts";
import type { Database } from "../db/database.ts";
import { readMenu, readSettings } from "../restaurants/read.ts";
import { placeOf, readOrders, type After } from "./read.ts";

/**
 * Orders read at a time: each read is a short transaction of its own, so that a slow download holds
 * no connection.
 */
const BATCH = 200;
/** Spreadsheets take a file for their own machine's letters unless it says that it is UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * The day's orders as CSV, read while they are sent: the next batch is only asked for when the
 * reader has taken the last.
 */
export async function exportOrders(
  database: Pick<Database, "tenant">,
  restaurantId: string,
  date: Day,
): Promise<ReadableStream<Uint8Array>> {
  const { settings, menu } = await database.tenant(restaurantId, async (tx) => ({
    settings: await readSettings(tx),
    menu: await readMenu(tx),
  }));
  const clock = zoneClock(settings.timezone, dayStartOf(settings));
  const { fromMs, untilMs } = dayBounds(date, clock);
  const digits = minorDigitsOf(settings);
  const encoder = new TextEncoder();
  let after: After | null = null;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvRow(ORDER_COLUMNS)));
      },
      async pull(controller) {
        const orders = await database.tenant(restaurantId, (tx) =>
          readOrders(tx, fromMs, untilMs, after, BATCH),
        );
        const last = orders.at(-1);
        if (last !== undefined) {
          after = placeOf(last);
          controller.enqueue(
            encoder.encode(orders.map((order) => orderRows(order, menu, clock, digits)).join("")),
          );
        }
        if (orders.length < BATCH) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}
