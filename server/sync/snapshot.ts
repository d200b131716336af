/** `GET /api/snapshot`: the fold of the log up to its head, in one consistent read. Orders leave as the text they are stored as. */

import { HOUR } from "#shared/kernel/time.ts";
import type { Database } from "../db/database.ts";
import { readDocs } from "./docs-cache.ts";
import { readLog } from "./event-store.ts";

/** Closed orders stay in a snapshot this long: a shift, so that what was just served can be looked up and recalled. */
export const RECENTLY_CLOSED_MS = 12 * HOUR;
/** About 3 MB each way; a restaurant has some hundred. */
export const MAX_OPEN_ORDERS = 2_000;
export const MAX_CLOSED_ORDERS = 1_000;

/** The answer's JSON text. Throws where the restaurant does not exist. */
export async function readSnapshot(database: Pick<Database, "tenantSnapshot">, restaurantId: string, serverTime: string): Promise<string> {
  const { log, docs, orders } = await database.tenantSnapshot(restaurantId, async (tx) => ({
    log: await readLog(tx, restaurantId),
    docs: await readDocs(tx, restaurantId),
    // Newest of the open ones where there are too many: nobody works on the two thousandth oldest ticket.
    orders: (await tx.query<{ doc: string }>(
      `select doc from (
         (select placed_at, updated_seq, doc::text as doc from orders where restaurant_id = $1 and open order by placed_at desc limit $2)
         union all
         (select placed_at, updated_seq, doc::text as doc from orders where restaurant_id = $1 and not open and updated_at > now() - $3 * interval '1 millisecond'
            order by updated_at desc limit $4)) as shown
       order by placed_at, updated_seq`, [restaurantId, MAX_OPEN_ORDERS, RECENTLY_CLOSED_MS, MAX_CLOSED_ORDERS])).rows,
  }));
  if (log === null) throw new Error("a restaurant without a log");
  const { logId, epoch, head, headId } = log;
  const start = JSON.stringify({ logId, epoch, seq: head, id: headId, serverTime, menu: docs.menu, tables: docs.tables, settings: docs.settings });
  return `${start.slice(0, -1)},"orders":[${orders.map((order) => order.doc).join(",")}]}`;
}
