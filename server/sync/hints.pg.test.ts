import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDatabase, type Connection, type Database } from "../db/database.ts";
import { createSleeper } from "../process/sleeper.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { CHANNEL, createHints, MAX_HINTS_PER_NOTIFY, type HintDeps, type Hints } from "./hints.ts";
import { openLine, type Line } from "./testing/outage.ts";

let fresh: TestDatabase;
let line: Line;
let database: Database;
const open: Hints[] = [];

beforeEach(async () => {
  fresh = await freshDatabase();
  line = await openLine(fresh.adminUrl);
  database = createDatabase({ url: line.url, role: fresh.role, log: { warn: () => undefined } });
});
afterEach(async () => {
  line.mend();
  await Promise.all(open.splice(0).map((hints) => hints.stop()));
  await database.close();
  await line.close();
  await fresh.drop();
});

function hintsOf(over: Partial<HintDeps> = {}): Hints {
  const hints = createHints({
    database,
    directory: { readHeads: () => Promise.resolve(new Map()) },
    fanout: { advanced: () => undefined, heads: () => new Map(), confirmed: () => undefined },
    onRevoked: () => undefined,
    onHeard: () => undefined,
    random: { next: () => 0.5 },
    sleeper: createSleeper(),
    log: { info: () => undefined, warn: () => undefined },
    instance: randomUUID(),
    retryBackoffMs: 10,
    maxRetryAttempts: 3,
    sweepMs: 30,
    heartbeatMs: 30,
    ...over,
  });
  open.push(hints);
  return hints;
}

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 10 });

async function eavesdrop(): Promise<{
  connection: Connection;
  said: { heads: [string, number][]; revoked: string[] }[];
}> {
  const connection = await database.connect();
  const said: { heads: [string, number][]; revoked: string[] }[] = [];
  connection.onNotification((_, payload) => void said.push(JSON.parse(payload) as never));
  await connection.query(`listen ${CHANNEL}`);
  return { connection, said };
}

test("what the commits of one moment say goes out together, the newest head of each restaurant, in payloads that fit", async () => {
  const { connection, said } = await eavesdrop();
  const hints = hintsOf();
  const restaurants = Array.from({ length: 2 * MAX_HINTS_PER_NOTIFY + 1 }, () => randomUUID());
  for (const id of restaurants)
    for (const head of [999_999_999_998, 999_999_999_999]) hints.publish(id, head);
  hints.publishRevoked("somebody");
  await soon(() => said.flatMap(({ heads }) => heads).length).toBe(restaurants.length);
  expect(said.map(({ heads, revoked }) => heads.length + revoked.length)).toEqual([
    MAX_HINTS_PER_NOTIFY,
    MAX_HINTS_PER_NOTIFY,
    2,
  ]);
  expect(said.flatMap(({ heads }) => heads)).toEqual(
    restaurants.map((id) => [id, 999_999_999_999]),
  );
  await connection.end();
});

test("nobody listens until somebody reads", async () => {
  const hints = hintsOf();
  const listening = async (): Promise<number> =>
    (
      await database.directoryQuery<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
        [],
      )
    ).rows[0]?.n ?? 0;
  expect(await listening()).toBe(0);
  hints.start();
  await soon(() => hints.status()).toBe("connected");
});

test("the status says what it is: reconnecting at first, down after too many failures, connected again", async () => {
  line.cut();
  const hints = hintsOf();
  hints.start();
  expect(hints.status()).toBe("reconnecting");
  await soon(() => hints.status()).toBe("down");
  line.mend();
  await soon(() => hints.status()).toBe("connected");
  expect(hints.reconnects()).toBeGreaterThan(3);
});

test("a listening connection that hangs without closing is noticed by its heartbeat and replaced", async () => {
  const hints = hintsOf({ heartbeatMs: 200 });
  hints.start();
  await soon(() => hints.status()).toBe("connected");
  line.freezeListeners();
  await soon(() => hints.reconnects()).toBeGreaterThan(0);
  await soon(() => hints.status()).toBe("connected");
});

test("hints that cannot be sent are given up, not piled up, and the next ones go out", async () => {
  const hints = hintsOf();
  line.cut();
  for (let head = 1; head <= 500; head += 1) hints.publish("restaurant", head);
  await expect.poll(() => database.isAlive(), { timeout: 10_000 }).toBe(false);
  line.mend();
  const { connection, said } = await eavesdrop();
  await soon(() => {
    hints.publish("restaurant", 501);
    return said.at(-1)?.heads;
  }).toEqual([["restaurant", 501]]);
  await connection.end();
});
