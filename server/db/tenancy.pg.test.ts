import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeHouse, mutation, pair, push, type StoredHouse } from "../sync/testing/house.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { fillEmptyTables, tenantTables } from "../testing/tenant-tables.ts";
import { enterTenants } from "./database.ts";

let fresh: TestDatabase;
let server: Process;
let a: StoredHouse;
let b: StoredHouse;
let tables: string[];

beforeAll(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role);
  [a, b] = await Promise.all([stocked(), stocked()]);
  const admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  tables = await tenantTables(admin);
  for (const { restaurantId } of [a, b]) await fillEmptyTables(admin, restaurantId, restaurantId);
  await admin.end();
});
afterAll(async () => {
  await server.close();
  await fresh.drop();
});

/**
 * A restaurant with a row in every table whose columns have rules of their own; the others are
 * filled by the catalogue.
 */
async function stocked(): Promise<StoredHouse> {
  const house = await makeHouse(server.directory, server.sync.writer);
  const { restaurantId, owner } = house;
  const tablet = await pair(server.directory, restaurantId, "kitchen");
  await server.sync.writer.submit(restaurantId, push(owner, randomUUID(), mutation(1)));
  await server.sync.writer.submit(restaurantId, {
    kind: "command",
    who: owner,
    key: "k",
    strict: true,
    command: { name: "tables.replace", args: { tables: [{ id: "t1", label: "1" }] } },
  });
  await server.sync.deps.acks.acknowledge(restaurantId, tablet.deviceId, 2, "sse");
  return house;
}

describe("[S9] a tenant's transaction", () => {
  test("sees its own rows and none of the neighbour's, in any table", async () => {
    expect(tables.length).toBeGreaterThan(10);
    for (const name of tables) {
      const { rows } = await server.database.tenant(a.restaurantId, (tx) =>
        tx.query<{ id: string }>(`select distinct restaurant_id as id from ${name}`),
      );
      expect([name, rows]).toEqual([name, [{ id: a.restaurantId }]]);
    }
  });

  test("can change or delete nothing of the neighbour's", async () => {
    for (const name of tables) {
      const { rowCount } = await server.database.tenant(a.restaurantId, (tx) =>
        tx.query(`delete from ${name} where restaurant_id = $1`, [b.restaurantId]),
      );
      expect([name, rowCount]).toEqual([name, 0]);
    }
  });

  test("cannot write a row into the neighbour's house", async () => {
    await expect(
      server.database.tenant(a.restaurantId, (tx) =>
        tx.query("insert into number_counters values ($1, 'Z', 1)", [b.restaurantId]),
      ),
    ).rejects.toThrow("row-level security");
  });

  test("that several share, as a commit of the writer's, sees and changes their rows and nobody else's", async () => {
    const third = await makeHouse(server.directory, server.sync.writer);
    const connection = await server.database.connect();
    try {
      await connection.query("begin");
      await enterTenants(connection, [a.restaurantId, third.restaurantId]);
      const { rows } = await connection.query<{ id: string }>(
        "select restaurant_id as id from restaurant_logs order by 1",
      );
      expect(rows.map(({ id }) => id)).toEqual([a.restaurantId, third.restaurantId].toSorted());
      for (const name of tables) {
        const { rowCount } = await connection.query(
          `delete from ${name} where restaurant_id = $1`,
          [b.restaurantId],
        );
        expect([name, rowCount]).toEqual([name, 0]);
      }
      await expect(
        connection.query("insert into number_counters values ($1, 'Z', 1)", [b.restaurantId]),
      ).rejects.toThrow("row-level security");
    } finally {
      await connection.end();
    }
  });

  test("leaves nothing behind on its connection", async () => {
    await server.database.tenant(a.restaurantId, (tx) => tx.query("select 1"));
    const { rows } = await server.database.directoryQuery<{ n: number }>(
      "select count(*)::int as n from orders",
      [],
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("is not switched to another tenant by a look-up in the directory", async () => {
    const seen = await server.database.tenant(a.restaurantId, async (tx) => {
      await tx.query("select * from directory_read_heads($1::uuid[])", [[b.restaurantId]]);
      return (await tx.query<{ id: string }>("select restaurant_id as id from restaurants")).rows;
    });
    expect(seen).toEqual([{ id: a.restaurantId }]);
  });

  test("refuses what is not a restaurant's id", async () => {
    await expect(
      server.database.tenant("'; drop table orders --", () => Promise.resolve()),
    ).rejects.toThrow("UUID");
  });
});
