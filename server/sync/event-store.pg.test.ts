import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { MAX_PAGE_BYTES, readAfter, readPage } from "./event-store.ts";
import type { Submission } from "#shared/sync/sequencer-port.ts";
import { guestActor, systemActor } from "../auth/actor.ts";
import { SHARE_WORK, WORK_OF_MUTATION } from "./batch.ts";
import { makeHouse, mutation, push, pushed } from "./testing/house.ts";
import { startProcess, type Process } from "./testing/process.ts";
import { createWriter } from "./writer.ts";

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
       select $1, n, gen_random_uuid(), 'menu_changed', repeat('x', size), now() from unnest($2::integer[]) with ordinality as t (size, n)`,
      [restaurantId, sizes],
    );
    await tx.query("update restaurant_logs set head_seq = $1, head_id = null", [sizes.length]);
  });
  return restaurantId;
}

test("a page is bounded by its bytes and by its limit, and never empty where there is more", async () => {
  const restaurantId = await logOf(10, MAX_PAGE_BYTES, 10, 10, 10);
  const page = async (since: number, limit: number): Promise<number[]> =>
    (
      await server.database.tenant(restaurantId, (tx) => readPage(tx, restaurantId, since, limit))
    ).map(({ seq }) => seq);
  expect(await page(0, 100)).toEqual([1, 2]);
  expect(await page(1, 100)).toEqual([2]);
  expect(await page(2, 2)).toEqual([3, 4]);
  expect(await page(5, 2)).toEqual([]);
});

test("what follows a named event is found behind one that fills a page by itself", async () => {
  const restaurantId = await logOf(10, 3 * MAX_PAGE_BYTES, 10);
  await server.database.tenant(restaurantId, async (tx) => {
    const { rows } = await tx.query<{ seq: number; id: string }>(
      "select seq, id from pending_events order by seq",
    );
    const after = async (index: number) => readAfter(tx, restaurantId, rows[index]!, 10);
    expect(await after(0)).toMatchObject([{ seq: 2 }]);
    expect(await after(1)).toMatchObject([{ seq: 3 }]);
    expect(await after(2)).toEqual([]);
    expect(await readAfter(tx, restaurantId, { seq: 2, id: randomUUID() }, 10)).toBe(
      "must_refetch",
    );
    expect(await readAfter(tx, restaurantId, { seq: 9, id: randomUUID() }, 10)).toBe(
      "must_refetch",
    );
  });
});

/** A writer of the test's own. */
const writerWith = (
  isBeside: (restaurantId: string) => boolean,
  sleep: (ms: number) => Promise<void>,
) =>
  createWriter({
    database: server.database,
    clock: { now: () => Date.now() },
    ids: { next: randomUUID },
    onCommitted: () => undefined,
    beside: { worked: () => undefined, isBeside },
    sleep,
    log: { warn: () => undefined, error: () => undefined },
  });

test("FAIR-4 FAIR-10 a commit takes so much work and leaves the rest for the next; who works alone never rests", async () => {
  const { restaurantId, owner } = await makeHouse(server.directory, server.sync.writer);
  const writer = writerWith(
    () => false,
    () => Promise.reject(new Error("nobody rests")),
  );
  const each = 40;
  const perCommit = SHARE_WORK.alone / (each * (WORK_OF_MUTATION + 1));
  const pushes = Array.from({ length: 3 * perCommit }, () =>
    push(owner, randomUUID(), ...Array.from({ length: each }, (_, index) => mutation(index + 1))),
  );
  const outcomes = await Promise.all(pushes.map((one) => writer.submit(restaurantId, one)));
  expect(outcomes.map((outcome) => pushed(outcome).lastMutationId)).toEqual(pushes.map(() => each));
  expect(writer.stats().commits).toBe(3);
  await writer.close();
});

test("FAIR-10 beside others a flood rests between its commits, and neighbours that come meanwhile do not wait for it", async () => {
  const house = await makeHouse(server.directory, server.sync.writer);
  const neighbours = await Promise.all(
    Array.from({ length: 6 }, () => makeHouse(server.directory, server.sync.writer)),
  );
  const naps: (() => void)[] = [];
  const writer = writerWith(
    (restaurantId) => restaurantId === house.restaurantId,
    () => new Promise((wake) => void naps.push(wake)),
  );
  const flood = Array.from({ length: 3 }, () =>
    writer.submit(
      house.restaurantId,
      push(
        house.owner,
        randomUUID(),
        ...Array.from({ length: 20 }, (_, index) => mutation(index + 1)),
      ),
    ),
  );
  await flood[0];
  await expect.poll(() => naps.length).toBe(1);
  // No nap ends meanwhile: who shares the lane is not answered before one does, unless an arrival
  // is heeded.
  for (const { restaurantId, owner } of neighbours)
    pushed(await writer.submit(restaurantId, push(owner, randomUUID(), mutation(1))));
  const waking = setInterval(() => naps.splice(0).forEach((wake) => wake()), 1);
  await Promise.all(flood);
  clearInterval(waking);
  await writer.close();
});

test("FAIR-1 FAIR-4 FAIR-9 orders of ninety lines fill their own share: a neighbour, the staff and the server's words are in the first commit", async () => {
  const before = server.sync.writer.stats();
  const house = await makeHouse(server.directory, server.sync.writer);
  const neighbours = await Promise.all(
    Array.from({ length: 8 }, () => makeHouse(server.directory, server.sync.writer)),
  );
  const answered: string[] = [];
  const lines = () =>
    Array.from({ length: 90 }, () => ({ lineId: randomUUID(), menuItemId: "burger", quantity: 1 }));
  const guest = guestActor(house.restaurantId);
  const large = () =>
    ({
      kind: "command",
      who: guest,
      key: null,
      strict: true,
      command: {
        name: "order.place",
        args: { orderId: randomUUID(), channel: "takeaway", lines: lines() },
      },
    }) as const;
  const note = (who: string, submission: Submission, restaurantId = house.restaurantId) =>
    server.sync.writer.submit(restaurantId, submission).then(() => answered.push(who));
  const all = [
    ...Array.from({ length: 60 }, () => note("flood", large())),
    note("staff", push(house.owner, randomUUID(), mutation(1))),
    note("server", {
      kind: "command",
      who: systemActor(house.restaurantId),
      command: {
        name: "device.silent",
        args: { deviceId: randomUUID(), name: "Grill", lastSeenAt: "2026-01-31T19:02:11.000Z" },
      },
      key: null,
      strict: false,
    }),
    ...neighbours.map(({ restaurantId, owner }) =>
      note("neighbour", push(owner, randomUUID(), mutation(1)), restaurantId),
    ),
  ];
  await Promise.all(all);
  // 94 of work each: one fills a share. The other lane's neighbours may be a commit or two later.
  const first = answered.slice(0, answered.lastIndexOf("neighbour") + 1);
  expect(first.filter((who) => who === "flood").length).toBeLessThanOrEqual(10);
  expect(first).toEqual(expect.arrayContaining(["staff", "server"]));
  expect(answered).toHaveLength(70);
  expect(server.sync.writer.stats().commits - before.commits).toBeGreaterThanOrEqual(12);
});
