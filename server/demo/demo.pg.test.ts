import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { demoLines } from "./links.ts";
import { DEMO_MENU, DEMO_TABLES } from "./menu.ts";
import { seedDemo, type DemoLogin } from "./seed.ts";

let under: AppUnderTest;
let login: DemoLogin | null;
beforeAll(async () => {
  under = await startApp();
  login = await seedDemo(under.deps);
});
afterAll(() => under.close());

test("the demo's owner signs in and finds the menu and the tables", async () => {
  const session = await under.ask("POST", "/api/sessions", { body: login });
  expect(session.status).toBe(201);
  const token = session.text("token");
  expect((await under.ask("GET", "/api/menu", { token })).body).toEqual(
    JSON.parse(JSON.stringify(DEMO_MENU)),
  );
  expect((await under.ask("GET", "/api/tables", { token })).body).toHaveLength(DEMO_TABLES.length);
});

test("the menu is one that a kitchen would believe", () => {
  expect(DEMO_MENU.items.length).toBeGreaterThanOrEqual(25);
  for (const { id } of DEMO_MENU.stations)
    expect(
      DEMO_MENU.items.filter((item) => item.stationId === id).length,
      id,
    ).toBeGreaterThanOrEqual(4);
});

test("each start prints links that work, once", async () => {
  const lines = await demoLines(under.deps, "http://pan.example", login);
  const links = lines.flatMap(
    (line) => /http:\/\/pan\.example\/(pair|t)#(\S+)/.exec(line)?.slice(1) ?? [],
  );
  const [first, kitchen, , , , , table, token] = links;
  expect([first, table]).toEqual(["pair", "t"]);
  expect(lines.join("\n")).toContain(login?.password ?? "no login");
  expect(
    await under.ask("POST", "/api/devices/pair", { body: { code: kitchen, name: "Screen" } }),
  ).toMatchObject({ status: 201, body: { role: "kitchen" } });
  expect(
    await under.ask("GET", "/api/qr/menu", { headers: { "X-Table-Token": token ?? "" } }),
  ).toMatchObject({ status: 200, body: { tableLabel: "1" } });
});

test("a second start makes no second demo and forgets the password", async () => {
  expect(await seedDemo(under.deps)).toBeNull();
  expect(await under.deps.directory.restaurantIds()).toHaveLength(1);
  expect((await demoLines(under.deps, "http://x", null)).join("\n")).not.toContain("password");
});

test("without a demo there is nothing to print", async () => {
  const bare = await startApp();
  expect(await demoLines(bare.deps, "http://x", null)).toEqual([]);
  await bare.close();
});
