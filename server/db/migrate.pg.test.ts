import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { WAITS_FOR, waitsFor } from "#shared/kitchen/overdue.ts";
import { houseWithOrder, L1, L2, minute, ORDER } from "#shared/orders/testing/house.ts";
import { makeHouse, mutation, push, pushed } from "../sync/testing/house.ts";
import { startProcess } from "../sync/testing/process.ts";
import { emptyDatabase, type TestDatabase } from "../testing/postgres.ts";
import { administer, urlOf } from "../testing/postgres-setup.ts";
import { createLogger } from "../log/logger.ts";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const MIGRATIONS = join(import.meta.dirname, "migrations");
/** Of the files that there are, and the name of one that there is not. */
const NUMBERS = readdirSync(MIGRATIONS).map((_, index) => index + 1);
const next = String(NUMBERS.length + 1).padStart(4, "0");
const quiet = { info: () => undefined, warn: () => undefined };

async function empty(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  undo.push(() => database.drop());
  return database;
}

/** A copy of the migrations to tamper with. */
async function copied(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "heard-migrations-"));
  undo.push(() => rm(directory, { recursive: true }));
  await cp(MIGRATIONS, directory, { recursive: true });
  return directory;
}

describe("migrating", () => {
  test("from several servers at once applies each file once", async () => {
    const { adminUrl } = await empty();
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(adminUrl, quiet)));
    expect(runs.map(({ applied }) => applied).toSorted((a, b) => b.length - a.length)).toEqual([
      NUMBERS,
      [],
      [],
      [],
    ]);
    expect(await migrate(adminUrl, quiet)).toMatchObject({ applied: [] });
  });

  test("refuses a database that is ahead of the code", async () => {
    const { adminUrl } = await empty();
    const newer = await copied();
    await writeFile(join(newer, `${next}-from-the-future.sql`), "create table future (x integer)");
    await migrate(adminUrl, quiet, newer);
    await expect(migrate(adminUrl, quiet)).rejects.toThrow(
      `${next}-from-the-future.sql, which this version of Heard does not know`,
    );
  });

  test("refuses a file that was changed after it was applied, and takes other line ends for the same", async () => {
    const { adminUrl } = await empty();
    await migrate(adminUrl, quiet);
    const changed = await copied();
    const first = join(changed, "0001-restaurants.sql");
    const { readFile } = await import("node:fs/promises");
    const text = await readFile(first, "utf8");
    await writeFile(first, text.replaceAll("\n", "\r\n"));
    expect(await migrate(adminUrl, quiet, changed)).toMatchObject({ applied: [] });
    await writeFile(first, `${text}\n-- a harmless remark\n`);
    await expect(migrate(adminUrl, quiet, changed)).rejects.toThrow(
      "0001-restaurants.sql was changed",
    );
  });

  test("that fails half-way leaves nothing of the failed file", async () => {
    const { adminUrl } = await empty();
    const broken = await copied();
    await writeFile(
      join(broken, `${next}-broken.sql`),
      "create table half (x integer); select no_such_function();",
    );
    await expect(migrate(adminUrl, quiet, broken)).rejects.toThrow("no_such_function");
    expect(await migrate(adminUrl, quiet)).toMatchObject({ applied: [] });
    await expect(administer(adminUrl, "select * from half")).rejects.toThrow("does not exist");
  });

  test("wants files numbered without holes", async () => {
    const { adminUrl } = await empty();
    const holed = await copied();
    await writeFile(join(holed, "0099-too-far.sql"), "select 1");
    await expect(migrate(adminUrl, quiet, holed)).rejects.toThrow("0099-too-far.sql");
  });
});

