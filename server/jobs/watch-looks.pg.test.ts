import { afterEach, beforeEach, expect, test } from "vitest";
import { createSleeper } from "../process/sleeper.ts";
import { makeHouse } from "../sync/testing/house.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { place } from "./testing/orders.ts";
import { startWatch, type Watch } from "./watch.ts";

let fresh: TestDatabase;
let [watching, other]: Process[] = [];
let watch: Watch;

beforeEach(async () => {
  fresh = await freshDatabase();
  [watching, other] = await Promise.all([
    startProcess(fresh.adminUrl, fresh.role),
    startProcess(fresh.adminUrl, fresh.role),
  ]);
});
afterEach(async () => {
  await watch.stop();
  await Promise.all([watching?.close(), other?.close()]);
  await fresh.drop();
});

/** Long enough to have read several times how far the logs are. */
const aWhile = () => new Promise((resolve) => void setTimeout(resolve, 300));

test("what the watching process writes itself costs no look, what another wrote costs one", async () => {
  if (watching === undefined || other === undefined) throw new Error("two processes");
  const mine = watching;
  const { database, directory, sync } = mine;
  const house = await makeHouse(directory, sync.writer);
  let looks = 0;
  let beforeReading: (() => Promise<unknown>) | null = null;
  watch = startWatch({
    database: {
      tenant: (restaurantId, work) => {
        looks += 1;
        return database.tenant(restaurantId, work);
      },
    },
    directory: {
      restaurantIds: () => directory.restaurantIds(),
      async readHeads(ids) {
        await beforeReading?.();
        return directory.readHeads(ids);
      },
    },
    writer: sync.writer,
    clock: { now: () => Date.now() },
    random: { next: () => 0 },
    sleeper: createSleeper(),
    lookEveryMs: 10,
    headsEveryMs: 20,
    log: { error: (fields) => expect.fail(JSON.stringify(fields)), warn: () => undefined },
  });
  watching.onCommitted((part) => watch.touched(part));
  await expect.poll(() => looks).toBe(1);
  await aWhile();

  for (let orders = 0; orders < 5; orders += 1) await place(watching, house);
  await aWhile();
  expect(looks).toBe(1);

  // Also what it writes while it reads how far the logs are.
  beforeReading = () => place(mine, house);
  await aWhile();
  beforeReading = null;
  await aWhile();
  expect(looks).toBe(1);

  await place(other, house);
  await place(watching, house);
  await expect.poll(() => looks).toBe(2);
  await place(watching, house);
  await aWhile();
  expect(looks).toBe(2);
});
