import { afterAll, beforeAll, expect, test } from "vitest";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { createDatabase, type Database } from "./database.ts";

let fresh: TestDatabase;
let database: Database;
const RESTAURANT = "018f0000-0000-7000-8000-000000000001";

beforeAll(async () => {
  fresh = await freshDatabase();
  database = createDatabase({ url: fresh.adminUrl, role: fresh.role, log: { warn: () => undefined } });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const endAllConnections = (): Promise<void> =>
  administer(fresh.adminUrl, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

test("a transaction whose connection is ended is a typed failure; the next one has a connection again", async () => {
  const failing = database.tenant(RESTAURANT, async (tx) => {
    await tx.query("select 1");
    await endAllConnections();
    await tx.query("select 1");
  });
  await expect(failing).rejects.toMatchObject({ name: "DatabaseUnavailable", code: "unavailable" });
  expect((await database.tenant(RESTAURANT, (tx) => tx.query("select 1 as one"))).rows).toEqual([{ one: 1 }]);
});

test("connections that end while nobody uses them cost nothing", async () => {
  await Promise.all([1, 2, 3].map(() => database.tenant(RESTAURANT, (tx) => tx.query("select pg_sleep(0.05)"))));
  await endAllConnections();
  await expect.poll(() => database.isAlive(), { timeout: 10_000 }).toBe(true);
});

test("a connection of one's own says when it ends", async () => {
  const connection = await database.connect();
  const ended = new Promise<void>((resolve) => connection.onEnd(resolve));
  await endAllConnections();
  await ended;
  await expect(connection.query("select 1")).rejects.toMatchObject({ code: "unavailable" });
  await connection.end();
});

test("what fails inside a transaction leaves nothing, and its connection is used again", async () => {
  await expect(database.tenant(RESTAURANT, async (tx) => {
    await tx.query("insert into number_counters values ($1, 'A', 1)", [RESTAURANT]);
    throw new Error("changed my mind");
  })).rejects.toThrow("changed my mind");
  await expect(database.tenant(RESTAURANT, (tx) => tx.query("select no_such_column"))).rejects.toThrow("no_such_column");
  expect((await database.tenant(RESTAURANT, (tx) => tx.query("select 1 from number_counters"))).rows).toEqual([]);
});

test("every connection runs as the application role, also after somebody resets it", async () => {
  const { rows } = await database.tenant(RESTAURANT, async (tx) => {
    await tx.query("reset role");
    return tx.query("select current_user as name");
  });
  expect(rows).toEqual([{ name: "heard_app" }]);
});

test("large numbers come as numbers, and a snapshot may not write", async () => {
  expect((await database.tenant(RESTAURANT, (tx) => tx.query("select 9007199254740991::bigint as n"))).rows).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
  await expect(database.tenantSnapshot(RESTAURANT, (tx) => tx.query("insert into number_counters values ($1, 'A', 1)", [RESTAURANT]))).rejects.toThrow("read-only");
});

test("a connection of one's own plans its statements once, and anew when a table may have grown", async () => {
  const connection = await database.connect();
  const plans = async () => (await connection.query("select statement from pg_prepared_statements where statement like '%probe%'")).rows.length;
  const use = (times: number) => Promise.all(Array.from({ length: times }, () => connection.query("select $1::text as probe", ["x"])));
  await use(49);
  expect(await plans()).toBe(1);
  await use(1);
  expect(await plans()).toBe(2);
  await use(449);
  expect(await plans()).toBe(2);
  await use(1);
  expect(await plans()).toBe(3);
  await connection.end();
});
