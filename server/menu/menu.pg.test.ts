import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { MENU, openApiHouse, type ApiHouse } from "../http/testing/house.ts";

let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

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
