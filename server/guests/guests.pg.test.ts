import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Args } from "#shared/orders/command.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { registerAll } from "../jobs/table-codes.ts";
import { administer } from "../testing/postgres-setup.ts";
import {
  guestOrderBody,
  MENU,
  openApiHouse,
  TABLES,
  type ApiHouse,
} from "../http/testing/house.ts";

let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

const create = (body: unknown) => under.ask("POST", "/api/qr/orders/create", { body });
const read = (orderId: string, tableToken: string) =>
  under.ask("GET", `/api/qr/orders/${orderId}`, { headers: { "X-Table-Token": tableToken } });
const setStatus = (orderId: string, status: string) =>
  under.ask("PATCH", `/api/orders/${orderId}/status`, {
    token: house.owner,
    headers: { "Idempotency-Key": randomUUID() },
    body: { status },
  });

test("an order is placed once, pending, under the server's number and prices", async () => {
  const body = guestOrderBody(house.tables[0], { guestName: "Ada", notes: "no straw" });
  const first = await create(body);
  expect(first).toMatchObject({
    status: 201,
    body: {
      orderId: body.orderId,
      number: expect.stringMatching(/^G\d+$/),
      status: "pending",
      heard: false,
    },
  });
  const again = await create(body);
  expect(again).toMatchObject({ status: 200, body: first.body });
  const other = await create({ ...body, lines: [{ ...body.lines[0], quantity: 3 }] });
  expect(other).toMatchObject({ status: 409, body: { code: "id_reused" } });
  const seen = await read(body.orderId, house.tables[0]);
  expect(seen).toMatchObject({
    status: 200,
    body: {
      orderId: body.orderId,
      number: first.text("number"),
      status: "pending",
      heard: false,
      lines: [
        { lineId: body.lines[0]?.lineId, name: "Cola", quantity: 2, status: "queued" },
        { name: "Burger" },
      ],
    },
  });
});

test("an id in capitals is the same id: one order, found and answered either way", async () => {
  const body = guestOrderBody(house.tables[0]);
  const [line, other] = body.lines;
  const capitals = {
    ...body,
    orderId: body.orderId.toUpperCase(),
    lines: [{ ...line, lineId: String(line?.lineId).toUpperCase() }, other],
  };
  const first = await create(capitals);
  expect(first).toMatchObject({ status: 201, body: { orderId: body.orderId } });
  expect(await create(body)).toMatchObject({ status: 200, body: first.body });
  expect(await read(capitals.orderId, house.tables[0])).toMatchObject({
    status: 200,
    body: { orderId: body.orderId, lines: [{ lineId: line?.lineId }, {}] },
  });
  expect(
    await create({
      ...body,
      orderId: randomUUID(),
      lines: [line, { ...line, lineId: String(line?.lineId).toUpperCase() }],
    }),
  ).toMatchObject({ status: 400, body: { code: "invalid" } });
  expect(await setStatus(capitals.orderId, "submitted")).toMatchObject({
    status: 200,
    body: { orderId: body.orderId },
  });
});

test("twenty phones at once: every order its own number, every repeat the same order", async () => {
  const bodies = Array.from({ length: 20 }, () => guestOrderBody(house.tables[1]));
  const answers = await Promise.all([...bodies, ...bodies].map(create));
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([
    ...Array<number>(20).fill(200),
    ...Array<number>(20).fill(201),
  ]);
  expect(new Set(answers.map((answer) => answer.text("number"))).size).toBe(20);
});

test("one table's code cannot flood the kitchen: it waits, its repeats are answered, and other tables and its next code order on", async () => {
  const strict = await startApp({}, { guestOrdersPerTable: 3 });
  try {
    const own = await openApiHouse(strict);
    let phone = 0;
    // Each from a phone and an address of its own: no limit per source would see it.
    const place = (body: unknown) =>
      strict.ask("POST", "/api/qr/orders/create", {
        body,
        headers: { "X-Forwarded-For": `203.0.113.${(phone += 1)}` },
      });
    const flood = Array.from({ length: 12 }, () => guestOrderBody(own.tables[0]));
    expect(
      (await place({ ...flood[0]!, lines: [{ ...flood[0]!.lines[0], menuItemId: "moon" }] }))
        .status,
    ).toBe(404);
    const answers = await Promise.all(flood.map(place));
    const placed = flood.filter((_, index) => answers[index]!.status === 201);
    expect(placed).toHaveLength(3);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(9);
    expect(refused[0]!.body).toMatchObject({
      code: "too_many_orders",
      detail:
        "Too many orders were placed at this table lately. Please order with the staff, or try again later.",
    });
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(590);
    for (const body of placed) expect((await place(body)).status).toBe(200);
    expect((await place(guestOrderBody(own.tables[1]))).status).toBe(201);
    const rotated = await strict.ask("POST", "/api/tables/t1/rotate", { token: own.owner });
    expect((await place(guestOrderBody(rotated.text("tableToken")))).status).toBe(201);
  } finally {
    await strict.close();
  }
});