test("0003 says of the orders that are there already what the code says of each that changes, also where an ordinary role migrates", async () => {
  const { url } = await ownedDatabase("nocreaterole");
  const before = await copied();
  for (const name of readdirSync(before).filter((file) => file >= "0003"))
    await rm(join(before, name));
  await migrate(url, quiet, before);
  const houses = [
    houseWithOrder(),
    houseWithOrder({}, { as: "guest" }),
    houseWithOrder({ hold: true }),
    houseWithOrder({ hold: true, promisedAt: minute(60) }),
    houseWithOrder(),
    houseWithOrder(),
    houseWithOrder(),
  ];
  houses[4]?.ask(
    "ticket.shown",
    { orderId: ORDER, stationId: "grill", lineIds: [L1, L2] },
    { as: "kitchen" },
  );
  houses[5]?.ask("order.serve", { orderId: ORDER, lineIds: [L1, L2] });
  houses[6]?.ask("order.cancel", { orderId: ORDER, reason: "They left" });
  const orders = houses.map((house) => house.order());
  const admin = new pg.Client({
    connectionString: urlOf(inject("testPostgres").serverUrl, new URL(url).pathname.slice(1)),
  });
  await admin.connect();
  try {
    await admin.query(
      `insert into orders (restaurant_id, order_id, number, status, open, placed_at, updated_seq, doc)
      select gen_random_uuid(), gen_random_uuid(), 'A1', status, not status in ('completed', 'cancelled'), now(), place, doc
      from unnest($1::text[], $2::json[]) with ordinality as o (status, doc, place)`,
      [orders.map((order) => order.status), orders.map((order) => JSON.stringify(order))],
    );
    await migrate(url, quiet);
    const { rows } = await admin.query<{ waits: string | null }>(
      "select waits_for as waits from orders order by updated_seq",
    );
    expect(rows.map(({ waits }) => waits)).toEqual(orders.map(waitsFor));
    expect(new Set(orders.map(waitsFor))).toEqual(new Set([null, ...WAITS_FOR]));
  } finally {
    await admin.end();
  }
});

