import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse, TABLES, type ApiHouse } from "../http/testing/house.ts";

let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

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
