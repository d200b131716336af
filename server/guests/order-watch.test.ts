import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Order } from "#shared/orders/order.ts";
import type { Tx } from "../db/database.ts";
import { createLogger } from "../log/logger.ts";
import { createOrderWatch, MIN_READ_GAP_MS, type OrderWatch } from "./order-watch.ts";

const HOUSE = "018f0000-0000-7000-8000-000000000001";

let orders: Map<string, Order>;
let reads: string[][];
/** What was said to be seen already, of each that was asked for. */
let since: number[][];
let failing: boolean;
let feeds: Set<() => void>;
let watch: OrderWatch;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  [orders, reads, since, failing, feeds] = [new Map(), [], [], false, new Set()];
  const query = async (
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: unknown[]; rowCount: number }> => {
    if (text.includes("restaurant_logs")) return { rows: [], rowCount: 0 };
    if (failing) throw new Error("away");
    const ids = values?.[0] as string[];
    reads.push(ids);
    since.push(values?.[1] as number[]);
    return {
      rows: ids.flatMap((id) => (orders.has(id) ? [{ doc: orders.get(id) }] : [])),
      rowCount: ids.length,
    };
  };
  watch = createOrderWatch({
    database: { tenant: async (_id, work) => work({ query } as Tx) },
    fanout: {
      subscribe: () => {
        const callbacks = new Set<() => void>();
        const change = (): void => callbacks.forEach((callback) => callback());
        feeds.add(change);
        return {
          head: () => 0,
          read: async () => null,
          atHand: () => null,
          onChange: (callback) => void callbacks.add(callback),
          close: () => void feeds.delete(change),
        };
      },
    },
    clock: { now: () => Date.now() },
    log: createLogger("silent"),
  });
});
afterEach(() => vi.useRealTimers());

const put = (orderId: string, seq: number): void =>
  void orders.set(orderId, { orderId, seq, source: { kind: "guest", name: "Guest" } } as Order);
const changed = (): void => feeds.forEach((change) => change());
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test("a hundred phones and a hundred changes in a moment cost one read more", async () => {
  const seen: number[] = [];
  for (let i = 0; i < 100; i++) {
    put(`order-${i}`, 1);
    await watch.watch(HOUSE, `order-${i}`, (order) => seen.push(order.seq));
  }
  await pass(MIN_READ_GAP_MS);
  const before = reads.length;
  for (let i = 0; i < 100; i++) changed();
  await pass(MIN_READ_GAP_MS);
  expect(reads.length - before).toBe(1);
  expect(reads.at(-1)).toHaveLength(100);
  expect(seen).toHaveLength(100);
});

test("a phone is told of changes of its own order only", async () => {
  const seen: [string, number][] = [];
  for (const id of ["a", "b"]) {
    put(id, 1);
    await watch.watch(HOUSE, id, (order) => seen.push([id, order.seq]));
  }
  await pass(MIN_READ_GAP_MS);
  put("b", 2);
  changed();
  await pass(MIN_READ_GAP_MS);
  expect(seen).toEqual([
    ["a", 1],
    ["b", 1],
    ["b", 2],
  ]);
});

test("what was seen is not read again: of an order that two watch, since what the one who knows less has seen", async () => {
  put("a", 4);
  await watch.watch(HOUSE, "a", () => undefined);
  await pass(MIN_READ_GAP_MS);
  await watch.watch(HOUSE, "a", () => undefined);
  await pass(MIN_READ_GAP_MS);
  changed();
  await pass(MIN_READ_GAP_MS);
  expect(since).toEqual([[-1], [-1], [4]]);
});

test("a read that fails is tried again, without another change", async () => {
  const seen: number[] = [];
  put("a", 1);
  failing = true;
  await watch.watch(HOUSE, "a", (order) => seen.push(order.seq));
  await pass(100);
  failing = false;
  await pass(2_000);
  expect(seen).toEqual([1]);
});

test("the last one to leave closes the feed, and nothing is read any more", async () => {
  put("a", 1);
  const [one, two] = [
    await watch.watch(HOUSE, "a", () => undefined),
    await watch.watch(HOUSE, "a", () => undefined),
  ];
  await pass(MIN_READ_GAP_MS);
  one();
  expect([feeds.size, watch.watchers()]).toEqual([1, 1]);
  changed();
  two();
  two();
  const before = reads.length;
  await pass(5_000);
  expect([feeds.size, watch.watchers(), reads.length]).toEqual([0, 0, before]);
  await watch.watch(HOUSE, "a", () => undefined);
  expect([feeds.size, watch.watchers()]).toEqual([1, 1]);
});
