import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_GUEST_LIMITS } from "#shared/restaurant/guest-limits.ts";
import { toIso, MINUTE } from "#shared/kernel/time.ts";
import { assembleApp, type Assembled } from "../http/testing/assemble.ts";
import { asker, type Ask } from "../http/testing/answered.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { hashSecret } from "../auth/tokens.ts";
import { administer } from "../testing/postgres-setup.ts";
import { MAX_SESSIONS } from "./sessions.ts";

let under: AppUnderTest;
beforeAll(async () => {
  under = await startApp();
});
afterAll(async () => under.close());

const placeBy = (ask: Ask, body: unknown, cookie?: string) =>
  ask("POST", "/api/qr/orders/create", {
    body,
    headers: cookie === undefined ? {} : { Cookie: cookie },
  });
const place = (house: ApiHouse, table: 0 | 1, cookie?: string) =>
  placeBy(under.ask, guestOrderBody(house.tables[table]), cookie);
const boardOf = async (house: ApiHouse) =>
  (await under.ask("GET", "/api/snapshot", { token: house.owner })).body as {
    orders: { orderId: string; status: string; source: object }[];
  };
const statusesOf = (answers: readonly { readonly status: number }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, some]) => [
      status,
      some?.length,
    ]),
  );
const sayOf = (house: ApiHouse, body: object, tableId = "t1") =>
  under.ask("POST", `/api/tables/${tableId}/ordering`, { token: house.devices.floor.token, body });

/** A phone's session at a table, as its cookie. */
async function openPhone(house: ApiHouse, table: 0 | 1 = 0, ask: Ask = under.ask): Promise<string> {
  const opened = await ask("POST", "/api/qr/sessions", {
    body: { tableToken: house.tables[table] },
  });
  expect(opened.status).toBe(201);
  return String(opened.headers.get("set-cookie")).split(";")[0] ?? "";
}

describe("a flood through one table's link", () => {
  test("[ORD-50] 1,000 orders over two processes: as many as the table may have are placed, all others told so, and the board stays small", async () => {
    const other: Assembled = await assembleApp({ adminUrl: under.adminUrl, role: null });
    try {
      const house = await openApiHouse(under);
      const asks = [under.ask, asker((path, init) => other.app.hono.request(path, init))];
      const most = DEFAULT_GUEST_LIMITS.openOrders - DEFAULT_GUEST_LIMITS.phoneOrders;
      const answers = [];
      for (let from = 0; from < 1_000; from += 50)
        answers.push(
          ...(await Promise.all(
            Array.from({ length: 50 }, (_, index) =>
              placeBy(asks[index % 2]!, guestOrderBody(house.tables[0])),
            ),
          )),
        );
      expect(statusesOf(answers)).toEqual({ 201: most, 429: 1_000 - most });
      expect(answers.find(({ status }) => status === 429)).toMatchObject({
        body: {
          code: "too_many_orders",
          detail: expect.stringMatching(/^As many orders of this table wait/) as string,
        },
      });
      for (const { headers } of answers.filter(({ status }) => status === 429))
        expect(headers.get("retry-after")).toBe("30");
      expect((await boardOf(house)).orders).toHaveLength(most);
      // Whoever sits there with a phone of their own orders still, and so does the next table.
      expect((await place(house, 0, await openPhone(house))).status).toBe(201);
      expect((await place(house, 1)).status).toBe(201);
    } finally {
      await other.close();
    }
  });

  test("[ORD-50] two processes together place no more than the installation's bound lets a table", async () => {
    const bound = { guestOrdersPerTable: 7 };
    const [one, two] = [
      await assembleApp({ adminUrl: under.adminUrl, role: null }, {}, bound),
      await assembleApp({ adminUrl: under.adminUrl, role: null }, {}, bound),
    ];
    try {
      const house = await openApiHouse(under);
      const asks = [one, two].map(({ app }) => asker((path, init) => app.hono.request(path, init)));
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          placeBy(asks[index % 2]!, guestOrderBody(house.tables[0])),
        ),
      );
      expect(statusesOf(answers)).toEqual({ 201: 7, 429: 33 });
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });

  test("[ORD-50] the house's own numbers hold, are refused where they are none, and null leaves the installation's", async () => {
    const house = await openApiHouse(under);
    const set = (guestLimits: unknown) =>
      under.ask("PATCH", "/api/restaurant", { token: house.owner, body: { guestLimits } });
    for (const bad of [
      {},
      { ...DEFAULT_GUEST_LIMITS, openOrders: 0 },
      { ...DEFAULT_GUEST_LIMITS, openOrders: 1_001 },
      { ...DEFAULT_GUEST_LIMITS, more: 1 },
      7,
    ])
      expect(await set(bad)).toMatchObject({ status: 400, body: { code: "invalid" } });
    expect(
      (
        await under.ask("PATCH", "/api/restaurant", {
          token: house.owner,
          body: { guestOrdering: { pause: null, tables: {} } },
        })
      ).status,
    ).toBe(400);
    expect((await set({ ...DEFAULT_GUEST_LIMITS, openOrders: 2, phoneOrders: 1 })).status).toBe(
      200,
    );
    expect(
      statusesOf([
        await place(house, 0),
        await place(house, 0),
        await place(house, 0, await openPhone(house)),
        await place(house, 0, await openPhone(house)),
      ]),
    ).toEqual({ 201: 2, 429: 2 });
    expect((await set(null)).status).toBe(200);
    expect(
      statusesOf(await Promise.all(Array.from({ length: 100 }, () => place(house, 0)))),
    ).toEqual({ 201: 100 });
  });
});

