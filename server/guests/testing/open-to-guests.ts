import { afterAll, beforeAll, expect } from "vitest";
import type { Ask } from "../../http/testing/answered.ts";
import { startApp, type AppUnderTest } from "../../http/testing/app-under-test.ts";
import { guestOrderBody, type ApiHouse } from "../../http/testing/house.ts";

/**
 * An installation at which guests order: opened before the first test of the file that asks for it,
 * closed after its last.
 */
export function openToGuests() {
  let under: AppUnderTest;
  beforeAll(async () => {
    under = await startApp();
  });
  afterAll(async () => under.close());

  const place = (house: ApiHouse, table: 0 | 1, cookie?: string) =>
    placeBy(under.ask, guestOrderBody(house.tables[table]), cookie);
  const boardOf = async (house: ApiHouse) =>
    (await under.ask("GET", "/api/snapshot", { token: house.owner })).body as {
      orders: { orderId: string; status: string; source: object }[];
    };

  /** A phone's session at a table, as its cookie. */
  async function openPhone(
    house: ApiHouse,
    table: 0 | 1 = 0,
    ask: Ask = under.ask,
  ): Promise<string> {
    const opened = await ask("POST", "/api/qr/sessions", {
      body: { tableToken: house.tables[table] },
    });
    expect(opened.status).toBe(201);
    return String(opened.headers.get("set-cookie")).split(";")[0] ?? "";
  }

  return { under: () => under, place, boardOf, openPhone };
}

export const placeBy = (ask: Ask, body: unknown, cookie?: string) =>
  ask("POST", "/api/qr/orders/create", {
    body,
    headers: cookie === undefined ? {} : { Cookie: cookie },
  });

/** How many answers there are of each status. */
export const statusesOf = (answers: readonly { readonly status: number }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, some]) => [
      status,
      some?.length,
    ]),
  );
