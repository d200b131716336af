import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Submission } from "#shared/sync/sequencer-port.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { readAfter } from "./event-store.ts";
import type { Position } from "./fanout.ts";
import { makeHouse, mutation, pair, placeOrder, push, pushed } from "./testing/house.ts";
import { startProcess, type Process } from "./testing/process.ts";

let fresh: TestDatabase;
let first: Process;

beforeAll(async () => {
  fresh = await freshDatabase();
  first = await startProcess(fresh.adminUrl, fresh.role);
});
afterAll(async () => {
  await first.close();
  await fresh.drop();
});

/** Follows a log by polling until it has seen `until` events of it. */
async function collect(
  process: Process,
  restaurantId: string,
  until: number,
): Promise<{ seq: number; mutationId: number | undefined; clientId: string | undefined }[]> {
  const seen: { seq: number; mutationId: number | undefined; clientId: string | undefined }[] = [];
  for (let at: Position = { seq: 0, id: null }; seen.length < until;) {
    const page = await readAfter(process.database.reader(restaurantId), restaurantId, at, 50);
    if (page === "must_refetch") throw new Error("a reader was sent away");
    for (const event of page) {
      const { origin } = JSON.parse(event.body) as {
        origin: { clientId: string; mutationId: number } | null;
      };
      seen.push({ seq: event.seq, mutationId: origin?.mutationId, clientId: origin?.clientId });
    }
    at = page.at(-1) ?? at;
  }
  return seen;
}

describe("eight processes writing into one log at once", () => {
  test("[SYN-1] the log has no holes, and a reader that polls meanwhile gets every event exactly once, in order", async () => {
    const house = await makeHouse(first.directory, first.sync.writer);
    const writers = await Promise.all(
      Array.from({ length: 8 }, () => startProcess(fresh.adminUrl, fresh.role)),
    );
    try {
      const pushesEach = 25;
      const total = 1 + writers.length * pushesEach * 2;
      const reading = collect(first, house.restaurantId, total);
      await Promise.all(
        writers.map(async ({ sync, directory }) => {
          const { actor } = await pair(directory, house.restaurantId, "floor");
          const clientId = randomUUID();
          for (let sent = 0; sent < pushesEach; sent += 1) {
            pushed(
              await sync.writer.submit(
                house.restaurantId,
                push(actor, clientId, mutation(2 * sent + 1), mutation(2 * sent + 2)),
              ),
            );
          }
        }),
      );
      const seen = await reading;
      expect(seen.map(({ seq }) => seq)).toEqual(
        Array.from({ length: total }, (_, index) => index + 1),
      );
      // Each client's own order is kept.
      for (const mine of Map.groupBy(seen.slice(1), ({ clientId }) => clientId).values()) {
        expect(mine.map(({ mutationId }) => mutationId)).toEqual(mine.map((_, index) => index + 1));
      }
    } finally {
      await Promise.all(writers.map((writer) => writer.close()));
    }
  });

  test("restaurants that share commits, in any order, never wait for each other in a circle", async () => {
    const houses = await Promise.all(
      Array.from({ length: 6 }, () => makeHouse(first.directory, first.sync.writer)),
    );
    const second = await startProcess(fresh.adminUrl, fresh.role);
    try {
      const outcomes = await Promise.all(
        [first, second]
          .flatMap(({ sync }) =>
            Array.from({ length: 10 }, () =>
              houses
                .toReversed()
                .map(({ restaurantId, owner }) =>
                  sync.writer.submit(restaurantId, push(owner, randomUUID(), mutation(1))),
                ),
            ),
          )
          .flat(),
      );
      expect(outcomes.every(({ kind }) => kind === "pushed")).toBe(true);
      for (const { restaurantId } of houses)
        expect((await collect(first, restaurantId, 21)).at(-1)?.seq).toBe(21);
    } finally {
      await second.close();
    }
  });
});

