import type { Order } from "#shared/orders/order.ts";
import type { ChunkRow } from "./database.ts";

const CHUNK = 100;

/** Orders as documents of a hundred, numbered from `first`. */
export function chunksOf(orders: readonly Order[], first = 0): ChunkRow[] {
  const chunks: ChunkRow[] = [];
  for (let start = 0; start < orders.length; start += CHUNK)
    chunks.push({ n: first + chunks.length, orders: orders.slice(start, start + CHUNK) });
  return chunks;
}

export type Rewrite = { readonly put: readonly ChunkRow[]; readonly gone: readonly number[] };

/**
 * What has to be written so that `chunks` hold exactly `orders`: only those with an order that
 * changed or left, and the new ones.
 */
export function rewrite(chunks: readonly ChunkRow[], orders: ReadonlyMap<string, Order>): Rewrite {
  const left = new Map(orders);
  const put: ChunkRow[] = [];
  const gone: number[] = [];
  for (const chunk of chunks) {
    const kept = chunk.orders.flatMap((order) => orders.get(order.orderId) ?? []);
    for (const order of kept) left.delete(order.orderId);
    // One that has become small is given up: what is left of it goes with the new ones.
    if (kept.length < CHUNK / 2) {
      gone.push(chunk.n);
      for (const order of kept) left.set(order.orderId, order);
    } else if (
      kept.length !== chunk.orders.length ||
      kept.some((order, index) => order !== chunk.orders[index])
    ) {
      put.push({ n: chunk.n, orders: kept });
    }
  }
  const next = Math.max(-1, ...chunks.map((chunk) => chunk.n)) + 1;
  return { put: [...put, ...chunksOf([...left.values()], next)], gone };
}
