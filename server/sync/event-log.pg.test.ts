import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { EVENT_LOG_CONTRACT } from "#shared/sync/event-log.contract.ts";
import type { EventLog } from "#shared/sync/event-log.ts";
import { noChanges } from "#shared/sync/sequencer.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { createDocsCache } from "./docs-cache.ts";
import { checkCursor, readLog, readPage } from "./event-store.ts";
import { load } from "./postgres-load.ts";
import { write } from "./postgres-write.ts";
import { raiseFloor } from "./retention.ts";
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

describe("the log on Postgres keeps the contract of every log", () => {
  for (const { name, run } of EVENT_LOG_CONTRACT) {
    test(name, async () => run(await emptyLog(server)));
  }
});

/** The parts that production is made of, put together as one keeper of a log. */
async function emptyLog({ database, directory }: Process): Promise<EventLog> {
  const restaurantId = randomUUID();
  const settings = {};
  await directory.createRestaurant({
    restaurantId,
    logId: randomUUID(),
    name: "Log",
    settings,
    owner: { userId: randomUUID(), name: "O", email: restaurantId, passwordHash: "none" },
  });
  return {
    async position() {
      const log = await database.tenant(restaurantId, (tx) => readLog(tx, restaurantId));
      if (log === null) throw new Error("no log");
      return log;
    },
    async append(events) {
      const connection = await database.connect();
      try {
        await connection.query("begin");
        const docs = createDocsCache();
        const [loaded] = await load(
          connection,
          [
            {
              restaurantId,
              needs: {
                orderIds: [],
                lineIds: [],
                clients: [],
                keys: [],
                guestTables: [],
                clearedTables: [],
              },
            },
          ],
          docs,
        );
        if (loaded === undefined) throw new Error("nothing was loaded");
        const follows = events.every((event, index) => event.seq === loaded.log.head + 1 + index);
        const last = events.at(-1);
        if (follows && last !== undefined) {
          loaded.log = { ...loaded.log, head: last.seq, headId: last.id };
          const changes = {
            ...noChanges(),
            events: events.map((event) => ({ ...event, body: JSON.stringify(event) })),
          };
          await write(connection, [{ restaurantId, loaded, changes }], docs);
        }
        await connection.query("commit");
        return follows;
      } finally {
        await connection.end();
      }
    },
    read: (since, limit) =>
      database.tenantSnapshot(restaurantId, async (tx) => {
        const check = await checkCursor(tx, restaurantId, { ...since, logId: null, epoch: null });
        if (check?.kind !== "ok") return { kind: "must_refetch" };
        const page = await readPage(tx, restaurantId, since.seq, limit);
        return {
          kind: "events",
          events: page.map((event) => JSON.parse(event.body) as HeardEvent),
        };
      }),
    trim: (upTo) =>
      database.tenant(restaurantId, async (tx) => {
        const log = await readLog(tx, restaurantId);
        await raiseFloor(tx, restaurantId, Math.min(upTo, log?.head ?? 0));
      }),
  };
}
