import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { trimAll } from "../jobs/retention.ts";
import { createSleeper } from "../process/sleeper.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { trimOnce } from "./retention.ts";
import { makeHouse, mutation, pair, push, pushed, type StoredHouse } from "./testing/house.ts";
import { startProcess, type Process } from "./testing/process.ts";
import { openReader } from "./testing/reader.ts";

let fresh: TestDatabase;
let server: Process;
let house: StoredHouse;

beforeEach(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role, {}, { sweepMs: 50, heartbeatMs: 50 });
  house = await makeHouse(server.directory, server.sync.writer);
});
afterEach(async () => {
  await server.close();
  await fresh.drop();
});

const NOBODY = "018f0000-0000-7000-8000-00000000dead";

type Page = {
  readonly status: number;
  readonly body: {
    code?: string;
    events?: { seq: number; id: string }[];
    head: number;
    floor: number;
    logId: string;
    epoch: number;
    pollMs?: number;
  };
};

async function pull(
  query: string,
  token = house.ownerToken,
  headers: Record<string, string> = {},
): Promise<Page> {
  const response = await fetch(`${server.url}/api/events/orders?${query}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json", ...headers },
  });
  return { status: response.status, body: (await response.json()) as Page["body"] };
}

async function order(count = 1): Promise<void> {
  pushed(
    await server.sync.writer.submit(
      house.restaurantId,
      push(
        house.owner,
        randomUUID(),
        ...Array.from({ length: count }, (_, index) => mutation(index + 1)),
      ),
    ),
  );
}

/** Puts the log back to where it was at `seq`, as restoring a backup of that moment does. */
async function restoreBackup(seq: number): Promise<void> {
  await administer(
    fresh.adminUrl,
    `delete from pending_events where seq > ${seq};
    update restaurant_logs set head_seq = ${seq}, head_id = (select id from pending_events where seq = ${seq});
    delete from orders where updated_seq > ${seq}; delete from mutation_results; delete from sync_clients`,
  );
}

/** Everything recorded so far was recorded this many days ago. */
const age = (days: number): Promise<void> =>
  administer(
    fresh.adminUrl,
    `update pending_events set created_at = created_at - interval '${days} days'`,
  );

describe("[SYN-2] a cursor", () => {
  test("is served where log, epoch, seq and id are of this log", async () => {
    await order(4);
    const { status, body } = await pull("since=0");
    expect([status, body.events?.map(({ seq }) => seq), body.head, body.floor]).toEqual([
      200,
      [1, 2, 3, 4, 5],
      5,
      0,
    ]);
    expect(body.pollMs).toBe(30_000);
    const third = body.events![2]!;
    const after = await pull(
      `since=3&sinceId=${third.id.toUpperCase()}&logId=${body.logId}&epoch=${body.epoch}&limit=1`,
    );
    expect(after.body.events?.map(({ seq }) => seq)).toEqual([4]);
    expect((await pull("since=5")).body.events).toEqual([]);
  });

  test.each(["since=6", `since=1&sinceId=${NOBODY}`, `since=1&logId=${NOBODY}`, "since=1&epoch=2"])(
    "of %s is told to refetch, and where the log stands",
    async (query) => {
      const { status, body } = await pull(query);
      expect([status, body.code, body.epoch, body.head, body.floor]).toEqual([
        409,
        "must_refetch",
        1,
        1,
        0,
      ]);
    },
  );

  test.each([
    "",
    "since=",
    "since=-1",
    "since=1.5",
    "since=x",
    "since=1&limit=0",
    "since=1&limit=1001",
    "since=1&epoch=x",
    "since=1&sinceId=x",
    "since=1&logId=x",
  ])("that makes no sense is refused: %s", async (query) => {
    expect((await pull(query)).status).toBe(400);
  });
});

describe("after a restored backup", () => {
  test("a cursor ahead of the log is told to refetch", async () => {
    await order(4);
    await restoreBackup(2);
    expect((await pull("since=5")).body).toMatchObject({ code: "must_refetch", head: 2 });
  });

  test("a cursor whose seq belongs to another event now is told to refetch; by the seq alone nobody could tell", async () => {
    await order(4);
    const id = (await pull("since=3")).body.events![0]!.id;
    await restoreBackup(2);
    await order(4);
    expect((await pull(`since=4&sinceId=${id}`)).body).toMatchObject({
      code: "must_refetch",
      head: 6,
    });
    expect((await pull("since=4")).status).toBe(200);
  });

  test.each([
    { where: "behind the readers", orders: 0 },
    { where: "past the readers with other events", orders: 5 },
  ])("open streams are reset when the log is $where", async ({ orders }) => {
    await order(4);
    const reader = await openReader(server.url, house.ownerToken, "since=0");
    await reader.upTo(5);
    await expect.poll(() => server.sync.hints.status(), { timeout: 10_000 }).toBe("connected");
    await restoreBackup(2);
    if (orders > 0) await order(orders);
    expect((await reader.find(({ event }) => event === "reset")).data).toMatchObject({
      code: "must_refetch",
    });
    expect(await reader.ended).toBe("ended");
    expect(reader.messages.filter(({ id }) => id !== undefined).map(({ id }) => id)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
  });

  test("the writer decides on the restored menu and not on the one it remembers", async () => {
    const off = {
      name: "menu.setAvailability",
      args: { menuItemId: "burger", available: false },
    } as const;
    const submit = () =>
      server.sync.writer.submit(
        house.restaurantId,
        push(house.owner, randomUUID(), mutation(1, off)),
      );
    await administer(
      fresh.adminUrl,
      "create table kept as select doc from menus; create table kept_log as select docs_id from restaurant_logs",
    );
    expect(pushed(await submit()).results[0]?.status).toBe("applied");
    expect(pushed(await submit()).results[0]?.status).toBe("noop");
    await restoreBackup(1);
    await administer(
      fresh.adminUrl,
      "update menus set doc = kept.doc from kept; update restaurant_logs set docs_id = kept_log.docs_id from kept_log",
    );
    expect(pushed(await submit()).results[0]?.status).toBe("applied");
  });
});

describe("retention", () => {
  const trim = () => trimOnce(server.database, house.restaurantId, 7);

  test("trims what is old and delivered, keeps the newest of it as the floor, and sends away who is below", async () => {
    const tablet = await pair(server.directory, house.restaurantId, "kitchen");
    await order(5);
    await age(8);
    await order(2);
    await server.sync.deps.acks.acknowledge(house.restaurantId, tablet.deviceId, 4, "sse");
    expect(await trim()).toMatchObject({ events: 3 });
    expect((await pull("since=3")).body).toMatchObject({ code: "must_refetch", floor: 4, head: 8 });
    const atFloor = await pull("since=4");
    expect(atFloor.body.events?.map(({ seq }) => seq)).toEqual([5, 6, 7, 8]);
    expect((await pull(`since=4&sinceId=${randomUUID()}`)).status).toBe(409);
    // The rest of what is old goes once the tablet has it; what is new stays.
    await server.sync.deps.acks.acknowledge(house.restaurantId, tablet.deviceId, 8, "sse");
    await trim();
    expect((await pull("since=6")).body).toMatchObject({ floor: 6, head: 8 });
  });

  test("waits for an active device, not for one that sleeps or was unpaired", async () => {
    const [awake, asleep, gone] = [
      await pair(server.directory, house.restaurantId, "kitchen"),
      await pair(server.directory, house.restaurantId, "expo"),
      await pair(server.directory, house.restaurantId, "floor"),
    ];
    await order(3);
    await age(8);
    expect(await trim()).toMatchObject({ events: 0 });
    await server.sync.deps.acks.acknowledge(house.restaurantId, awake.deviceId, 4, "sse");
    await server.directory.revokeDevice(house.restaurantId, gone.deviceId);
    expect(await trim()).toMatchObject({ events: 0 });
    await administer(
      fresh.adminUrl,
      `update devices set last_seen_at = now() - interval '8 days' where device_id = '${asleep.deviceId}'`,
    );
    expect(await trim()).toMatchObject({ events: 3 });
    expect((await pull("since=4", awake.token)).status).toBe(200);
  });

  test("by two servers at once is done by one", async () => {
    await order(50);
    await age(8);
    const other = await startProcess(fresh.adminUrl, fresh.role);
    try {
      const log = { info: () => undefined, error: () => undefined };
      await Promise.all(
        [server, other].map(({ database, directory }) =>
          trimAll({ database, directory, retentionDays: 7, sleeper: createSleeper(), log }),
        ),
      );
      expect((await pull("since=51")).body).toMatchObject({ floor: 51, head: 51 });
      await order();
      expect((await pull("since=51")).body.events?.map(({ seq }) => seq)).toEqual([52]);
    } finally {
      await other.close();
    }
  });
});
