/** `GET /api/snapshot`: the fold of the log up to its head, in one consistent read. Orders leave as the text they are stored as. */

import { HOUR } from "#shared/kernel/time.ts";
import type { Told } from "#shared/sync/told.ts";
import type { Database } from "../db/database.ts";
import { readDocs } from "./docs-cache.ts";
import { readLog } from "./event-store.ts";
import { docsFor, logFor, orderFor } from "./telling.ts";

/** Closed orders stay in a snapshot this long: a shift, so that what was just served can be looked up and recalled. */
export const RECENTLY_CLOSED_MS = 12 * HOUR;
export const MAX_CLOSED_ORDERS = 1_000;
/** A restaurant has some hundred open orders. With more than this (about 3 MB) somebody has stopped finishing them, and is to be told so. */
export const MANY_OPEN_ORDERS = 2_000;

export type SnapshotText = { readonly json: string; readonly openOrders: number };

/** The answer's JSON text, with every open order, however many. Throws where the restaurant does not exist. */
export async function readSnapshot(database: Pick<Database, "tenantSnapshot">, restaurantId: string, told: Told, said: { readonly serverTime: string; readonly retentionMs: number }): Promise<SnapshotText> {
  const { log, docs, orders } = await database.tenantSnapshot(restaurantId, async (tx) => ({
    log: await readLog(tx, restaurantId),
    docs: await readDocs(tx, restaurantId),
    // An open order that were left out would be missing on every device that is filled anew, and no event would bring it back (S4).
    orders: (await tx.query<{ doc: string; open: boolean }>(
      `select doc, open from (
         (select placed_at, updated_seq, open, doc::text as doc from orders where restaurant_id = $1 and open)
         union all
         (select placed_at, updated_seq, open, doc::text as doc from orders where restaurant_id = $1 and not open and updated_at > now() - $2 * interval '1 millisecond'
            order by updated_at desc limit $3)) as shown
       order by placed_at, updated_seq`, [restaurantId, RECENTLY_CLOSED_MS, MAX_CLOSED_ORDERS])).rows,
  }));
  if (log === null) throw new Error("a restaurant without a log");
  const { logId, epoch, head, headId } = logFor(told, log);
  const { menu, tables, settings } = docsFor(told, docs);
  const start = JSON.stringify({ logId, epoch, seq: head, id: headId, ...said, menu, tables, settings });
  return { json: `${start.slice(0, -1)},"orders":[${orders.map((order) => orderFor(told, order.doc)).join(",")}]}`, openOrders: orders.filter((order) => order.open).length };
}