describe("staff answer", () => {
  test("[ORD-51] [ORD-53] closing and clearing a table in one word: every order that waits is cancelled and its guest told, the next is refused, and opening it lets them order on", async () => {
    const house = await openApiHouse(under);
    const phone = await openPhone(house);
    const placed = [];
    for (let count = 0; count < 5; count += 1) placed.push(await place(house, 0, phone));
    const accepted = placed[0]!.text("orderId");
    await under.ask("PATCH", `/api/orders/${accepted}/status`, {
      token: house.owner,
      headers: { "Idempotency-Key": randomUUID() },
      body: { status: "submitted" },
    });
    expect(await sayOf(house, { ordering: "closed", clear: "Nobody sits there" })).toMatchObject({
      status: 200,
      body: { tableId: "t1", ordering: "closed", waiting: 0 },
    });
    for (const order of placed.slice(1)) {
      const seen = await under.ask("GET", `/api/qr/orders/${order.text("orderId")}`, {
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
      (await under.ask("GET", "/api/qr/menu", { headers: { "X-Table-Token": house.tables[0] } }))
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
    const house = await openApiHouse(under);
    const flood = await place(house, 0);
    await administer(
      under.adminUrl,
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
    const house = await openApiHouse(under);
    await under.ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { guestLimits: { ...DEFAULT_GUEST_LIMITS, openOrders: 3, phoneOrders: 1 } },
    });
    const two = async () =>
      statusesOf([await place(house, 0), await place(house, 0), await place(house, 0)]);
    expect(await two()).toEqual({ 201: 2, 429: 1 });
    await sayOf(house, { ordering: "open" });
    expect(await two()).toEqual({ 201: 2, 429: 1 });
    const rotated = await under.ask("POST", "/api/tables/t1/rotate", { token: house.owner });
    expect((await placeBy(under.ask, guestOrderBody(rotated.text("tableToken")))).status).toBe(201);
  });

  test("[ORD-52] a pause is said on the menu and to whoever orders, and ends by itself at its time", async () => {
    let aheadMs = 0;
    const clock = { now: () => Date.now() + aheadMs };
    const ahead = await assembleApp({ adminUrl: under.adminUrl, role: null }, { clock });
    try {
      const house = await openApiHouse(under);
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

describe("a phone's session", () => {
  const seenBy = (house: ApiHouse, orderId: string, cookie?: string, table: 0 | 1 = 0) =>
    under.ask("GET", `/api/qr/orders/${orderId}`, {
      headers: {
        "X-Table-Token": house.tables[table],
        ...(cookie === undefined ? {} : { Cookie: cookie }),
      },
    });

  test("comes as a cookie that no script reads, stays while it is live, and is kept as a hash", async () => {
    const house = await openApiHouse(under);
    const opened = await under.ask("POST", "/api/qr/sessions", {
      body: { tableToken: house.tables[0] },
    });
    expect(opened.headers.get("set-cookie")).toMatch(
      /^heard_guest=hrd_[\w-]{43}; Max-Age=86400; Path=\/api\/qr; HttpOnly; SameSite=Strict$/,
    );
    const cookie = String(opened.headers.get("set-cookie")).split(";")[0] ?? "";
    const again = await under.ask("POST", "/api/qr/sessions", {
      body: { tableToken: house.tables[0] },
      headers: { Cookie: cookie },
    });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([200, null]);
    const elsewhere = await under.ask("POST", "/api/qr/sessions", {
      body: { tableToken: house.tables[1] },
      headers: { Cookie: cookie },
    });
    expect(elsewhere.status).toBe(201);
    const { orders } = (await place(house, 0, cookie), await boardOf(house));
    expect(JSON.stringify(orders)).not.toContain(cookie.slice("heard_guest=".length));
    expect(
      (await under.ask("POST", "/api/qr/sessions", { body: { tableToken: "x".repeat(43) } }))
        .status,
    ).toBe(404);
  });

  test("its orders are seen by itself and by nobody else who has the table's code, unless the house wants it", async () => {
    const house = await openApiHouse(under);
    const [mine, theirs] = [await openPhone(house), await openPhone(house)];
    const orderId = (await place(house, 0, mine)).text("orderId");
    const shared = (await place(house, 0)).text("orderId");
    const statuses = async () => [
      (await seenBy(house, orderId, mine)).status,
      (await seenBy(house, orderId, theirs)).status,
      (await seenBy(house, orderId)).status,
      (await seenBy(house, orderId, mine, 1)).status,
      (await seenBy(house, shared)).status,
      (await seenBy(house, shared, undefined, 1)).status,
    ];
    expect(await statuses()).toEqual([200, 404, 404, 200, 200, 404]);
    await under.ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { guestsShareTable: true },
    });
    expect(await statuses()).toEqual([200, 200, 200, 200, 200, 404]);
  });

  test("that is over orders as the table and still sees what it ordered; another restaurant's is nothing", async () => {
    const [house, other] = [await openApiHouse(under), await openApiHouse(under)];
    await under.ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { guestLimits: { ...DEFAULT_GUEST_LIMITS, phoneOrders: 1 } },
    });
    const phone = await openPhone(house);
    const orderId = (await place(house, 0, phone)).text("orderId");
    expect((await place(house, 0, phone)).status).toBe(429);
    await administer(
      under.adminUrl,
      `update guest_sessions set used_at = now() - interval '4 hours' where restaurant_id = '${house.restaurantId}'`,
    );
    expect((await place(house, 0, phone)).status).toBe(201);
    expect((await seenBy(house, orderId, phone)).status).toBe(200);
    const foreign = await place(other, 0, phone);
    expect((await seenBy(other, foreign.text("orderId"))).status).toBe(200);
  });

  /**
   * All places of the first table's printed code are taken, each by a phone that ordered or not,
   * the first one longest ago.
   */
  const fill = (house: ApiHouse, hasOrdered: boolean) =>
    administer(
      under.adminUrl,
      `insert into guest_sessions (restaurant_id, token_hash, session_id, table_id, code_hash, opened_at, used_at)
      select '${house.restaurantId}', 'hash ' || n, gen_random_uuid(), 't1', '${hashSecret(house.tables[0])}', at, at + interval '${hasOrdered ? 1 : 0} seconds'
      from generate_series(1, ${MAX_SESSIONS}) as n, lateral (select now() - interval '1 hour' + n * interval '1 second' as at) as opened`,
    );
  const ask = (tableToken: string) =>
    under.ask("POST", "/api/qr/sessions", { body: { tableToken } });

  test("there are so many at a table; who comes when all have ordered orders as the table", async () => {
    const house = await openApiHouse(under);
    await fill(house, true);
    const late = await ask(house.tables[0]);
    expect([late.status, late.body, late.headers.get("set-cookie")]).toEqual([
      200,
      { endsAt: null },
      null,
    ]);
    expect((await place(house, 0)).status).toBe(201);
    await administer(
      under.adminUrl,
      `update guest_sessions set used_at = now() - interval '2 days' where restaurant_id = '${house.restaurantId}' and token_hash like 'hash %'`,
    );
    await openPhone(house);
  });

  test("who asks for sessions all the time takes no place from a phone that ordered, nor from one that comes later, and leaves no rows", async () => {
    const house = await openApiHouse(under);
    const mine = await openPhone(house);
    expect((await place(house, 0, mine)).status).toBe(201);
    await fill(house, false);
    for (let count = 0; count < 5; count += 1) await openPhone(house);
    const late = await openPhone(house);
    const live = async (cookie: string) =>
      (
        await under.ask("POST", "/api/qr/sessions", {
          body: { tableToken: house.tables[0] },
          headers: { Cookie: cookie },
        })
      ).headers.get("set-cookie") === null;
    expect([await live(mine), await live(late)]).toEqual([true, true]);
    const { rows } = await under.deps.database.tenant(house.restaurantId, (tx) =>
      tx.query<{ many: number; first: boolean }>(
        "select count(*)::int as many, bool_or(token_hash = 'hash 1') as first from guest_sessions",
      ),
    );
    expect(rows).toEqual([{ many: MAX_SESSIONS, first: false }]);
  });

  test("of a code that was rotated takes no place of the new one's, and is closed", async () => {
    const house = await openApiHouse(under);
    await fill(house, true);
    const rotated = await under.ask("POST", "/api/tables/t1/rotate", { token: house.owner });
    expect((await ask(house.tables[0])).status).toBe(404);
    expect((await ask(rotated.text("tableToken"))).status).toBe(201);
    const { rows } = await under.deps.database.tenant(house.restaurantId, (tx) =>
      tx.query<{ live: number }>(
        "select count(*)::int as live from guest_sessions where closed_at is null",
      ),
    );
    expect(rows).toEqual([{ live: 1 }]);
  });
});
