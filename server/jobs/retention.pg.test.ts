import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSession } from "../guests/sessions.ts";
import { createSleeper } from "../process/sleeper.ts";
import { makeHouse } from "../sync/testing/house.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { trimAll } from "./retention.ts";

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

test("a restaurant whose log cannot be trimmed is told, and those behind it are trimmed all the same", async () => {
  const houses = [
    await makeHouse(server.directory, server.sync.writer),
    await makeHouse(server.directory, server.sync.writer),
    await makeHouse(server.directory, server.sync.writer),
  ];
  const [, broken] = houses;
  await administer(
    fresh.adminUrl,
    "update pending_events set created_at = created_at - interval '8 days'",
  );
  const errors: object[] = [];
  const deps = {
    directory: server.directory,
    retentionDays: 7,
    sleeper: createSleeper(),
    log: { info: () => undefined, error: (fields: object) => void errors.push(fields) },
    database: {
      tenant: (id: string, work: never) =>
        id === broken?.restaurantId
          ? Promise.reject(new Error("broken"))
          : server.database.tenant(id, work),
    },
  };
  await trimAll(deps as never);
  const floors = await Promise.all(
    houses.map(({ restaurantId }) =>
      server.database.tenant(
        restaurantId,
        async (tx) =>
          (await tx.query<{ floor: number }>("select floor_seq as floor from restaurant_logs"))
            .rows[0]?.floor,
      ),
    ),
  );
  expect(floors).toEqual([1, 0, 1]);
  expect(errors).toMatchObject([{ restaurantId: broken?.restaurantId }]);
});

test("guests' phones that have not ordered for a day are forgotten, those of today are not", async () => {
  const { restaurantId } = await makeHouse(server.directory, server.sync.writer);
  const open = () =>
    server.database.tenant(restaurantId, (tx) =>
      openSession(
        tx,
        { restaurantId, tableId: "t1", codeHash: "c" },
        { ids: { next: randomUUID }, serverSecret: new Uint8Array(32) },
      ),
    );
  await open();
  await administer(
    fresh.adminUrl,
    "update guest_sessions set used_at = now() - interval '25 hours'",
  );
  await open();
  await trimAll({
    database: server.database,
    directory: server.directory,
    retentionDays: 7,
    sleeper: createSleeper(),
    log: { info: () => undefined, error: (fields) => expect.fail(JSON.stringify(fields)) },
  });
  const left = await server.database.tenant(restaurantId, (tx) =>
    tx.query("select from guest_sessions where used_at > now() - interval '1 hour'"),
  );
  expect([
    left.rowCount,
    (await server.database.tenant(restaurantId, (tx) => tx.query("select from guest_sessions")))
      .rowCount,
  ]).toEqual([1, 1]);
});

test("a round that is told to stop begins no other restaurant", async () => {
  const tried: string[] = [];
  const database = { tenant: (id: string) => Promise.reject(void tried.push(id)) };
  await trimAll(
    {
      database,
      directory: server.directory,
      retentionDays: 7,
      sleeper: createSleeper(),
      log: { info: () => undefined, error: () => undefined },
    } as never,
    () => tried.length > 0,
  );
  expect(tried).toHaveLength(1);
});
