import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Outcome } from "#shared/sync/sequencer-port.ts";
import { pgErrorKind } from "../db/pg-error.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import {
  makeHouse,
  mutation,
  pair,
  placeOrder,
  push,
  pushed,
  type StoredHouse,
} from "./testing/house.ts";
import { openLine, type Line } from "./testing/outage.ts";
import { startProcess, type Process } from "./testing/process.ts";
import { openReader } from "./testing/reader.ts";
import { WAITING } from "./writer-lane.ts";

let fresh: TestDatabase;
let line: Line;
let server: Process;
let house: StoredHouse;

beforeEach(async () => {
  fresh = await freshDatabase();
  line = await openLine(fresh.adminUrl);
  server = await startProcess(line.url, fresh.role);
  house = await makeHouse(server.directory, server.sync.writer);
});
afterEach(async () => {
  line.mend();
  await server.close();
  await line.close();
  await fresh.drop();
});

const submit = (clientId: string, id: number): Promise<Outcome> =>
  server.sync.writer.submit(house.restaurantId, push(house.owner, clientId, mutation(id)));

async function seqsInLog(): Promise<number[]> {
  const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
    tx.query<{ seq: number }>("select seq from pending_events order by seq"),
  );
  return rows.map(({ seq }) => seq);
}

describe("while the database is away", () => {
  test("a submission is told unavailable, reads fail the same way, and everything works again afterwards", async () => {
    const clientId = randomUUID();
    line.cut();
    await expect(submit(clientId, 1)).rejects.toMatchObject({
      name: "DatabaseUnavailable",
      code: "unavailable",
    });
    await expect(
      server.database.tenant(house.restaurantId, (tx) => tx.query("select 1")),
    ).rejects.toSatisfy((error) => pgErrorKind(error) === "unavailable");
    expect(await server.database.isAlive()).toBe(false);
    line.mend();
    expect(pushed(await submit(clientId, 1)).lastMutationId).toBe(1);
    expect(await server.database.isAlive()).toBe(true);
    expect(await seqsInLog()).toEqual([1, 2]);
  });

  test("a short outage is ridden out by trying again", async () => {
    line.cut();
    const answer = submit(randomUUID(), 1);
    setTimeout(() => line.mend(), 100);
    expect(pushed(await answer).head).toBe(2);
  });

  test("a push under way when it goes is answered or refused, never half done, and sent again it happens once", async () => {
    const clientId = randomUUID();
    const sent = Array.from({ length: 40 }, (_, index) => submit(clientId, index + 1));
    line.cut();
    await Promise.allSettled(sent);
    line.mend();
    for (let id = 1; id <= 40; id += 1) pushed(await submit(clientId, id));
    expect(await seqsInLog()).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
  });

  test("FAIR-3 more submissions of a restaurant than can wait are told at once, and a neighbour's waits", async () => {
    const neighbour = await makeHouse(server.directory, server.sync.writer);
    line.cut();
    const flood = Promise.allSettled(
      Array.from({ length: WAITING.each + 600 }, () => submit(randomUUID(), 1)),
    );
    const beside = Promise.allSettled([
      server.sync.writer.submit(
        neighbour.restaurantId,
        push(neighbour.owner, randomUUID(), mutation(1)),
      ),
    ]);
    const names = (await flood).map((one) =>
      one.status === "rejected" ? (one.reason as Error).name : "answered",
    );
    expect(new Set(names)).toEqual(new Set(["DatabaseUnavailable", "Crowded"]));
    expect(names.filter((name) => name === "Crowded")).toHaveLength(600);
    expect(await beside).toMatchObject([
      { status: "rejected", reason: { name: "DatabaseUnavailable" } },
    ]);
  });

  test("FAIR-3 where all that can wait do, it is the longest line that loses", async () => {
    const houses = await Promise.all(
      Array.from({ length: 2 * (WAITING.all / WAITING.each) + 2 }, () =>
        makeHouse(server.directory, server.sync.writer),
      ),
    );
    const of = ({ restaurantId, owner }: StoredHouse, count: number) =>
      Array.from({ length: count }, () =>
        server.sync.writer.submit(restaurantId, push(owner, randomUUID(), mutation(1))),
      );
    line.cut();
    const floods = Promise.allSettled(houses.flatMap((one) => of(one, WAITING.each)));
    const beside = Promise.allSettled(of(house, 1));
    const refused = (await floods).filter(
      (one) => one.status === "rejected" && (one.reason as Error).name === "Overloaded",
    );
    expect(refused.length).toBeGreaterThan(0);
    expect(
      (await beside).map((one) =>
        one.status === "rejected" ? (one.reason as Error).name : "answered",
      ),
    ).toEqual(["DatabaseUnavailable"]);
  });

  test("a stream ends and asks to be opened again, rather than looking fine", async () => {
    await server.close();
    server = await startProcess(line.url, fresh.role, { eventPingIntervalMs: 100 });
    const reader = await openReader(server.url, house.ownerToken, "since=0");
    await reader.upTo(1);
    line.cut();
    expect(await reader.ended).toBe("ended");
    expect(reader.retry()).toBeGreaterThan(0);
  });
});

describe("a commit whose answer is lost", () => {
  test("[SYN-4] is found again when the writer tries again: the push happens once and is answered", async () => {
    const clientId = randomUUID();
    await submit(clientId, 1);
    line.loseNextCommit();
    const answer = submit(clientId, 2);
    setTimeout(() => line.mend(), 150);
    expect(pushed(await answer)).toMatchObject({ lastMutationId: 2, head: 3 });
    expect(await seqsInLog()).toEqual([1, 2, 3]);
  });

  test("is told unavailable where a second run could not be recognised", async () => {
    await submit(randomUUID(), 1);
    line.loseNextCommit();
    const { name, args } = placeOrder();
    const command = {
      kind: "command",
      who: house.owner,
      key: null,
      strict: true,
      command: { name, args: args as never },
    } as const;
    await expect(server.sync.writer.submit(house.restaurantId, command)).rejects.toMatchObject({
      code: "unavailable",
    });
    line.mend();
    // It did happen; the caller finds it there when it asks again under the same order id.
    expect(await server.sync.writer.submit(house.restaurantId, command)).toMatchObject({
      kind: "decided",
      answer: { status: "noop" },
    });
    expect(await seqsInLog()).toEqual([1, 2, 3]);
  });
});

test("a device that was heard while the database was away is not forgotten", async () => {
  const tablet = await pair(server.directory, house.restaurantId, "kitchen");
  line.cut();
  await expect(
    server.sync.deps.acks.acknowledge(house.restaurantId, tablet.deviceId, 1, "sse"),
  ).rejects.toMatchObject({ code: "unavailable" });
  line.mend();
  await server.sync.deps.acks.acknowledge(house.restaurantId, tablet.deviceId, 1, "sse");
  const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
    tx.query("select acked_seq as seq from device_cursors"),
  );
  expect(rows).toEqual([{ seq: 1 }]);
});
