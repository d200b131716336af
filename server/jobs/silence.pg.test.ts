import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { SILENT_AFTER_MS } from "#shared/kitchen/silence.ts";
import { HOUR, MINUTE, SECOND } from "#shared/kernel/time.ts";
import {
  makeHouse,
  mutation,
  pair,
  placeOrder,
  push,
  type StoredHouse,
  type Paired,
} from "../sync/testing/house.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { openReader } from "../sync/testing/reader.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { createSilenceLook, LOOK_EVERY_MS, type SilenceDeps } from "./silence.ts";

let fresh: TestDatabase;
let server: Process;
let house: StoredHouse;
let tablet: Paired;
let orderId: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role, { eventPingIntervalMs: 30 });
});
afterAll(async () => {
  await server.close();
  await fresh.drop();
});
beforeEach(async () => {
  house = await makeHouse(server.directory, server.sync.writer);
  tablet = await pair(server.directory, house.restaurantId, "kitchen");
  orderId = randomUUID();
  await ask(placeOrder(orderId));
});

const ask = (what: Parameters<typeof mutation>[1], of: StoredHouse = house) =>
  server.sync.writer.submit(
    of.restaurantId,
    push(of.owner, randomUUID(), { ...mutation(1, what), occurredAt: new Date().toISOString() }),
  );

type Look = { readonly look: () => Promise<void>; readonly later: (ms: number) => void };

/**
 * A server that has been looking for long enough, by a clock of its own: the database's is moved by
 * moving what it wrote.
 */
async function looking(over: Partial<SilenceDeps> = {}): Promise<Look> {
  let now = Date.now();
  const look = createSilenceLook({
    directory: server.directory,
    writer: server.sync.writer,
    log: { error: vi.fn() },
    pingMs: 10 * SECOND,
    clock: { now: () => now },
    ...over,
  });
  const later = (ms: number) => void (now += ms);
  for (let waited = 0; waited < SILENT_AFTER_MS; waited += LOOK_EVERY_MS) {
    await look();
    later(LOOK_EVERY_MS);
  }
  return { look, later };
}

const away = ({ restaurantId }: StoredHouse, deviceId: string, ms: number) =>
  server.database.tenant(restaurantId, (tx) =>
    tx.query(
      "update devices set last_seen_at = now() - $2 * interval '1 millisecond' where device_id = $1",
      [deviceId, ms],
    ),
  );

const said = async ({ restaurantId }: StoredHouse): Promise<unknown[]> =>
  (
    await server.database.tenant(restaurantId, (tx) =>
      tx.query<{ data: unknown }>(
        "select body::json -> 'data' as data from pending_events where type = 'restaurant_notification' order by seq",
      ),
    )
  ).rows.map(({ data }) => data);

test("a kitchen screen that went silent while an order waits is said once, by however many servers, and again only after it came back", async () => {
  const [one, other] = [await looking(), await looking()];
  await away(house, tablet.deviceId, 3 * MINUTE);
  await Promise.all([one.look(), other.look()]);
  await one.look();
  const silent = {
    kind: "device_silent",
    deviceId: tablet.deviceId,
    name: "kitchen",
    lastSeenAt: expect.stringMatching(/Z$/),
  };
  expect(await said(house)).toEqual([silent]);
  await away(house, tablet.deviceId, 0);
  await one.look();
  await away(house, tablet.deviceId, 4 * MINUTE);
  await one.look();
  expect(await said(house)).toEqual([silent, silent]);
});

test("nobody is missed while nobody waits, nor a board for guests, nor what was unpaired or put away this morning", async () => {
  const { look } = await looking();
  const [board, gone, morning] = [
    await pair(server.directory, house.restaurantId, "display"),
    await pair(server.directory, house.restaurantId, "floor"),
    await pair(server.directory, house.restaurantId, "expo"),
  ];
  await server.directory.revokeDevice(house.restaurantId, gone.deviceId);
  for (const { deviceId } of [board, gone]) await away(house, deviceId, 5 * MINUTE);
  await away(house, morning.deviceId, 13 * HOUR);
  await away(house, tablet.deviceId, SILENT_AFTER_MS - 5 * SECOND);
  await look();
  expect(await said(house)).toEqual([]);
  await away(house, tablet.deviceId, 5 * MINUTE);
  await ask({ name: "order.hold", args: { orderId } });
  await look();
  expect(await said(house)).toEqual([]);
  await ask({ name: "order.cancel", args: { orderId, reason: "They left" } });
  await look();
  expect(await said(house)).toEqual([]);
});

test("a device whose stream is open is never missed, though nothing happens and it acknowledges nothing", async () => {
  const { look } = await looking();
  const reader = await openReader(server.url, tablet.token, "since=0");
  await away(house, tablet.deviceId, 5 * MINUTE);
  await vi.waitFor(
    async () => {
      const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
        tx.query<{ here: boolean }>(
          "select last_seen_at > now() - interval '1 minute' as here from devices",
        ),
      );
      expect(rows).toEqual([{ here: true }]);
    },
    { timeout: 10_000 },
  );
  await look();
  expect(await said(house)).toEqual([]);
  reader.close();
});

test("a stream that beats slowly by configuration is given the time of its beats", async () => {
  const { look, later } = await looking({ pingMs: 5 * MINUTE });
  later(LOOK_EVERY_MS);
  await away(house, tablet.deviceId, 10 * MINUTE);
  await look();
  expect(await said(house)).toEqual([]);
});

test("who was not listening misses nobody: after a start, a failure or a pause everybody has as long again", async () => {
  await away(house, tablet.deviceId, 5 * MINUTE);
  let now = Date.now();
  let fails = false;
  const directory: SilenceDeps["directory"] = {
    silentDevices: async (ms) =>
      fails ? Promise.reject(new Error("database away")) : server.directory.silentDevices(ms),
  };
  const look = createSilenceLook({
    directory,
    writer: server.sync.writer,
    log: { error: vi.fn() },
    pingMs: 10 * SECOND,
    clock: { now: () => now },
  });
  const during = async (ms: number): Promise<void> => {
    for (const end = now + ms; now < end; now += LOOK_EVERY_MS) await look();
  };
  await during(SILENT_AFTER_MS - LOOK_EVERY_MS);
  fails = true;
  await expect(look()).rejects.toThrow("database away");
  fails = false;
  await during(SILENT_AFTER_MS - LOOK_EVERY_MS);
  now += HOUR;
  await during(SILENT_AFTER_MS);
  expect(await said(house)).toEqual([]);
  await look();
  expect(await said(house)).toHaveLength(1);
});

test("one restaurant's trouble is not the others'", async () => {
  const broken = await makeHouse(server.directory, server.sync.writer);
  const theirs = await pair(server.directory, broken.restaurantId, "kitchen");
  await ask(placeOrder(), broken);
  for (const [where, device] of [
    [broken, theirs],
    [house, tablet],
  ] as const)
    await away(where, device.deviceId, 3 * MINUTE);
  const error = vi.fn();
  const { look } = await looking({
    log: { error },
    writer: {
      submit: async (restaurantId, submission) =>
        restaurantId === broken.restaurantId
          ? Promise.reject(new Error("no"))
          : server.sync.writer.submit(restaurantId, submission),
    },
  });
  await look();
  expect(await said(house)).toHaveLength(1);
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ restaurantId: broken.restaurantId }),
    expect.any(String),
  );
});