test("0015 leaves fifty of the sessions that are there already, those whose phone is told among them, and a thousand that were ended, also where an ordinary role migrates", async () => {
  const { url } = await ownedDatabase("nocreaterole");
  const before = await copied();
  for (const name of readdirSync(before).filter((file) => file >= "0015"))
    await rm(join(before, name));
  await migrate(url, quiet, before);
  const admin = new pg.Client({
    connectionString: urlOf(inject("testPostgres").serverUrl, new URL(url).pathname.slice(1)),
  });
  await admin.connect();
  try {
    const fill = (user: string, kind: string, what: string, many: number) =>
      admin.query(
        `insert into directory_credentials (token_hash, restaurant_id, kind, subject_id, user_id, created_at, expires_at, revoked_at)
       select $1 || ' ${kind} ${what} ' || n, $1::uuid, '${kind}', gen_random_uuid(), case '${kind}' when 'user' then $1::uuid end, now() - n * interval '1 minute',
         case '${what}' when 'over' then now() - interval '1 day' when 'live' then now() + interval '1 day' end, case '${what}' when 'ended' then now() - n * interval '1 hour' end from generate_series(1, $2) n`,
        [user, many],
      );
    const [crowded, quietOne] = [randomUUID(), randomUUID()];
    await fill(crowded, "user", "live", 60);
    await fill(crowded, "user", "over", 70);
    await fill(crowded, "user", "ended", 1_100);
    await fill(crowded, "device", "paired", 80);
    await fill(quietOne, "user", "live", 50);
    await admin.query(
      "insert into push_subscriptions (restaurant_id, subject_id, endpoint, p256dh, auth) select restaurant_id, subject_id, '', '', '' from directory_credentials where token_hash = $1",
      [`${crowded} user live 60`],
    );
    await migrate(url, quiet);
    const { rows } = await admin.query<{ token: string; ended: boolean; restaurant: string }>(
      "select token_hash as token, revoked_at is not null as ended, restaurant_id as restaurant from directory_credentials",
    );
    const of = (user: string, what: string, ended: boolean) =>
      rows
        .filter((row) => row.token.startsWith(`${user} ${what} `) && row.ended === ended)
        .map((row) => Number(row.token.split(" ").at(-1)))
        .toSorted((a, b) => a - b);
    const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
    expect(of(crowded, "user live", false)).toEqual([...upTo(49), 60]);
    expect(of(crowded, "user live", true)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
    expect(of(crowded, "user ended", true)).toEqual(upTo(990));
    expect([
      of(crowded, "user over", false).length,
      of(crowded, "device paired", false).length,
      of(quietOne, "user live", false).length,
    ]).toEqual([70, 80, 50]);
    const forced = await admin.query(
      "select relforcerowsecurity as forced from pg_class where relname = 'push_subscriptions'",
    );
    expect(forced.rows).toEqual([{ forced: true }]);
  } finally {
    await admin.end();
  }
});

describe("a database role that is no superuser", () => {
  test.each([
    { rights: "createrole", role: "heard_app", warned: 0, why: "may create the application role" },
    { rights: "nocreaterole", role: null, warned: 1, why: "may not, and keeps running as itself" },
  ])("($rights) $why, with restaurants apart either way", async ({ rights, role, warned }) => {
    const owner = await ownedDatabase(rights);
    const warnings: string[] = [];
    const migrated = await migrate(owner.url, {
      info: () => undefined,
      warn: (_, message) => void warnings.push(message),
    });
    expect([migrated.appRole === null ? null : "heard_app", warnings.length]).toEqual(
      owner.mayBecomeApp ? [role, warned] : [null, 1],
    );

    const server = await startProcess(owner.url, migrated.appRole);
    try {
      const [a, b] = await Promise.all([
        makeHouse(server.directory, server.sync.writer),
        makeHouse(server.directory, server.sync.writer),
      ]);
      pushed(
        await server.sync.writer.submit(a.restaurantId, push(a.owner, randomUUID(), mutation(1))),
      );
      const seen = await server.database.tenant(b.restaurantId, (tx) =>
        tx.query<{ id: string }>("select distinct restaurant_id as id from pending_events"),
      );
      expect(seen.rows).toEqual([{ id: b.restaurantId }]);
      expect(await server.directory.restaurantIds()).toHaveLength(2);
    } finally {
      await server.close();
    }
  });
});

test("in a cluster without the application role, an ordinary role that may create roles makes it and becomes it", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "heard-roles-"));
  undo.push(() => rm(dataDir, { recursive: true }));
  const postgres = await startEmbedded({
    dataDir,
    log: createLogger("error"),
    settings: { fsync: "off" },
  });
  undo.push(() => postgres.stop());
  await administer(postgres.adminUrl, "create role landlord login password 'secret' createrole");
  await administer(postgres.adminUrl, "create database house owner landlord template template0");
  const url = new URL(urlOf(postgres.adminUrl, "house"));
  url.username = "landlord";
  url.password = "secret";

  const warn = vi.fn();
  // The second server finds it made.
  for (let start = 0; start < 2; start += 1)
    expect(await migrate(url.href, { info: () => undefined, warn })).toMatchObject({
      appRole: "heard_app",
    });
  expect(warn).not.toHaveBeenCalled();
  const server = await startProcess(url.href, "heard_app");
  try {
    const house = await makeHouse(server.directory, server.sync.writer);
    const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
      tx.query(
        "select current_user::text as name, (select count(*)::int from pending_events) as events",
      ),
    );
    expect(rows).toEqual([{ name: "heard_app", events: 1 }]);
  } finally {
    await server.close();
  }
}, 60_000);

/**
 * A database that belongs to an ordinary role. The application role belongs to the whole cluster
 * and is there already.
 */
async function ownedDatabase(rights: string): Promise<{ url: string; mayBecomeApp: boolean }> {
  const { serverUrl } = inject("testPostgres");
  const name = `heard_owner_${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  await administer(serverUrl, `create role ${name} login password 'secret' ${rights}`);
  undo.push(() => administer(serverUrl, `drop role ${name}`));
  await administer(serverUrl, `create database ${name} owner ${name} template template0`);
  undo.push(() => administer(serverUrl, `drop database ${name} with (force)`));
  const url = new URL(serverUrl);
  url.username = name;
  url.password = "secret";
  url.pathname = `/${name}`;
  // Since 16, CREATEROLE alone does not make a role a member of one that somebody else created.
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  await client.end();
  return {
    url: url.href,
    mayBecomeApp:
      (rights === "createrole" && (rows[0]?.version ?? 0) < 160_000) || rights === "nocreaterole",
  };
}
