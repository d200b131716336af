/**
 * `GET /api/snapshot`: the fold of the log up to its head, in one consistent read. Orders leave as
 * the text they are stored as, each on a line of its own, so that a device can take them one by one
 * while they arrive; to whoever reads it whole it is one JSON object.
 */

import { HOUR } from "#shared/kernel/time.ts";
import type { Told } from "#shared/sync/told-to-displays.ts";
import type { Database, Tx } from "../db/database.ts";
import { readDocs, type Docs } from "./docs-cache.ts";
import { readLog, type LogState } from "./event-store.ts";
import { docsFor, logFor, orderFor } from "./telling.ts";

/**
 * Closed orders stay in a snapshot this long: a shift, so that what was just served can be looked
 * up and recalled.
 */
export const RECENTLY_CLOSED_MS = 12 * HOUR;
export const MAX_CLOSED_ORDERS = 1_000;
/**
 * A restaurant has some hundred open orders. With more than this (about 3 MB) somebody has stopped
 * finishing them, and is to be told so.
 */
export const MANY_OPEN_ORDERS = 2_000;
/**
 * About so much is read, and put into bytes, at a time: an order of a hundred lines is some 70 KB.
 */
const PIECE_BYTES = 256 * 1024;
const FIRST_ROWS = 20;

export type Frame = { readonly log: LogState; readonly docs: Docs };

export type Making = {
  /** First, and once. */
  readonly frame: (frame: Frame) => void;
  /**
   * Some orders, oldest first, and how long it took to get them. The next are read once it
   * resolves.
   */
  readonly piece: (bytes: Buffer, tookMs: number) => Promise<void>;
};

/**
 * Every open order, however many, in a transaction that lasts as long as the database takes and no
 * reader longer. Answers how many are open. Throws where the restaurant does not exist.
 */
export async function makeSnapshot(
  database: Pick<Database, "heavy">,
  restaurantId: string,
  told: Told,
  making: Making,
): Promise<number> {
  return database.heavy(restaurantId, async (tx) => {
    const log = await readLog(tx, restaurantId);
    if (log === null) throw new Error("a restaurant without a log");
    making.frame({ log, docs: await readDocs(tx, restaurantId) });
    return readOrders(tx, restaurantId, told, making.piece);
  });
}

/** The text before the orders. What is said of the moment is each reader's own. */
export function frameText(
  { log, docs }: Frame,
  told: Told,
  said: { readonly serverTime: string; readonly retentionMs: number },
): string {
  const { logId, epoch, head, headId } = logFor(told, log);
  const { menu, tables, settings } = docsFor(told, docs);
  return `${JSON.stringify({ logId, epoch, seq: head, id: headId, ...said, menu, tables, settings }).slice(0, -1)},"orders":[`;
}

export const END_TEXT = "\n]}";

async function readOrders(
  tx: Tx,
  restaurantId: string,
  told: Told,
  piece: Making["piece"],
): Promise<number> {
  // An open order that were left out would be missing on every device that is filled anew, and no
  // event would bring it back (S4).
  await tx.query(
    `declare orders_shown no scroll cursor for
     select doc, open from (
       (select placed_at, updated_seq, open, doc::text as doc from orders where restaurant_id = $1 and open)
       union all
       (select placed_at, updated_seq, open, doc::text as doc from orders where restaurant_id = $1 and not open and updated_at > now() - $2 * interval '1 millisecond'
          order by updated_at desc limit $3)) as shown
     order by placed_at, updated_seq`,
    [restaurantId, RECENTLY_CLOSED_MS, MAX_CLOSED_ORDERS],
  );
  let open = 0;
  let separator = "\n";
  for (let wanted = FIRST_ROWS; ;) {
    const askedAtMs = performance.now();
    const { rows } = await tx.query<{ doc: string; open: boolean }>(
      `fetch ${wanted} from orders_shown`,
    );
    if (rows.length === 0) return open;
    const bytes = Buffer.from(separator + rows.map(({ doc }) => orderFor(told, doc)).join(",\n"));
    await piece(bytes, performance.now() - askedAtMs);
    open += rows.filter((row) => row.open).length;
    separator = ",\n";
    wanted = Math.max(1, Math.min(1_000, Math.round((PIECE_BYTES * rows.length) / bytes.length)));
  }
}
