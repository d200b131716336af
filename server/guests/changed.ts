import type { Order } from "#shared/orders/order.ts";
import { OWN_RESTAURANT, type Tx } from "../db/database.ts";

export type Watched = {
  readonly orderId: string;
  /** What was seen of it last; -1: nothing. */ readonly seq: number;
};

/**
 * The guests' orders among those watched that have changed since: only these are read whole and
 * parsed, however many are watched.
 */
export async function readChanged(tx: Tx, watched: readonly Watched[]): Promise<Order[]> {
  const { rows } = await tx.query<{ doc: Order }>(
    `select o.doc from unnest($1::uuid[], $2::bigint[]) as w (id, seq), lateral (
       select doc from orders where restaurant_id = ${OWN_RESTAURANT} and order_id = w.id and updated_seq > w.seq offset 0) o`,
    [watched.map(({ orderId }) => orderId), watched.map(({ seq }) => seq)],
  );
  return rows.map((row) => row.doc).filter((order) => order.source.kind === "guest");
}
