import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { createDatabase } from "../../server/db/database.ts";
import { startEmbedded } from "../../server/db/embedded.ts";
import { createLogger } from "../../server/log/logger.ts";
import { trimOnce } from "../../server/sync/retention.ts";
import { bump, expectOpen } from "./support/kitchen.ts";
import { expectAllSent, expectLink, pair } from "./support/tablet.ts";
import { expect, test as base } from "./support/test.ts";

const log = createLogger("silent");

/** A Postgres that the proof can reach too: time is let pass in it. */
const test = base.extend<{ databaseUrl: string }>({
  databaseUrl: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), "heard-postgres-"));
    const postgres = await startEmbedded({ dataDir, log });
    await use(postgres.adminUrl);
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
  serverEnv: ({ databaseUrl }, use) =>
    use({ DATABASE_URL: databaseUrl, EVENT_RETENTION_DAYS: "1" }),
});

test("a tablet that slept until the log was trimmed past it heals, and its own work still counts", async ({
  databaseUrl,
  server,
  restaurant,
  newTablet,
}) => {
  const asleep = await newTablet();
  const kitchen = await pair(asleep, restaurant, "kitchen");
  const bumped = await restaurant.order(["burger"], 0);
  const left = await restaurant.order(["chips"], 1);
  await expectOpen(kitchen, [bumped.number, left.number]);
  await expectAllSent(kitchen);
  await asleep.network.cut();
  await expectLink(kitchen, "offline");
  await bump(kitchen, bumped.number);

  const other = await pair(await newTablet(), restaurant, "kitchen");
  const late = await restaurant.order(["squid"], 2);
  await expectOpen(other, [bumped.number, left.number, late.number]);
  await bump(other, late.number);
  await expectAllSent(other);
  const floor = await letWeeksPass(databaseUrl, restaurantOf(server.output()));
  expect(floor).toBeGreaterThan(0);
  await expect
    .poll(
      async () =>
        (
          await fetch(`${server.url}/api/events/orders?since=1`, {
            headers: { Authorization: `Bearer ${restaurant.owner.token}` },
          })
        ).status,
    )
    .toBe(409);

  await asleep.network.mend();
  await expectAllSent(kitchen);
  for (const page of [kitchen, other]) await expectOpen(page, [left.number]);
  const [order] = (await restaurant.orders()).filter(({ orderId }) => orderId === bumped.orderId);
  expect(order?.lines.map((line) => [line.status, line.generation])).toEqual([["ready", 0]]);
});

/**
 * Everything so far is weeks old, its devices asleep since; the server's own trimming then does
 * what it does. Resolves with the log's floor.
 */
async function letWeeksPass(url: string, restaurantId: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("update pending_events set created_at = created_at - interval '30 days'");
  await client.query("update devices set last_seen_at = last_seen_at - interval '30 days'");
  const database = createDatabase({ url, role: null, log });
  while (((await trimOnce(database, restaurantId, 1))?.events ?? 0) > 0) continue;
  await database.close();
  const { rows } = await client.query<{ floor_seq: string }>(
    "select floor_seq from restaurant_logs",
  );
  await client.end();
  return Number(rows[0]!.floor_seq);
}

function restaurantOf(output: string): string {
  return /"restaurantId":"([0-9a-f-]{36})"/.exec(output)![1]!;
}
