import { describe, expect, test } from "vitest";
import { DEFAULT_GUEST_LIMITS } from "#shared/restaurant/guest-limits.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { hashSecret } from "../auth/tokens.ts";
import { administer } from "../testing/postgres-setup.ts";
import { MAX_SESSIONS } from "./sessions.ts";
import { openToGuests } from "./testing/open-to-guests.ts";

const { under, place, boardOf, openPhone } = openToGuests();

describe("a phone's session", () => {
  const seenBy = (house: ApiHouse, orderId: string, cookie?: string, table: 0 | 1 = 0) =>
    under().ask("GET", `/api/qr/orders/${orderId}`, {
      headers: {
        "X-Table-Token": house.tables[table],
        ...(cookie === undefined ? {} : { Cookie: cookie }),
      },
    });

  test("comes as a cookie that no script reads, stays while it is live, and is kept as a hash", async () => {
    const house = await openApiHouse(under());
    const opened = await under().ask("POST", "/api/qr/sessions", {
      body: { tableToken: house.tables[0] },
    });
    expect(opened.headers.get("set-cookie")).toMatch(
      /^heard_guest=hrd_[\w-]{43}; Max-Age=86400; Path=\/api\/qr; HttpOnly; SameSite=Strict$/,
    );
    const cookie = String(opened.headers.get("set-cookie")).split(";")[0] ?? "";
    const again = await under().ask("POST", "/api/qr/sessions", {
      body: { tableToken: house.tables[0] },
      headers: { Cookie: cookie },
    });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([200, null]);
    const elsewhere = await under().ask("POST", "/api/qr/sessions", {
      body: { tableToken: house.tables[1] },
      headers: { Cookie: cookie },
    });
    expect(elsewhere.status).toBe(201);
    const { orders } = (await place(house, 0, cookie), await boardOf(house));
    expect(JSON.stringify(orders)).not.toContain(cookie.slice("heard_guest=".length));
    expect(
      (await under().ask("POST", "/api/qr/sessions", { body: { tableToken: "x".repeat(43) } }))
        .status,
    ).toBe(404);
  });

  test("its orders are seen by itself and by nobody else who has the table's code, unless the house wants it", async () => {
    const house = await openApiHouse(under());
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
    await under().ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { guestsShareTable: true },
    });
    expect(await statuses()).toEqual([200, 200, 200, 200, 200, 404]);
  });

  test("that is over orders as the table and still sees what it ordered; another restaurant's is nothing", async () => {
    const [house, other] = [await openApiHouse(under()), await openApiHouse(under())];
    await under().ask("PATCH", "/api/restaurant", {
      token: house.owner,
      body: { guestLimits: { ...DEFAULT_GUEST_LIMITS, phoneOrders: 1 } },
    });
    const phone = await openPhone(house);
    const orderId = (await place(house, 0, phone)).text("orderId");
    expect((await place(house, 0, phone)).status).toBe(429);
    await administer(
      under().adminUrl,
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
      under().adminUrl,
      `insert into guest_sessions (restaurant_id, token_hash, session_id, table_id, code_hash, opened_at, used_at)
      select '${house.restaurantId}', 'hash ' || n, gen_random_uuid(), 't1', '${hashSecret(house.tables[0])}', at, at + interval '${hasOrdered ? 1 : 0} seconds'
      from generate_series(1, ${MAX_SESSIONS}) as n, lateral (select now() - interval '1 hour' + n * interval '1 second' as at) as opened`,
    );
  const ask = (tableToken: string) =>
    under().ask("POST", "/api/qr/sessions", { body: { tableToken } });

  test("there are so many at a table; who comes when all have ordered orders as the table", async () => {
    const house = await openApiHouse(under());
    await fill(house, true);
    const late = await ask(house.tables[0]);
    expect([late.status, late.body, late.headers.get("set-cookie")]).toEqual([
      200,
      { endsAt: null },
      null,
    ]);
    expect((await place(house, 0)).status).toBe(201);
    await administer(
      under().adminUrl,
      `update guest_sessions set used_at = now() - interval '2 days' where restaurant_id = '${house.restaurantId}' and token_hash like 'hash %'`,
    );
    await openPhone(house);
  });

  test("who asks for sessions all the time takes no place from a phone that ordered, nor from one that comes later, and leaves no rows", async () => {
    const house = await openApiHouse(under());
    const mine = await openPhone(house);
    expect((await place(house, 0, mine)).status).toBe(201);
    await fill(house, false);
    for (let count = 0; count < 5; count += 1) await openPhone(house);
    const late = await openPhone(house);
    const live = async (cookie: string) =>
      (
        await under().ask("POST", "/api/qr/sessions", {
          body: { tableToken: house.tables[0] },
          headers: { Cookie: cookie },
        })
      ).headers.get("set-cookie") === null;
    expect([await live(mine), await live(late)]).toEqual([true, true]);
    const { rows } = await under().deps.database.tenant(house.restaurantId, (tx) =>
      tx.query<{ many: number; first: boolean }>(
        "select count(*)::int as many, bool_or(token_hash = 'hash 1') as first from guest_sessions",
      ),
    );
    expect(rows).toEqual([{ many: MAX_SESSIONS, first: false }]);
  });

  test("of a code that was rotated takes no place of the new one's, and is closed", async () => {
    const house = await openApiHouse(under());
    await fill(house, true);
    const rotated = await under().ask("POST", "/api/tables/t1/rotate", { token: house.owner });
    expect((await ask(house.tables[0])).status).toBe(404);
    expect((await ask(rotated.text("tableToken"))).status).toBe(201);
    const { rows } = await under().deps.database.tenant(house.restaurantId, (tx) =>
      tx.query<{ live: number }>(
        "select count(*)::int as live from guest_sessions where closed_at is null",
      ),
    );
    expect(rows).toEqual([{ live: 1 }]);
  });
});
