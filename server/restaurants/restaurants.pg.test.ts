import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { SETUP_TOKEN } from "../http/testing/assemble.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";

let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

const NEW = {
  name: "Casa Nueva",
  timezone: "Europe/Madrid",
  currency: "EUR",
  owner: { name: "Nora", email: "nora@heard.test", password: "long enough" },
};
const create = (body: object, token: string = SETUP_TOKEN, from = "9.3.0.1") =>
  under.ask("POST", "/api/restaurants", { headers: { "X-Setup-Token": token }, body, from });

test("a restaurant is made with its settings, its empty log and its signed-in owner", async () => {
  const made = await create(NEW);
  expect(made).toMatchObject({
    status: 201,
    body: { restaurantId: expect.any(String), token: expect.stringMatching(/^hrd_/) },
  });
  const token = made.text("token");
  expect(await under.ask("GET", "/api/restaurant", { token })).toMatchObject({
    status: 200,
    body: {
      restaurantId: made.text("restaurantId"),
      name: "Casa Nueva",
      timezone: "Europe/Madrid",
      currency: "EUR",
      locale: "en-GB",
      autoAccept: false,
      shownAlarmSeconds: 15,
      stationThresholds: {},
    },
  });
  expect(await under.ask("GET", "/api/menu", { token })).toMatchObject({
    status: 200,
    body: { stations: [], categories: [], items: [] },
  });
  expect(await under.ask("GET", "/api/tables", { token })).toMatchObject({ status: 200, body: [] });
  expect(await create(NEW)).toMatchObject({ status: 409, body: { code: "email_taken" } });
});

test("without the setup token nothing is made, and guessing it is slow", async () => {
  for (let i = 0; i < 5; i++)
    expect(await create(NEW, `guess-${i}`, "9.3.0.2")).toMatchObject({
      status: 401,
      body: { code: "bad_setup_token" },
    });
  expect(await create(NEW, SETUP_TOKEN, "9.3.0.2")).toMatchObject({ status: 429 });
  expect(await under.ask("POST", "/api/restaurants", { body: NEW, from: "9.3.0.3" })).toMatchObject(
    { status: 401, body: { code: "bad_setup_token" } },
  );
});

test.each([
  ["timezone", { ...NEW, timezone: "Mars/Olympus" }],
  ["currency", { ...NEW, currency: "pounds" }],
  ["owner.email", { ...NEW, owner: { ...NEW.owner, email: "nora" } }],
  ["owner.password", { ...NEW, owner: { ...NEW.owner, password: "short" } }],
  ["owner.password", { ...NEW, owner: { ...NEW.owner, password: "password" } }],
  ["owner.password", { ...NEW, owner: { ...NEW.owner, password: "12345678" } }],
  ["owner.password", { ...NEW, owner: { ...NEW.owner, password: "CasaNueva1" } }],
  ["name", { ...NEW, name: "  " }],
])("a bad %s is named", async (path, body) => {
  expect(await create(body)).toMatchObject({
    status: 400,
    body: { code: "invalid", issues: [expect.objectContaining({ path })] },
  });
});

test("settings change by part, are logged, and the rest stays", async () => {
  const body = {
    shownAlarmSeconds: 30,
    stationThresholds: { grill: { warmSeconds: 60, lateSeconds: 120 } },
    locale: "es",
  };
  const changed = await under.ask("PATCH", "/api/restaurant", { token: house.owner, body });
  expect(changed).toMatchObject({
    status: 200,
    body: { ...body, currency: "GBP", autoAccept: false },
  });
  expect(
    (await under.ask("GET", "/api/restaurant", { token: house.devices.kitchen.token })).body,
  ).toEqual(changed.body);
  const { rows } = await under.deps.database.tenant(house.restaurantId, (tx) =>
    tx.query("select 1 from pending_events where type = 'settings_changed'"),
  );
  expect(rows).toHaveLength(1);
});

test.each([
  [{ shownAlarmSeconds: 0 }],
  [{ locale: "!" }],
  [{ name: "" }],
  [{ stationThresholds: { grill: { warmSeconds: 1 } } }],
])("settings %j are refused", async (body) => {
  expect(await under.ask("PATCH", "/api/restaurant", { token: house.owner, body })).toMatchObject({
    status: 400,
    body: { code: "invalid" },
  });
});
