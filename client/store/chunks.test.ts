import { expect, test } from "vitest";
import { chunksOf, rewrite } from "./chunks.ts";
import type { ChunkRow } from "./database.ts";
import { orderOf } from "./testing/samples.ts";

const orders = Array.from({ length: 250 }, (_, n) => orderOf(n));
const byId = (list: typeof orders) => new Map(list.map((order) => [order.orderId, order]));

/** The chunks as they are after a rewrite. */
function after(chunks: readonly ChunkRow[], { put, gone }: ReturnType<typeof rewrite>): ChunkRow[] {
  const rows = new Map(chunks.map((chunk) => [chunk.n, chunk]));
  for (const n of gone) rows.delete(n);
  for (const chunk of put) rows.set(chunk.n, chunk);
  return [...rows.values()];
}

const idsIn = (chunks: readonly ChunkRow[]) =>
  chunks
    .flatMap((chunk) => chunk.orders.map((order) => order.orderId))
    .sort((a, b) => (a < b ? -1 : 1));

test("writes nothing where nothing changed", () => {
  const chunks = chunksOf(orders);
  expect(rewrite(chunks, byId(orders))).toEqual({ put: [], gone: [] });
});

test("writes only the chunk of an order that changed", () => {
  const chunks = chunksOf(orders);
  const changed = orders.map((order, index) => (index === 120 ? { ...order, rush: true } : order));
  const { put, gone } = rewrite(chunks, byId(changed));
  expect(put.map((chunk) => chunk.n)).toEqual([1]);
  expect(put[0]?.orders[20]?.rush).toBe(true);
  expect(gone).toEqual([]);
});

test("holds exactly what there is, each order once, whatever came and went", () => {
  let chunks = chunksOf(orders);
  let there = orders;
  for (let round = 1; round <= 20; round++) {
    there = [
      ...there.filter((_, index) => (index * 7 + round) % 5 !== 0),
      ...Array.from({ length: 40 }, (_, n) => orderOf(1_000 * round + n)),
    ];
    chunks = after(chunks, rewrite(chunks, byId(there)));
    expect(idsIn(chunks)).toEqual([...byId(there).keys()].sort((a, b) => (a < b ? -1 : 1)));
    expect(chunks.length).toBeLessThanOrEqual(Math.ceil(there.length / 50) + 1);
  }
});
