import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR, toIso } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import { createSleeper } from "../process/sleeper.ts";
import { makeHouse, type StoredHouse } from "../sync/testing/house.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { administer } from "../testing/postgres-setup.ts";
import { closeAll } from "./closing.ts";

let fresh: TestDatabase;
let server: Process;
let house: StoredHouse;
const errors: object[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role);
  house = await makeHouse(server.directory, server.sync.writer);
});
afterAll(async () => {
  await server.close();
  await fresh.drop();
});

/**
 * An order of two burgers of which all, or only the first, became `status` so many hours ago, also
 * as the database knows it.
 */
async function left(
  status: "ready" | "served" | "preparing",
  hours: number,
  { all = true, recordedHours = hours } = {},
): Promise<string> {
  const orderId = randomUUID();
  const lines = [randomUUID(), randomUUID()].map((lineId) => ({
    lineId,
    menuItemId: "burger",
    quantity: 1,
  }));
  const occurredAt = toIso(Date.now() - hours * HOUR);
  const submit = (command: Command) =>
    server.sync.writer.submit(house.restaurantId, {
      kind: "command",
      who: house.owner,
      command,
      occurredAt,
      key: null,
      strict: false,
    });
  await submit({ name: "order.place", args: { orderId, channel: "takeaway", lines } });
  for (const { lineId } of all ? lines : lines.slice(1))
    await submit({ name: "line.setStatus", args: { orderId, lineId, status } });
  await administer(
    fresh.adminUrl,
    `update orders set updated_at = now() - interval '${recordedHours} hours' where order_id = '${orderId}'`,
  );
  return orderId;
}

const close = (over: object = {}): Promise<void> =>
  closeAll({
    database: server.database,
    directory: server.directory,
    writer: server.sync.writer,
    clock: { now: () => Date.now() },
    sleeper: createSleeper(),
    log: { error: (fields) => void errors.push(fields) },
    ...over,
  });

async function statuses(orderIds: readonly string[]): Promise<(string | undefined)[]> {
  const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
    tx.query<{ id: string; status: string }>("select order_id as id, status from orders"),
  );
  return orderIds.map((orderId) => rows.find(({ id }) => id === orderId)?.status);
}

test("[ORD-26] what was served three hours ago, or made six hours ago, is completed by the house itself; what is fresher or unfinished is not", async () => {
  const orders = [
    await left("served", 3.1),
    await left("served", 2.9),
    await left("ready", 6.1),
    await left("ready", 5.9),
    await left("ready", 100, { all: false }),
    await left("preparing", 100),
  ];
  // Recorded a moment ago by a tablet whose clock is a day behind.
  const wrongClock = await left("served", 24, { recordedHours: 0 });
  await Promise.all([close(), close()]);
  expect(await statuses([...orders, wrongClock])).toEqual([
    "completed",
    "served",
    "completed",
    "ready",
    "preparing",
    "preparing",
    "served",
  ]);
  const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
    tx.query<{ body: string }>(
      "select body from pending_events where body::json -> 'data' ->> 'to' = 'completed'",
    ),
  );
  expect(rows.map(({ body }) => JSON.parse(body) as object)).toMatchObject(
    [orders[2], orders[0]].map((orderId) => ({
      entityId: orderId,
      origin: null,
      type: "order_status_changed",
    })),
  );
  expect(errors).toEqual([]);
});

test("a restaurant that cannot be closed is told, and the others are closed all the same", async () => {
  const other = await makeHouse(server.directory, server.sync.writer);
  const orderId = await left("served", 4);
  await close({
    database: {
      tenant: (id: string, work: never) =>
        id === other.restaurantId
          ? Promise.reject(new Error("broken"))
          : server.database.tenant(id, work),
    },
  });
  expect(await statuses([orderId])).toEqual(["completed"]);
  expect(errors).toMatchObject([{ restaurantId: other.restaurantId }]);
});
