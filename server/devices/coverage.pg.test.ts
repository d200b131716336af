import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { createCoverage, type CoverageDeps } from "./coverage.ts";

let under: AppUnderTest;
let house: ApiHouse;
/** Its screens; the house's first one shows whatever nobody asks it not to. */
let first: string;
beforeAll(async () => {
  under = await startApp();
});
afterAll(() => under.close());
beforeEach(async () => {
  house = await openApiHouse(under);
  first = house.devices.kitchen.token;
});

const BAR = { id: "bar", name: "Bar" };
const GRILL = { id: "grill", name: "Grill" };

const shows = (token: string, ...stationIds: string[]) =>
  under.ask("PUT", "/api/devices/me/shows", { token, body: { stationIds } });
async function pairFor(
  of: ApiHouse,
  ...stationIds: string[]
): Promise<{ token: string; deviceId: string }> {
  const code = (
    await under.ask("POST", "/api/devices/pairing-codes", {
      token: of.owner,
      body: { role: "kitchen", stationIds },
    })
  ).text("code");
  const paired = await under.ask("POST", "/api/devices/pair", { body: { code } });
  return { token: paired.text("token"), deviceId: paired.text("deviceId") };
}
const unpair = (deviceId: string) =>
  under.ask("DELETE", `/api/devices/${deviceId}`, { token: house.owner });

/** What the house was told, and what its settings say. */
async function told({
  restaurantId,
  owner,
}: ApiHouse): Promise<{ words: unknown[]; unscreened: unknown }> {
  const { rows } = await under.deps.database.tenant(restaurantId, (tx) =>
    tx.query<{ body: string }>(
      "select body from pending_events where type = 'restaurant_notification' order by seq",
    ),
  );
  const { body } = await under.ask("GET", "/api/restaurant", { token: owner });
  return {
    words: rows.map(({ body: said }) => (JSON.parse(said) as { data: unknown }).data),
    unscreened: (body as { unscreened?: unknown }).unscreened,
  };
}
const word = (...stations: object[]) => ({ kind: "stations_unscreened", stations });

test("[ORD-34] [ORD-35] who leaves a station without a screen is answered which, and the house is told once; showing it again ends it", async () => {
  expect(await shows(first)).toMatchObject({ status: 200, body: { unscreened: [] } });
  expect(await shows(first, "grill")).toMatchObject({ status: 200, body: { unscreened: [BAR] } });
  // Said again at each start.
  expect(await shows(first, "grill")).toMatchObject({ status: 200, body: { unscreened: [BAR] } });
  expect(await told(house)).toEqual({ words: [word(BAR)], unscreened: ["bar"] });
  expect(await shows(first)).toMatchObject({ body: { unscreened: [] } });
  expect(await told(house)).toEqual({ words: [word(BAR)], unscreened: [] });
  await shows(first, "bar");
  expect(await told(house)).toEqual({ words: [word(BAR), word(GRILL)], unscreened: ["grill"] });
});

test("[ORD-34] a screen that never said anything shows what it is bound to, and one that is unpaired leaves it alone", async () => {
  await shows(first, "grill");
  const { deviceId } = await pairFor(house, "bar");
  await vi.waitFor(async () => expect((await told(house)).unscreened).toEqual([]), {
    timeout: 10_000,
  });
  await unpair(deviceId);
  await vi.waitFor(
    async () =>
      expect(await told(house)).toEqual({ words: [word(BAR), word(BAR)], unscreened: ["bar"] }),
    { timeout: 10_000 },
  );
});

test("[ORD-34] a house whose last kitchen screen is unpaired has no screens to miss a station on", async () => {
  await shows(first, "grill");
  await unpair(house.devices.kitchen.deviceId);
  await vi.waitFor(
    async () => expect(await told(house)).toEqual({ words: [word(BAR)], unscreened: [] }),
    { timeout: 10_000 },
  );
});

test("[ORD-34] a screen that was not heard of for a week shows nothing", async () => {
  const { deviceId } = await pairFor(house, "bar");
  await under.deps.database.tenant(house.restaurantId, (tx) =>
    tx.query("update devices set last_seen_at = now() - interval '8 days' where device_id = $1", [
      deviceId,
    ]),
  );
  expect(await shows(first, "grill")).toMatchObject({ body: { unscreened: [BAR] } });
});

test("what one house's screens show is nothing to its neighbour, and only a kitchen screen says it", async () => {
  const neighbour = await openApiHouse(under);
  await shows(first, "grill");
  expect(await shows(neighbour.devices.kitchen.token)).toMatchObject({ body: { unscreened: [] } });
  expect(await told(neighbour)).toEqual({ words: [], unscreened: undefined });
  for (const token of [house.owner, house.devices.expo.token, house.devices.floor.token])
    expect(await shows(token)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(
    await under.ask("PUT", "/api/devices/me/shows", {
      token: first,
      body: { stationIds: "grill" },
    }),
  ).toMatchObject({ status: 400, body: { code: "invalid" } });
  expect(await told(house)).toMatchObject({ unscreened: ["bar"] });
});

test("an owner's patch cannot say which stations have a screen", async () => {
  expect(
    await under.ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { unscreened: ["bar"] },
    }),
  ).toMatchObject({ status: 400 });
});

test("[ORD-35] of two who look at once, the one that writes last looks again: what is written is what is so", async () => {
  const second = await pairFor(house);
  await shows(second.token, "grill");
  const { database, writer, clock, log } = under.deps;
  // Whoever found the bar left alone writes it only after the bar has its screen again.
  let wrote = 0;
  const late: CoverageDeps = {
    database,
    clock,
    log,
    writer: {
      submit: async (restaurantId, submission) => {
        if (++wrote === 1) await shows(first);
        return writer.submit(restaurantId, submission);
      },
    },
  };
  await under.deps.database.tenant(house.restaurantId, (tx) =>
    tx.query("update devices set shows = '[\"grill\"]' where device_id = $1", [
      house.devices.kitchen.deviceId,
    ]),
  );
  expect(await createCoverage(late).look(house.restaurantId)).toEqual([]);
  expect([wrote, (await told(house)).unscreened]).toEqual([2, []]);
});
