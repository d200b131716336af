import type { Order } from "#shared/orders/order.ts";
import type { ChunkRow } from "./database.ts";

const CHUNK = 100;

/** Orders as documents of a hundred. */
export function chunksOf(orders: readonly Order[]): ChunkRow[] {
  const chunks: ChunkRow[] = [];
  for (let start = 0; start < orders.length; start += CHUNK) chunks.push({ n: chunks.length, orders: orders.slice(start, start + CHUNK) });
  return chunks;
}
