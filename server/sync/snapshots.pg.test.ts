import { randomUUID } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { createSnapshots, MAX_COPIES, type Snapshots } from "./snapshots.ts";
import { makeHouse, mutation, push, type StoredHouse } from "./testing/house.ts";
import { startProcess, type Process } from "./testing/process.ts";

const SAID = { serverTime: "2026-01-31T19:02:11.000Z", retentionMs: 1 };
/** The issue's: a thousand open orders of thirty lines. */
const ORDERS = 1_000;
const LINES = 30;

let fresh: TestDatabase;
let server: Process;
let house: StoredHouse;
let reads = 0;
let snapshots: Snapshots;

beforeEach(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role);
  house = await makeHouse(server.directory, server.sync.writer);
  reads = 0;
  const counted: Pick<Database, "heavy" | "reader"> = {
    heavy: (restaurantId, work) => {
      reads += 1;
      return server.database.heavy(restaurantId, work);
    },
    reader: (restaurantId) => server.database.reader(restaurantId),
  };
  snapshots = createSnapshots({
    database: counted,
    beside: { isBeside: () => false },
    log: { warn: () => undefined },
  });
});
afterEach(async () => {
  await server.close();
  await fresh.drop();
});

const place = (of = house) =>
  server.sync.writer.submit(of.restaurantId, push(of.owner, randomUUID(), mutation(1)));
const open = () => snapshots.open(house.restaurantId, "all", SAID);
const whole = async (
  stream: ReadableStream<Uint8Array>,
): Promise<{ seq: number; orders: { orderId: string; placedAt: string }[] }> =>
  JSON.parse(await text(stream)) as never;

/**
 * Copies of the only order, each with as many lines as a large table's, placed a second after the
 * other.
 */
async function crowd(): Promise<void> {
  await place();
  await administer(
    fresh.adminUrl,
    `insert into orders (restaurant_id, order_id, number, status, open, placed_at, updated_seq, doc)
    select restaurant_id, id, number, status, open, placed_at + n * interval '1 second', updated_seq, (doc::jsonb || jsonb_build_object('orderId', id,
      'lines', (select jsonb_agg(doc::jsonb -> 'lines' -> 0 || jsonb_build_object('lineId', gen_random_uuid(), 'notes', repeat('x', 200), 'place', place)) from generate_series(1, ${LINES}) as place)))::json
    from orders, (select gen_random_uuid() as id, n from generate_series(1, ${ORDERS}) n) as made where restaurant_id = '${house.restaurantId}'`,
  );
}

test("FAIR-6 a hundred readers of the same head cost one read, and each has the whole", async () => {
  await place();
  const readers = await Promise.all(Array.from({ length: 100 }, open));
  expect(snapshots.stats()).toMatchObject({ copies: 1, readers: 100 });
  const taken = await Promise.all(readers.map(whole));
  expect(new Set(taken.map(({ seq, orders }) => `${seq}/${orders.length}`))).toEqual(
    new Set(["2/1"]),
  );
  expect(reads).toBe(1);
  expect(snapshots.stats()).toEqual({ copies: 0, readers: 0, bytes: 0 });
});

test("who asks after something happened is told of it, and nobody is kept from the newest while there is place", async () => {
  await place();
  const slow = await open();
  await place();
  expect(await whole(await open())).toMatchObject({ seq: 3, orders: [{}, {}] });
  expect(await whole(slow)).toMatchObject({ seq: 2, orders: [{}] });
  expect(reads).toBe(2);
});

test("FAIR-7 [S4] a thousand open orders of thirty lines: a reader that does not read holds no connection and no bytes of its own; all are there, oldest first", async () => {
  await crowd();
  const asleep = await Promise.all(Array.from({ length: 50 }, open));
  const taken = await whole(await open());
  const { bytes, copies } = snapshots.stats();
  expect(bytes).toBeGreaterThan(15 * 1024 * 1024);
  expect(copies).toBe(1);
  await expect
    .poll(
      async () =>
        (
          await server.database.directoryQuery<{ n: number }>(
            "select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
            [],
          )
        ).rows[0]?.n,
    )
    .toBe(0);
  expect(taken.orders).toHaveLength(ORDERS + 1);
  expect(taken.orders.map(({ placedAt }) => placedAt)).toEqual(
    taken.orders.map(({ placedAt }) => placedAt).toSorted(),
  );
  await whole(await open());
  expect(snapshots.stats().bytes).toBe(bytes);
  for (const reader of asleep) await reader.cancel();
  expect(snapshots.stats()).toEqual({ copies: 0, readers: 0, bytes: 0 });
});

test("FAIR-7 however much happens meanwhile, slow readers keep a restaurant at two copies; who comes then has the newest of them", async () => {
  const readers: ReadableStream<Uint8Array>[] = [];
  for (let time = 0; time < 5; time += 1) {
    await place();
    readers.push(await open());
  }
  expect(snapshots.stats()).toMatchObject({ copies: MAX_COPIES, readers: 5 });
  expect((await Promise.all(readers.map(whole))).map(({ seq }) => seq)).toEqual([2, 3, 3, 3, 3]);
});

test("[SYN-2] a copy of a log that a backup has replaced is given to nobody", async () => {
  await place();
  const before = await open();
  await administer(
    fresh.adminUrl,
    `update restaurant_logs set epoch = epoch + 1 where restaurant_id = '${house.restaurantId}'`,
  );
  expect(await whole(await open())).toMatchObject({ epoch: 2 });
  await before.cancel();
});

test("[SYN-35] the public board's bytes are its own, and shared among boards", async () => {
  await place();
  const readers = await Promise.all(
    (["all", "board", "board"] as const).map((told) =>
      snapshots.open(house.restaurantId, told, SAID),
    ),
  );
  expect(snapshots.stats()).toMatchObject({ copies: 2, readers: 3 });
  const [staff, ...boards] = await Promise.all(readers.map((reader) => text(reader)));
  expect(staff).toContain("Burger");
  for (const board of boards) expect(board).not.toContain("Burger");
  expect(reads).toBe(2);
});

test("a read that fails is told to whoever waits, and the next asks again", async () => {
  await administer(fresh.adminUrl, `alter table orders rename to lost`);
  await expect(whole(await open())).rejects.toThrow("orders");
  await administer(fresh.adminUrl, `alter table lost rename to orders`);
  expect((await whole(await open())).orders).toEqual([]);
});

test("the first piece is there before the last is read, each order on a line of its own", async () => {
  await crowd();
  const answer = await new Promise<IncomingMessage>((resolve) =>
    get(
      `${server.url}/api/snapshot`,
      { headers: { Authorization: `Bearer ${house.ownerToken}` } },
      resolve,
    ),
  );
  expect(answer.headers).toMatchObject({
    "transfer-encoding": "chunked",
    "content-type": "application/json; charset=utf-8",
  });
  const body = await text(answer);
  const lines = body.split("\n");
  expect(lines).toHaveLength(ORDERS + 1 + 2);
  expect([lines[0]?.endsWith('"orders":['), lines.at(-1)]).toEqual([true, "]}"]);
  expect((JSON.parse(body) as { orders: unknown[] }).orders).toHaveLength(ORDERS + 1);
});
