import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { administer } from "../testing/postgres-setup.ts";
import { startServer } from "../testing/server-process.ts";
import { claimDatabase, ForeignDatabase } from "./installation.ts";

let fresh: TestDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const quiet = { warn: () => undefined };
const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

test("of installations that claim a database at once one has it, and keeps it until it is given up", async () => {
  const claims = await Promise.allSettled(
    [1, 2, 3].map((byte) => claimDatabase(fresh.adminUrl, secret(byte), quiet)),
  );
  expect(claims.map(({ status }) => status).toSorted()).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
  ]);
  for (const claim of claims)
    if (claim.status === "rejected") expect(claim.reason).toBeInstanceOf(ForeignDatabase);
  const owner = 1 + claims.findIndex(({ status }) => status === "fulfilled");
  await claimDatabase(fresh.adminUrl, secret(owner), quiet);
  await administer(fresh.adminUrl, "delete from directory_installation");
  await claimDatabase(fresh.adminUrl, secret(9), quiet);
  await expect(claimDatabase(fresh.adminUrl, secret(owner), quiet)).rejects.toThrow(
    ForeignDatabase,
  );
});

test("a server with another DATA_DIR refuses to start on the database, and says what to do", async () => {
  await administer(fresh.adminUrl, "delete from directory_installation");
  await claimDatabase(fresh.adminUrl, secret(1), quiet);
  await expect(startServer({ env: { DATABASE_URL: fresh.adminUrl } })).rejects.toThrow(
    /code 1.*the database of DATABASE_URL: it belongs to an installation with another server-secret.*DATA_DIR.*delete from directory_installation/s,
  );
});
