import { afterAll, beforeAll, expect, test } from "vitest";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { createDatabase, WAITING, type Database } from "./database.ts";
import type { DatabaseUnavailable } from "./pg-error.ts";

let fresh: TestDatabase;
let database: Database;
const RESTAURANT = "018f0000-0000-7000-8000-000000000001";
const NEIGHBOUR = "018f0000-0000-7000-8000-000000000002";
const OTHERS = ["018f0000-0000-7000-8000-000000000003", "018f0000-0000-7000-8000-000000000004"];

beforeAll(async () => {
  fresh = await freshDatabase();
  database = createDatabase({
    url: fresh.adminUrl,
    role: fresh.role,
    log: { warn: () => undefined },
  });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const endAllConnections = (): Promise<void> =>
  administer(
    fresh.adminUrl,
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );

test("a transaction whose connection is ended is a typed failure; the next one has a connection again", async () => {
  const failing = database.tenant(RESTAURANT, async (tx) => {
    await tx.query("select 1");
    await endAllConnections();
    await tx.query("select 1");
  });
  await expect(failing).rejects.toMatchObject({ name: "DatabaseUnavailable", code: "unavailable" });
  expect((await database.tenant(RESTAURANT, (tx) => tx.query("select 1 as one"))).rows).toEqual([
    { one: 1 },
  ]);
});

test("connections that end while nobody uses them cost nothing", async () => {
  await Promise.all(
    [1, 2, 3].map(() => database.tenant(RESTAURANT, (tx) => tx.query("select pg_sleep(0.05)"))),
  );
  await endAllConnections();
  await expect.poll(() => database.isAlive(), { timeout: 10_000 }).toBe(true);
});

test("a connection of one's own says when it ends", async () => {
  const connection = await database.connect();
  const ended = new Promise<void>((resolve) => connection.onEnd(resolve));
  // This one alone: the next test may be given one of the others before it is known to have ended.
  const {
    rows: [mine],
  } = await connection.query<{ pid: number }>("select pg_backend_pid() as pid");
  await administer(fresh.adminUrl, `select pg_terminate_backend(${mine!.pid})`);
  await ended;
  await expect(connection.query("select 1")).rejects.toMatchObject({ code: "unavailable" });
  await connection.end();
});

test("what fails inside a transaction leaves nothing, and its connection is used again", async () => {
  await expect(
    database.tenant(RESTAURANT, async (tx) => {
      await tx.query("insert into number_counters values ($1, 'A', 1)", [RESTAURANT]);
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  await expect(
    database.tenant(RESTAURANT, (tx) => tx.query("select no_such_column")),
  ).rejects.toThrow("no_such_column");
  expect(
    (await database.tenant(RESTAURANT, (tx) => tx.query("select 1 from number_counters"))).rows,
  ).toEqual([]);
});

test("every connection runs as the application role, also after somebody resets it", async () => {
  const { rows } = await database.tenant(RESTAURANT, async (tx) => {
    await tx.query("reset role");
    return tx.query("select current_user as name");
  });
  expect(rows).toEqual([{ name: "heard_app" }]);
});

test("large numbers come as numbers, and a snapshot may not write", async () => {
  expect(
    (await database.tenant(RESTAURANT, (tx) => tx.query("select 9007199254740991::bigint as n")))
      .rows,
  ).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
  await expect(
    database.tenantSnapshot(RESTAURANT, (tx) =>
      tx.query("insert into number_counters values ($1, 'A', 1)", [RESTAURANT]),
    ),
  ).rejects.toThrow("read-only");
});

test("a connection of one's own plans its statements once, and anew when a table may have grown", async () => {
  const connection = await database.connect();
  const plans = async () =>
    (
      await connection.query(
        "select statement from pg_prepared_statements where statement like '%probe%'",
      )
    ).rows.length;
  const use = (times: number) =>
    Promise.all(
      Array.from({ length: times }, () => connection.query("select $1::text as probe", ["x"])),
    );
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

test("readers of several restaurants at once see each their own rows, may not write, and one that fails costs the others nothing", async () => {
  const houses = Array.from(
    { length: 8 },
    (_, index) => `018f0000-0000-7000-8000-0000000001${index}0`,
  );
  const seen = "select current_setting('heard.restaurant_id') as id, $1::int as asked";
  const asked = houses.flatMap((id, index) => [
    database.reader(id).query(seen, [index]),
    database
      .reader(id)
      .query("select 1 / $1::int", [0])
      .catch((error: Error) => error.message),
    database
      .reader(id)
      .query("insert into number_counters values ($1, 'A', 1)", [id])
      .catch((error: Error) => error.message),
  ]);
  const answers = await Promise.all(asked);
  for (const [index, id] of houses.entries()) {
    const [own, ...failed] = answers.slice(index * 3, index * 3 + 3);
    expect(own).toEqual({ rows: [{ id, asked: index }], rowCount: 1 });
    expect(failed).toEqual([
      "division by zero",
      "the database is unavailable: cannot execute INSERT in a read-only transaction",
    ]);
  }
});

test("a reader whose connection is ended is a typed failure; another is opened as soon as that one is gone", async () => {
  const reader = database.reader(RESTAURANT);
  await reader.query("select 1");
  const failing = Promise.all([reader.query("select pg_sleep($1)", [10]), endAllConnections()]);
  await expect(failing).rejects.toMatchObject({ name: "DatabaseUnavailable", code: "unavailable" });
  const again = () =>
    reader.query("select $1::int as one", [1]).then(
      ({ rows }) => rows,
      (error: DatabaseUnavailable) => error.code,
    );
  await expect.poll(again, { timeout: 10_000 }).toEqual([{ one: 1 }]);
});

test("FAIR-2 FAIR-5 one restaurant has at most half of the connections; a neighbour and the directory have theirs at once", async () => {
  const released = Promise.withResolvers<void>();
  let begun = 0;
  const flood = Array.from({ length: 40 }, () =>
    database.tenant(RESTAURANT, async () => {
      begun += 1;
      await released.promise;
    }),
  );
  await expect.poll(() => begun).toBe(5);
  expect((await database.tenant(NEIGHBOUR, (tx) => tx.query("select 1 as one"))).rows).toEqual([
    { one: 1 },
  ]);
  expect(
    (await database.jobs.tenant(RESTAURANT, (tx) => tx.query("select 1 as one"))).rows,
  ).toEqual([{ one: 1 }]);
  expect((await database.directoryQuery("select 1 as one", [])).rows).toEqual([{ one: 1 }]);
  expect(begun).toBe(5);
  released.resolve();
  await Promise.all(flood);
  expect(begun).toBe(40);
});

test("FAIR-3 whose own line is full is refused, and its neighbour is not", async () => {
  const released = Promise.withResolvers<void>();
  const flood = Array.from({ length: 5 + WAITING.each }, () =>
    database.tenant(RESTAURANT, () => released.promise),
  );
  await expect(database.tenant(RESTAURANT, () => released.promise)).rejects.toMatchObject({
    code: "crowded",
  });
  expect((await database.tenant(NEIGHBOUR, (tx) => tx.query("select 1 as one"))).rows).toEqual([
    { one: 1 },
  ]);
  released.resolve();
  await Promise.all(flood);
});

test("FAIR-6 of heavy reads a restaurant has one under way, all together three, and they are read-only", async () => {
  const released = Promise.withResolvers<void>();
  const begun: string[] = [];
  const reads = [RESTAURANT, RESTAURANT, NEIGHBOUR, OTHERS[0], OTHERS[1]].map((id = "") =>
    database.heavy(id, async () => {
      begun.push(id);
      await released.promise;
    }),
  );
  await expect.poll(() => begun.toSorted()).toEqual([RESTAURANT, NEIGHBOUR, OTHERS[0]]);
  released.resolve();
  await Promise.all(reads);
  expect(begun.toSorted()).toEqual([RESTAURANT, RESTAURANT, NEIGHBOUR, ...OTHERS].toSorted());
  await expect(
    database.heavy(RESTAURANT, (tx) =>
      tx.query("insert into number_counters values ($1, 'A', 1)", [RESTAURANT]),
    ),
  ).rejects.toThrow("read-only");
});
