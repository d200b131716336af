import type { GuestMenu, GuestOrderingNow } from "#shared/api/guests.ts";
import { minorDigitsOf } from "#shared/kernel/money.ts";
import { pauseAt, orderingAt } from "#shared/restaurant/guest-ordering.ts";
import { asWritten } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Order } from "#shared/orders/order.ts";
import { OWN_RESTAURANT, type Tx } from "../db/database.ts";
import { Problem } from "../http/problem.ts";
import { readMenu, readSettings } from "../restaurants/read.ts";

/** What a guest's page draws, in one transaction. */
export async function readGuestMenu(tx: Tx, tableId: string, nowMs: number): Promise<GuestMenu> {
  const settings = await readSettings(tx);
  const { name, currency, locale, timezone, autoAccept } = settings;
  const menu = asWritten(await readMenu(tx));
  return {
    restaurantName: name,
    tableLabel: await readTableLabel(tx, tableId),
    currency,
    minorDigits: minorDigitsOf(settings),
    locale,
    timezone,
    autoAccept,
    ordering: orderingNow(settings, tableId, nowMs),
    menu,
  };
}

function orderingNow(settings: Settings, tableId: string, nowMs: number): GuestOrderingNow {
  const pause = pauseAt(settings, nowMs);
  if (pause !== null) return { state: "paused", until: pause.until };
  return { state: orderingAt(settings, tableId).open ? "open" : "closed", until: null };
}

/**
 * A guest's orders among those asked for. What staff placed is not shown to guests, whoever learned
 * its id.
 */
export async function readGuestOrders(tx: Tx, orderIds: readonly string[]): Promise<Order[]> {
  const { rows } = await tx.query<{ doc: Order }>(
    `select doc from orders where restaurant_id = ${OWN_RESTAURANT} and order_id = any ($1::uuid[])`,
    [orderIds],
  );
  return rows.map((row) => row.doc).filter((order) => order.source.kind === "guest");
}

async function readTableLabel(tx: Tx, tableId: string): Promise<string> {
  const { rows } = await tx.query<{ label: string }>(
    `select label from dining_tables where restaurant_id = ${OWN_RESTAURANT} and table_id = $1`,
    [tableId],
  );
  const [row] = rows;
  if (row === undefined) throw new Problem("table_unknown", "This table is no longer there.");
  return row.label;
}
