import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { administer } from "../testing/postgres-setup.ts";
import { createFiguresThread, MAX_EXPORTS, type FiguresThread } from "./figures-thread.ts";

let under: AppUnderTest;
let house: ApiHouse;
let figures: FiguresThread;
let restaurantId: string;
let today: string;

beforeEach(async () => {
  under = await startApp();
  house = await openApiHouse(under);
  ({ restaurantId } = house);
  const { rows } = await under.deps.database.tenant(restaurantId, (tx) =>
    tx.query<{ role: string }>("select current_user as role"),
  );
  figures = createFiguresThread({
    beside: { isBeside: () => true },
    url: under.adminUrl,
    role: rows[0]?.role ?? null,
    log: { warn: () => undefined },
  });
  const body = guestOrderBody(house.tables[0]);
  await under.ask("POST", "/api/qr/orders/create", { body });
  today = (
    (await under.ask("GET", "/api/figures", { token: house.owner })).body as { date: string }
  ).date;
});
afterEach(async () => {
  await figures.close();
  await under.close();
});

const counted = async () =>
  JSON.parse(await figures.figures(restaurantId, today)) as { pending: number };

test("FAIR-6 figures are counted beside the server: its own connections read nothing for them", async () => {
  let reads = 0;
  const { database } = under.deps;
  const tenant = database.tenant.bind(database);
  Object.assign(database, {
    tenant: (...asked: Parameters<typeof tenant>) => {
      reads += 1;
      return tenant(...asked);
    },
  });
  expect(
    await under.ask("GET", `/api/figures?date=${today}`, { token: house.owner }),
  ).toMatchObject({ status: 200, body: { pending: 1 } });
  expect(
    String(
      (await under.ask("GET", `/api/figures/orders.csv?date=${today}`, { token: house.owner }))
        .body,
    )
      .trimEnd()
      .split("\r\n"),
  ).toHaveLength(3);
  expect(reads).toBe(0);
});

test("FAIR-6 a restaurant that asks for figures without end is told to come back, and a neighbour has its own", async () => {
  const neighbour = await openApiHouse(under);
  const flood = Array.from({ length: 40 }, () =>
    figures.figures(restaurantId, today).then(
      () => "answered",
      (error: Error) => error.name,
    ),
  );
  expect(JSON.parse(await figures.figures(neighbour.restaurantId, today))).toMatchObject({
    pending: 0,
  });
  const ends = await Promise.all(flood);
  expect(ends.filter((end) => end === "answered")).toHaveLength(17);
  expect(ends.filter((end) => end === "Crowded")).toHaveLength(23);
  expect(await counted()).toMatchObject({ pending: 1 });
});

test("a thread that loses the database tells who asked, and answers the next", async () => {
  await counted();
  await administer(
    under.adminUrl,
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await expect
    .poll(() => counted().catch((error: { code?: string }) => error.code), { timeout: 10_000 })
    .toMatchObject({ pending: 1 });
});

test("an export is read as far as it is taken, ended where its reader leaves, and a restaurant has a few at once", async () => {
  const open = () => figures.orders(restaurantId, today);
  const exports = await Promise.all(Array.from({ length: MAX_EXPORTS.each }, open));
  await expect(open()).rejects.toMatchObject({ code: "crowded" });
  await exports[0]?.cancel();
  exports[0] = await open();
  for (const one of exports) expect((await text(one)).trimEnd().split("\r\n")).toHaveLength(3);
  await (await open()).cancel();
});

test("what is asked of a server that stops is unavailable", async () => {
  await figures.close();
  await expect(counted()).rejects.toMatchObject({ code: "unavailable" });
});
