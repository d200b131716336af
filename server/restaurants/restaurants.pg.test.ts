import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { SETUP_TOKEN } from "../http/testing/assemble.ts";
import { MENU, openApiHouse, TABLES, type ApiHouse } from "../http/testing/house.ts";

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

test("a menu comes back as it was written", async () => {
  expect(
    (await under.ask("GET", "/api/menu", { token: house.devices.display.token })).body,
  ).toEqual(MENU);
});

test("a menu that does not fit together is refused, saying where", async () => {
  const [first] = MENU.items;
  const menu = { ...MENU, items: [{ ...first, stationId: "moon" }, first] };
  const answer = await under.ask("PUT", "/api/menu", { token: house.owner, body: menu });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      code: "invalid",
      issues: expect.arrayContaining([expect.objectContaining({ path: "items.0.stationId" })]),
    },
  });
  expect((await under.ask("GET", "/api/menu", { token: house.owner })).body).toEqual(MENU);
});

test("a dish taken off the menu is gone from it", async () => {
  const other = await openApiHouse(under);
  const menu = { ...MENU, items: MENU.items.slice(1) };
  await under.ask("PUT", "/api/menu", { token: other.owner, body: menu });
  expect((await under.ask("GET", "/api/menu", { token: other.owner })).body).toEqual(menu);
});

test("[ORD-33] a menu written from an older reading brings nothing back that the kitchen took off, unless it names the version in service", async () => {
  const other = await openApiHouse(under);
  const { token } = other.devices.kitchen;
  const read = await under.ask("GET", "/api/menu", { token: other.owner });
  const old = read.headers.get("etag");
  expect(old).toMatch(/^"[0-9a-f]+"$/);
  const off = {
    protocol: 1,
    clientId: "0190c2f0-0000-7000-8000-000000000c01",
    mutations: [
      {
        id: 1,
        name: "menu.setAvailability",
        args: { menuItemId: "cola", available: false },
        occurredAt: new Date().toISOString(),
      },
    ],
  };
  expect((await under.ask("POST", "/api/sync/push", { token, body: off })).status).toBe(200);
  const available = async () =>
    ((await under.ask("GET", "/api/menu", { token: other.owner })).body as typeof MENU).items.map(
      (item) => [item.id, item.available],
    );
  const put = (
    headers: Record<string, string> = {},
    body: object = {
      ...MENU,
      stations: [
        { id: "grill", name: "The grill" },
        { id: "bar", name: "Bar" },
      ],
    },
  ) => under.ask("PUT", "/api/menu", { token: other.owner, body, headers });

  const written = await put();
  expect(written).toMatchObject({
    status: 200,
    body: {
      stations: [{ name: "The grill" }, { name: "Bar" }],
      items: [
        { id: "burger", available: true },
        { id: "cola", available: false },
        { id: "pie", available: false },
      ],
    },
  });
  expect(await put({ "If-Match": old ?? "" }, MENU)).toMatchObject({
    status: 412,
    body: { code: "menu_changed" },
  });
  expect(await put({ "If-Match": "W/" + (old ?? "") }, MENU)).toMatchObject({ status: 412 });
  expect(await put({ "If-Match": "yesterday's" }, MENU)).toMatchObject({
    status: 400,
    body: { code: "invalid" },
  });
  expect(await put({ "If-Match": '"*"' }, MENU)).toMatchObject({ status: 412 });
  expect(await available()).toEqual([
    ["burger", true],
    ["cola", false],
    ["pie", false],
  ]);
  const now = written.headers.get("etag") ?? "";
  expect((await under.ask("GET", "/api/menu", { token: other.owner })).headers.get("etag")).toBe(
    now,
  );

  expect(await put({ "If-Match": `"x", ${now}` }, MENU)).toMatchObject({ status: 200, body: MENU });
  expect(await available()).toEqual([
    ["burger", true],
    ["cola", true],
    ["pie", false],
  ]);
  expect(
    await put(
      { "If-Match": "*" },
      { ...MENU, items: MENU.items.map((item) => ({ ...item, available: false })) },
    ),
  ).toMatchObject({ status: 200 });
  expect(await available()).toEqual([
    ["burger", false],
    ["cola", false],
    ["pie", false],
  ]);
});

test("tables carry a link whose secret stands in the fragment, the same each time", async () => {
  const first = await under.ask("GET", "/api/tables", {
    token: house.owner,
    headers: { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "stranger.example" },
  });
  const token = house.tables[0];
  expect(first).toMatchObject({
    status: 200,
    body: [
      { id: "t1", label: "1", tableToken: token, orderUrl: `https://localhost/t#${token}` },
      { id: "t2" },
    ],
  });
  expect(
    (await under.ask("PUT", "/api/tables", { token: house.owner, body: TABLES })).text(
      "0.tableToken",
    ),
  ).toBe(token);
});

test("with PUBLIC_URL every link names it, whatever the request says; and a page from there is our own", async () => {
  const named = await startApp({
    config: { ...under.deps.config, publicUrl: "https://orders.example" },
  });
  const of = await openApiHouse(named);
  const headers = { Host: "stranger.example", "X-Forwarded-Host": "stranger.example" };
  for (const [method, path, body] of [
    ["GET", "/api/tables", undefined],
    ["PUT", "/api/tables", TABLES],
  ] as const) {
    expect(
      (await named.ask(method, path, { token: of.owner, headers, body })).text("0.orderUrl"),
    ).toBe(`https://orders.example/t#${of.tables[0]}`);
  }
  expect(
    (await named.ask("POST", "/api/tables/t1/rotate", { token: of.owner, headers })).text(
      "orderUrl",
    ),
  ).toMatch(/^https:\/\/orders\.example\/t#/);
  const code = await named.ask("POST", "/api/devices/pairing-codes", {
    token: of.owner,
    headers,
    body: { role: "floor" },
  });
  expect(code.text("pairUrl")).toBe(`https://orders.example/pair#${code.text("code")}`);
  const byCookie = (from: string) =>
    named.ask("PATCH", "/api/restaurant", {
      headers: { ...headers, Cookie: `heard_owner=${of.owner}`, Origin: from },
      body: { autoAccept: true },
    });
  expect([
    (await byCookie("https://orders.example")).status,
    (await byCookie("https://stranger.example")).status,
  ]).toEqual([200, 403]);
  await named.close();
});

test("two owners who write tables at once leave exactly the present tables' codes valid", async () => {
  const other = await openApiHouse(under);
  const sets = [
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ].map((ids) => ids.map((id) => ({ id, label: id })));
  const written = await Promise.all(
    sets.map((body) => under.ask("PUT", "/api/tables", { token: other.owner, body })),
  );
  const present = (await under.ask("GET", "/api/tables", { token: other.owner })).body as {
    tableToken: string;
  }[];
  const all = new Set(
    written
      .flatMap((answer) => answer.body as { tableToken: string }[])
      .map((table) => table.tableToken),
  );
  for (const tableToken of all) {
    const { status } = await under.ask("GET", "/api/qr/menu", {
      headers: { "X-Table-Token": tableToken },
    });
    expect(status).toBe(present.some((table) => table.tableToken === tableToken) ? 200 : 404);
  }
});
