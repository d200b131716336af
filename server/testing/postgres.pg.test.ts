import pg from "pg";
import { expect, test } from "vitest";
import { emptyDatabase, freshDatabase } from "./postgres.ts";

test("every fresh database has the schema and none of another one's rows", async () => {
  const one = await freshDatabase();
  const two = await freshDatabase();
  await query(one.adminUrl, "create table mine (id int)");
  expect(
    await query(
      two.adminUrl,
      `select to_regclass('mine') as mine, to_regclass('schema_migrations')::text as migrations`,
    ),
  ).toEqual([{ mine: null, migrations: "schema_migrations" }]);
  await one.drop();
  await two.drop();
});

test("an empty database has no schema", async () => {
  const empty = await emptyDatabase();
  expect(
    await query(empty.adminUrl, `select to_regclass('schema_migrations') as migrations`),
  ).toEqual([{ migrations: null }]);
  await empty.drop();
});

test("a connection left open fails the drop, and the database goes all the same", async () => {
  const leaky = await freshDatabase();
  const client = new pg.Client({ connectionString: leaky.adminUrl });
  client.on("error", () => undefined);
  await client.connect();
  await expect(leaky.drop()).rejects.toThrow("a connection to the test database was left open");
  await expect(query(leaky.adminUrl, "select 1")).rejects.toThrow("does not exist");
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
