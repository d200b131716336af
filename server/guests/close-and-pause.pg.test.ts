import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { DEFAULT_GUEST_LIMITS } from "#shared/restaurant/guest-limits.ts";
import { toIso, MINUTE } from "#shared/kernel/time.ts";
import { assembleApp } from "../http/testing/assemble.ts";
import { asker } from "../http/testing/answered.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { administer } from "../testing/postgres-setup.ts";
import { openToGuests, placeBy, statusesOf } from "./testing/open-to-guests.ts";

const { under, place, boardOf, openPhone } = openToGuests();

const sayOf = (house: ApiHouse, body: object, tableId = "t1") =>
  under().ask("POST", `/api/tables/${tableId}/ordering`, {
    token: house.devices.floor.token,
    body,
  });

describe("staff answer", () => {
  test("[ORD-51] [ORD-53] closing and clearing a table in one word: every order that waits is cancelled and its guest told, the next is refused, and opening it lets them order on", async () => {
    const house = await openApiHouse(under());
    const phone = await openPhone(house);
    const placed = [];
    for (let count = 0; count < 5; count += 1) placed.push(await place(house, 0, phone));
    const accepted = placed[0]!.text("orderId");
    await under().ask("PATCH", `/api/orders/${accepted}/status`, {
      token: house.owner,
      headers: { "Idempotency-Key": randomUUID() },
      body: { status: "submitted" },
    });
    expect(await sayOf(house, { ordering: "closed", clear: "Nobody sits there" })).toMatchObject({
      status: 200,
      body: { tableId: "t1", ordering: "closed", waiting: 0 },
    });
    for (const order of placed.slice(1)) {
      const seen = await under().ask("GET", `/api/qr/orders/${order.text("orderId")}`, {
        headers: { "X-Table-Token": house.tables[0], Cookie: phone },
      });
      expect(seen).toMatchObject({
        status: 200,
        body: { status: "cancelled", reason: "Nobody sits there" },
      });
    }
    expect(
      (await boardOf(house)).orders
        .filter(({ status }) => status !== "cancelled")
        .map(({ orderId }) => orderId),
    ).toEqual([accepted]);
    expect(await place(house, 0, phone)).toMatchObject({
      status: 409,
      body: { code: "ordering_closed" },
    });
    expect(
      (await under().ask("GET", "/api/qr/menu", { headers: { "X-Table-Token": house.tables[0] } }))
        .body,
    ).toMatchObject({ ordering: { state: "closed", until: null } });
    expect((await place(house, 1)).status).toBe(201);
    expect(await sayOf(house, { ordering: "open" })).toMatchObject({
      status: 200,
      body: { ordering: "open" },
    });
    expect((await place(house, 0, phone)).status).toBe(201);
    expect(await sayOf(house, { ordering: "open" }, "nowhere")).toMatchObject({
      status: 404,
      body: { code: "unknown_table" },
    });
  });

  test("[ORD-53] what an older server let in is cleared whole, however much it is", async () => {
    const house = await openApiHouse(under());
    const flood = await place(house, 0);
    await administer(
      under().adminUrl,
      `insert into orders (restaurant_id, order_id, number, status, open, waits_for, untold_since, guest, guest_lines, guest_pieces, table_id, placed_at, updated_seq, doc)
      select restaurant_id, id, number, status, open, waits_for, untold_since, guest, guest_lines, guest_pieces, table_id, placed_at, updated_seq, (doc::jsonb || jsonb_build_object('orderId', id))::json
      from orders, (select gen_random_uuid() as id from generate_series(1, 699)) as made where order_id = '${flood.text("orderId")}'`,
    );
    expect(await sayOf(house, { ordering: "closed", clear: "A flood" })).toMatchObject({
      status: 200,
      body: { waiting: 0 },
    });
    expect((await boardOf(house)).orders.filter(({ status }) => status === "pending")).toEqual([]);
  });

  test("[ORD-51] it is fine: the table may order as much again; a new printed code begins anew too", async () => {
    const house = await openApiHouse(under());
    await under().ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { guestLimits: { ...DEFAULT_GUEST_LIMITS, openOrders: 3, phoneOrders: 1 } },
    });
    const two = async () =>
      statusesOf([await place(house, 0), await place(house, 0), await place(house, 0)]);
    expect(await two()).toEqual({ 201: 2, 429: 1 });
    await sayOf(house, { ordering: "open" });
    expect(await two()).toEqual({ 201: 2, 429: 1 });
    const rotated = await under().ask("POST", "/api/tables/t1/rotate", { token: house.owner });
    expect((await placeBy(under().ask, guestOrderBody(rotated.text("tableToken")))).status).toBe(
      201,
    );
  });

  test("[ORD-52] a pause is said on the menu and to whoever orders, and ends by itself at its time", async () => {
    let aheadMs = 0;
    const clock = { now: () => Date.now() + aheadMs };
    const ahead = await assembleApp({ adminUrl: under().adminUrl, role: null }, { clock });
    try {
      const house = await openApiHouse(under());
      const ask = asker((path, init) => ahead.app.hono.request(path, init));
      const ordering = async () =>
        (
          (await ask("GET", "/api/qr/menu", { headers: { "X-Table-Token": house.tables[0] } }))
            .body as { ordering: unknown }
        ).ordering;
      const until = toIso(Date.now() + 30 * MINUTE);
      expect(
        (
          await ask("POST", "/api/guest-orders/pause", {
            token: house.devices.expo.token,
            body: { until },
          })
        ).body,
      ).toMatchObject({ pause: { until } });
      expect(await ordering()).toEqual({ state: "paused", until });
      const refused = await place(house, 1);
      expect(refused).toMatchObject({ status: 409, body: { code: "ordering_paused" } });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(1_700);
      aheadMs = 31 * MINUTE;
      expect(await ordering()).toEqual({ state: "open", until: null });
      aheadMs = 0;
      expect(
        (await ask("POST", "/api/guest-orders/resume", { token: house.devices.floor.token })).body,
      ).toEqual({ pause: null });
      expect((await place(house, 1)).status).toBe(201);
      expect(
        (
          await ask("POST", "/api/guest-orders/pause", {
            token: house.devices.floor.token,
            body: { until: "2026-01-01T00:00:00.000Z" },
          })
        ).body,
      ).toMatchObject({ code: "bad_settings" });
      expect(
        (
          await ask("POST", "/api/guest-orders/pause", {
            token: house.devices.kitchen.token,
            body: {},
          })
        ).status,
      ).toBe(403);
    } finally {
      await ahead.close();
    }
  });
});
