import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { MAX_PAGE_BYTES, readAfter, readPage } from "./event-store.ts";
import { MAX_BATCH } from "./writer.ts";
import { makeHouse, mutation, push, pushed } from "./testing/house.ts";
import { startProcess, type Process } from "./testing/process.ts";

let fresh: TestDatabase;
let server: Process;

beforeAll(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role);
});
afterAll(async () => {
  await server.close();
  await fresh.drop();
});

/** A log of events with bodies of these sizes. */
async function logOf(...sizes: number[]): Promise<string> {
  const { restaurantId } = await makeHouse(server.directory, server.sync.writer);
  await server.database.tenant(restaurantId, async (tx) => {
    await tx.query("delete from pending_events");
    await tx.query(
      `insert into pending_events (restaurant_id, seq, id, type, body, created_at)
       select $1, n, gen_random_uuid(), 'menu_changed', repeat('x', size), now() from unnest($2::integer[]) with ordinality as t (size, n)`, [restaurantId, sizes]);
    await tx.query("update restaurant_logs set head_seq = $1, head_id = null", [sizes.length]);
  });
  return restaurantId;
}

test("a page is bounded by its bytes and by its limit, and never empty where there is more", async () => {
  const restaurantId = await logOf(10, MAX_PAGE_BYTES, 10, 10, 10);
  const page = async (since: number, limit: number): Promise<number[]> =>
    (await server.database.tenant(restaurantId, (tx) => readPage(tx, restaurantId, since, limit))).map(({ seq }) => seq);
  expect(await page(0, 100)).toEqual([1, 2]);
  expect(await page(1, 100)).toEqual([2]);
  expect(await page(2, 2)).toEqual([3, 4]);
  expect(await page(5, 2)).toEqual([]);
});

test("what follows a named event is found behind one that fills a page by itself", async () => {
  const restaurantId = await logOf(10, 3 * MAX_PAGE_BYTES, 10);
  await server.database.tenant(restaurantId, async (tx) => {
    const { rows } = await tx.query<{ seq: number; id: string }>("select seq, id from pending_events order by seq");
    const after = async (index: number) => readAfter(tx, restaurantId, rows[index]!, 10);
    expect(await after(0)).toMatchObject([{ seq: 2 }]);
    expect(await after(1)).toMatchObject([{ seq: 3 }]);
    expect(await after(2)).toEqual([]);
    expect(await readAfter(tx, restaurantId, { seq: 2, id: randomUUID() }, 10)).toBe("must_refetch");
    expect(await readAfter(tx, restaurantId, { seq: 9, id: randomUUID() }, 10)).toBe("must_refetch");
  });
});

test("a commit takes so many mutations and leaves the others for the next", async () => {
  const { restaurantId, owner } = await makeHouse(server.directory, server.sync.writer);
  const before = server.sync.writer.stats().commits;
  const each = 50;
  const pushes = Array.from({ length: 2 * (MAX_BATCH / each) }, () => push(owner, randomUUID(), ...Array.from({ length: each }, (_, index) => mutation(index + 1))));
  const outcomes = await Promise.all(pushes.map((one) => server.sync.writer.submit(restaurantId, one)));
  expect(outcomes.map((outcome) => pushed(outcome).lastMutationId)).toEqual(pushes.map(() => each));
  expect(server.sync.writer.stats().commits - before).toBe(2);
});
