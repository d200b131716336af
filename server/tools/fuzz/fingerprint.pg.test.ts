import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { openApiHouse } from "../../http/testing/house.ts";
import { startApp } from "../../http/testing/app-under-test.ts";
import { changedTables, createFingerprint } from "./fingerprint.ts";

test("a row more, less or other is seen in its table; proof of life is not counted", async () => {
  const under = await startApp();
  const { restaurantId } = await openApiHouse(under);
  const admin = new pg.Client({ connectionString: under.adminUrl });
  await admin.connect();
  const fingerprint = await createFingerprint(admin);
  const changedBy = async (
    sql: string,
    values: readonly unknown[] = [restaurantId],
  ): Promise<string[]> => {
    const before = await fingerprint();
    await admin.query(sql, [...values]);
    return changedTables(before, await fingerprint());
  };
  expect(await changedBy("select $1::uuid")).toEqual([]);
  expect(
    await changedBy(
      "update devices set last_seen_at = now() + interval '1 minute' where restaurant_id = $1",
    ),
  ).toEqual([]);
  expect(await changedBy("update devices set name = name || '!' where restaurant_id = $1")).toEqual(
    ["devices"],
  );
  expect(
    await changedBy("insert into directory_restaurants (restaurant_id) values ($1)", [
      randomUUID(),
    ]),
  ).toEqual(["directory_restaurants"]);
  expect(
    await changedBy("delete from dining_tables where restaurant_id = $1 and table_id = 't1'"),
  ).toEqual(["dining_tables"]);
  await admin.end();
  await under.close();
});