test("a restaurant that accepts by itself starts it submitted", async () => {
  const eager = await openApiHouse(under);
  await under.ask("PATCH", "/api/restaurant", { token: eager.owner, body: { autoAccept: true } });
  expect(await create(guestOrderBody(eager.tables[0]))).toMatchObject({
    status: 201,
    body: { status: "submitted" },
  });
});

test("what is off, gone or wrongly chosen is refused and leaves no order", async () => {
  const line = (over: object) =>
    guestOrderBody(house.tables[0], { lines: [{ lineId: randomUUID(), quantity: 1, ...over }] });
  const refused: [object, number, string][] = [
    [line({ menuItemId: "pie" }), 409, "item_unavailable"],
    [line({ menuItemId: "moon" }), 404, "unknown_item"],
    [line({ menuItemId: "burger" }), 409, "bad_modifiers"],
    [line({ menuItemId: "cola", quantity: 0 }), 400, "invalid"],
    [line({ menuItemId: "cola", quantity: 1.5 }), 400, "invalid"],
    [line({ menuItemId: "cola", price: 1 }), 400, "invalid"],
    [guestOrderBody(house.tables[0], { lines: [] }), 400, "invalid"],
    [guestOrderBody(house.tables[0], { orderId: "7" }), 400, "invalid"],
    [guestOrderBody("x".repeat(43)), 404, "table_unknown"],
  ];
  for (const [body, status, code] of refused) {
    expect(await create(body), JSON.stringify(body)).toMatchObject({ status, body: { code } });
    const { orderId } = body as { orderId: string };
    expect((await read(orderId, house.tables[0])).status).toBe(404);
  }
});

test("guests see guests' orders only, and with the order's own secret from whichever of the restaurant's tables they moved to", async () => {
  const body = guestOrderBody(house.tables[0]);
  const orderToken = (await create(body)).text("orderToken");
  const readWith = (token: string) =>
    under.ask("GET", `/api/qr/orders/${body.orderId}`, {
      headers: { "X-Table-Token": house.tables[1], "X-Order-Token": token },
    });
  expect((await read(body.orderId, house.tables[1])).status).toBe(404);
  expect((await readWith(orderToken)).status).toBe(200);
  expect(
    (await readWith((await create(guestOrderBody(house.tables[0]))).text("orderToken"))).status,
  ).toBe(404);
  const args: Args<"order.place"> = {
    orderId: randomUUID(),
    channel: "takeaway",
    lines: [{ lineId: randomUUID(), menuItemId: "cola", quantity: 1 }],
  };
  const who = {
    role: "floor",
    subjectId: randomUUID(),
    letter: "A",
    source: { kind: "device", name: "Floor" },
    stationIds: [],
  } as const;
  await under.deps.writer.submit(house.restaurantId, {
    kind: "command",
    who,
    command: { name: "order.place", args },
    key: null,
    strict: false,
  });
  expect((await read(args.orderId, house.tables[0])).status).toBe(404);
});

test("GET /api/qr/menu has what the page draws, with what is off", async () => {
  const answer = await under.ask("GET", "/api/qr/menu", {
    headers: { "X-Table-Token": house.tables[1] },
  });
  expect(answer).toMatchObject({
    status: 200,
    body: { tableLabel: "2", currency: "GBP", locale: "en-GB", autoAccept: false, menu: MENU },
  });
});

test("a table that was taken away takes its code with it, and a new code voids the old", async () => {
  const other = await openApiHouse(under);
  const menuWith = (token: string) =>
    under.ask("GET", "/api/qr/menu", { headers: { "X-Table-Token": token } });
  const rotated = await under.ask("POST", "/api/tables/t1/rotate", { token: other.owner });
  expect((await menuWith(other.tables[0])).status).toBe(404);
  expect((await menuWith(rotated.text("tableToken"))).status).toBe(200);
  expect((await menuWith(other.tables[1])).status).toBe(200);
  await under.ask("PUT", "/api/tables", { token: other.owner, body: TABLES.slice(0, 1) });
  expect((await menuWith(other.tables[1])).status).toBe(404);
  expect((await menuWith(rotated.text("tableToken"))).status).toBe(200);
});

test("codes whose registering a server did not live to see are valid again where they are shown, and soon after a start", async () => {
  const other = await openApiHouse(under);
  const status = async (): Promise<number> =>
    (await under.ask("GET", "/api/qr/menu", { headers: { "X-Table-Token": other.tables[0] } }))
      .status;
  for (const mend of [
    () => under.ask("GET", "/api/tables", { token: other.devices.floor.token }),
    () => registerAll(under.deps),
  ]) {
    await administer(
      under.adminUrl,
      `delete from directory_table_tokens where restaurant_id = '${other.restaurantId}'`,
    );
    expect(await status()).toBe(404);
    await mend();
    expect(await status()).toBe(200);
  }
});
