import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Figures } from "#shared/figures/figures-shape.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";

let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

const key = () => ({ "Idempotency-Key": randomUUID() });
const get = (path: string, token = house.owner) => under.ask("GET", path, { token });

/** An accepted order of two colas and a burger for `guestName`, its colas made and carried out. */
async function order(guestName: string): Promise<void> {
  const body = guestOrderBody(house.tables[0], { guestName });
  await under.ask("POST", "/api/qr/orders/create", { body });
  await under.ask("PATCH", `/api/orders/${body.orderId}/status`, {
    token: house.owner,
    headers: key(),
    body: { status: "submitted" },
  });
  for (const status of ["preparing", "ready", "served"]) {
    expect(
      await under.ask("PATCH", `/api/kitchen/items/${body.lines[0]?.lineId ?? ""}/status`, {
        token: house.devices.floor.token,
        headers: key(),
        body: { status },
      }),
    ).toMatchObject({ status: 200 });
  }
}

test("a day's figures come from its orders and its log, and a neighbour's are not among them", async () => {
  await order("Ada");
  await order("Ben");
  const { body } = await get("/api/figures");
  expect(body).toMatchObject({
    timezone: "Europe/London",
    currency: "GBP",
    orders: 2,
    revenue: 2 * (2 * 300 + 1250),
    tickets: { count: 2 },
    open: { count: 2, late: 0 },
    byStation: [
      { stationId: "bar", late: 0, tickets: { count: 2 }, open: { count: 0, late: 0 } },
      { stationId: "grill", tickets: { count: 0 }, open: { count: 2, late: 0 } },
    ],
    slowest: [{ name: "Cola" }],
  });
  // They may have been ordered in two hours.
  const { byStation } = body as Figures;
  expect(
    byStation.map(({ byHour }) => byHour.reduce((sum, hour) => sum + hour.open.count, 0)),
  ).toEqual([0, 2]);
  expect(await get(`/api/figures?date=${(body as { date: string }).date}`)).toMatchObject({
    status: 200,
    body: { orders: 2 },
  });
  expect(await get("/api/figures?date=2020-02-02")).toMatchObject({
    status: 200,
    body: { date: "2020-02-02", orders: 0, from: "2020-02-02T04:00:00.000Z" },
  });
  const neighbour = await openApiHouse(under);
  expect(await get("/api/figures", neighbour.owner)).toMatchObject({ body: { orders: 0 } });
});

test.each(["2026-02-30", "yesterday", "", "2026-01-31'; drop table orders; --", "9999-12-31"])(
  "a date that is no day (%s) is refused",
  async (date) => {
    for (const path of ["/api/figures", "/api/figures/orders.csv"]) {
      expect(await get(`${path}?date=${encodeURIComponent(date)}`)).toMatchObject({
        status: 400,
        body: { code: "invalid" },
      });
    }
  },
);

test("the export has a row for every line, and what a guest calls himself is no formula", async () => {
  await order('=HYPERLINK("http://evil.test","Ada")');
  const answer = await get("/api/figures/orders.csv");
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const rows = String(answer.body).trimEnd().split("\r\n");
  expect(rows).toHaveLength(1 + 3 * 2);
  expect(rows[0]).toContain("order,order_id,placed_at");
  expect(rows.at(-2)).toContain(`"'=HYPERLINK(""http://evil.test"",""Ada"")"`);
  expect(rows.at(-2)).toContain(",Cola,,Bar,1,2,3,6,served,");
});

test("[ORD-38] what a guest reads, what the figures say and what the export has are the same money, also where engines count other decimals", async () => {
  const serbian = await openApiHouse(under);
  await under.ask("PATCH", "/api/restaurant", { token: serbian.owner, body: { currency: "RSD" } });
  await under.ask("POST", "/api/qr/orders/create", { body: guestOrderBody(serbian.tables[0]) });
  const says = async () => {
    const [restaurant, menu, figures, csv] = await Promise.all([
      get("/api/restaurant", serbian.owner),
      under.ask("GET", "/api/qr/menu", { headers: { "X-Table-Token": serbian.tables[0] } }),
      get("/api/figures", serbian.owner),
      get("/api/figures/orders.csv", serbian.owner),
    ]);
    const digits = [restaurant, menu, figures].map(
      (answer) => (answer.body as { minorDigits: number }).minorDigits,
    );
    return {
      digits,
      cola: String(csv.body)
        .split("\r\n")
        .find((row) => row.includes(",Cola,"))
        ?.match(/,Bar,1,2,([\d.]+,[\d.]+),/)?.[1],
    };
  };
  expect(await says()).toEqual({ digits: [2, 2, 2], cola: "3,6" });
  // Made before decimals were written down: its prices were typed on screens that gave RSD none.
  await under.deps.database.tenant(serbian.restaurantId, (tx) =>
    tx.query("update restaurants set settings = (settings::jsonb - 'minorDigits')::json"),
  );
  expect(await says()).toEqual({ digits: [0, 0, 0], cola: "300,600" });
});

test("[ORD-6] what a tablet without a clock brings counts on the day on which it came in", async () => {
  const clockless = await openApiHouse(under);
  const mutations = [
    {
      id: 1,
      name: "order.place",
      args: {
        orderId: randomUUID(),
        channel: "takeaway",
        guestName: "Nina",
        lines: [{ lineId: randomUUID(), menuItemId: "cola", quantity: 1 }],
      },
      occurredAt: "1970-01-01T00:00:07.000Z",
    },
  ];
  const { token } = clockless.devices.floor;
  expect(
    await under.ask("POST", "/api/sync/push", {
      token,
      body: { protocol: 1, clientId: randomUUID(), mutations },
    }),
  ).toMatchObject({ status: 200, body: { results: [{ status: "applied" }] } });
  const { body } = await get("/api/figures", clockless.owner);
  expect(body).toMatchObject({ orders: 1, revenue: 300 });
  const rows = String((await get("/api/figures/orders.csv", clockless.owner)).body).split("\r\n");
  expect(rows[1]).toContain(`,${new Date().getUTCFullYear()}-`);
  expect(rows[1]).toContain(",Nina,");
});

test("a long day is exported whole, batch by batch", async () => {
  const long = await openApiHouse(under);
  await under.ask("POST", "/api/qr/orders/create", { body: guestOrderBody(long.tables[0]) });
  // Copies of one order, all of the same moment: the place to go on from must not depend on the
  // time alone.
  await under.deps.database.tenant(long.restaurantId, (tx) =>
    tx.query(`insert into orders (restaurant_id, order_id, number, status, open, table_id, placed_at, updated_seq, doc)
      select restaurant_id, id, number, status, open, table_id, placed_at, updated_seq, jsonb_set(doc::jsonb, '{orderId}', to_jsonb(id::text))::json
      from orders, lateral (select gen_random_uuid() as id from generate_series(1, 450)) copies`),
  );
  const rows = String((await get("/api/figures/orders.csv", long.owner)).body)
    .trimEnd()
    .split("\r\n");
  expect(rows).toHaveLength(1 + 451 * 2);
  expect(new Set(rows).size).toBe(rows.length);
});