describe("a device's mutations", () => {
  test("[SYN-4] sent again after a lost answer get the same answer and happen once", async () => {
    const { restaurantId, owner } = await makeHouse(first.directory, first.sync.writer);
    const submission = push(owner, randomUUID(), mutation(1), mutation(2));
    const answer = pushed(await first.sync.writer.submit(restaurantId, submission));
    const again = pushed(await first.sync.writer.submit(restaurantId, submission));
    expect(again).toEqual(answer);
    expect((await collect(first, restaurantId, 3)).length).toBe(3);
  });

  test("[SYN-4] sent twice at the same moment, to two processes, happen once", async () => {
    const { restaurantId, owner } = await makeHouse(first.directory, first.sync.writer);
    const second = await startProcess(fresh.adminUrl, fresh.role);
    try {
      const submission = push(owner, randomUUID(), mutation(1));
      const answers = await Promise.all(
        [first, second, first, second].map(({ sync }) =>
          sync.writer.submit(restaurantId, submission),
        ),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(pushed(answer).results)))).toHaveLength(
        1,
      );
      expect(pushed(answers[0]!).head).toBe(2);
    } finally {
      await second.close();
    }
  });

  test("[SYN-4] [SYN-5] out of order and reused ids are said, and change nothing", async () => {
    const { restaurantId, owner } = await makeHouse(first.directory, first.sync.writer);
    const clientId = randomUUID();
    const submit = (...mutations: Parameters<typeof mutation>[]) =>
      first.sync.writer.submit(
        restaurantId,
        push(owner, clientId, ...mutations.map((it) => mutation(...it))),
      );
    expect(await submit([2])).toEqual({ kind: "out_of_order", expected: 1 });
    pushed(await submit([1]));
    expect(await submit([1, placeOrder()])).toEqual({ kind: "id_reused", mutationId: 1 });
    expect(await submit([3])).toEqual({ kind: "out_of_order", expected: 2 });
    expect(pushed(await submit([2])).head).toBe(3);
  });

  test("[SYN-6] a poison mutation is refused, recorded, and blocks nobody", async () => {
    const { restaurantId, owner } = await makeHouse(first.directory, first.sync.writer);
    const poison = { name: "order.place", args: { orderId: "not an id" } };
    const { results, lastMutationId } = pushed(
      await first.sync.writer.submit(
        restaurantId,
        push(
          owner,
          randomUUID(),
          mutation(1, poison),
          mutation(2, { name: "no.such", args: {} }),
          mutation(3),
        ),
      ),
    );
    expect(results.map(({ status, code }) => [status, code])).toEqual([
      ["rejected", "invalid"],
      ["rejected", "unknown_mutation"],
      ["applied", undefined],
    ]);
    expect(lastMutationId).toBe(3);
  });

  test("a submission that the database refuses fails alone; those that shared its commit do not", async () => {
    const { restaurantId, owner } = await makeHouse(first.directory, first.sync.writer);
    // The edge lets no such text in; here it stands for whatever nobody thought of.
    const unstorable = {
      kind: "command",
      who: owner,
      key: "a\u0000b",
      strict: true,
      command: { name: "settings.change", args: { settings: {} } },
    } as const;
    const [good, bad, alsoGood] = await Promise.allSettled([
      first.sync.writer.submit(restaurantId, push(owner, randomUUID(), mutation(1))),
      first.sync.writer.submit(restaurantId, unstorable),
      first.sync.writer.submit(restaurantId, push(owner, randomUUID(), mutation(1))),
    ]);
    expect([good.status, bad.status, alsoGood.status]).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect((await collect(first, restaurantId, 3)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("[SYN-8] a client id belongs to one device; a device that pairs again keeps it", async () => {
    const { restaurantId } = await makeHouse(first.directory, first.sync.writer);
    const clientId = randomUUID();
    const tablet = await pair(first.directory, restaurantId, "kitchen");
    const other = await pair(first.directory, restaurantId, "kitchen");
    pushed(await first.sync.writer.submit(restaurantId, push(tablet.actor, clientId, mutation(1))));
    expect(
      await first.sync.writer.submit(restaurantId, push(other.actor, clientId, mutation(2))),
    ).toEqual({ kind: "client_taken", head: expect.any(Number) as number });
    const back = await pair(first.directory, restaurantId, "kitchen", clientId, [tablet.token]);
    expect(back.actor.letter).toBe(tablet.actor.letter);
    expect(
      pushed(await first.sync.writer.submit(restaurantId, push(back.actor, clientId, mutation(2))))
        .lastMutationId,
    ).toBe(2);
    expect(await first.directory.subjectIsActive(restaurantId, tablet.deviceId)).toBe(false);
  });
});

test("[SYN-9] a program's key is answered once, and with another payload refused", async () => {
  const { restaurantId, owner } = await makeHouse(first.directory, first.sync.writer);
  const command = (quantity: number): Submission => ({
    kind: "command",
    who: owner,
    key: "k1",
    strict: true,
    command: {
      name: "order.place",
      args: {
        orderId: ORDER,
        channel: "takeaway",
        lines: [{ lineId: LINE, menuItemId: "burger", quantity }],
      },
    },
  });
  const made = await first.sync.writer.submit(restaurantId, command(1));
  const again = await first.sync.writer.submit(restaurantId, command(1));
  expect(made).toMatchObject({ kind: "decided", repeated: false, answer: { status: "applied" } });
  expect(again).toEqual({ ...made, repeated: true });
  expect(await first.sync.writer.submit(restaurantId, command(2))).toEqual({ kind: "key_reused" });
});

test("an unknown restaurant is an error of its own and disturbs nobody", async () => {
  const { restaurantId, owner } = await makeHouse(first.directory, first.sync.writer);
  const [good, bad] = await Promise.allSettled([
    first.sync.writer.submit(restaurantId, push(owner, randomUUID(), mutation(1))),
    first.sync.writer.submit(randomUUID(), push(owner, randomUUID(), mutation(1))),
  ]);
  expect(good.status).toBe("fulfilled");
  expect(bad).toMatchObject({ status: "rejected", reason: { name: "UnknownRestaurant" } });
});

const ORDER = "018f0000-0000-7000-8000-000000000001";
const LINE = "018f0000-0000-7000-8000-000000000002";
