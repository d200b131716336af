import { describe, expect, test } from "vitest";
import { DEFAULT_GUEST_LIMITS } from "#shared/restaurant/guest-limits.ts";
import { assembleApp, type Assembled } from "../http/testing/assemble.ts";
import { asker } from "../http/testing/answered.ts";
import { guestOrderBody, openApiHouse } from "../http/testing/house.ts";
import { openToGuests, placeBy, statusesOf } from "./testing/open-to-guests.ts";

const { under, place, boardOf, openPhone } = openToGuests();

describe("a flood through one table's link", () => {
  test("[ORD-50] 1,000 orders over two processes: as many as the table may have are placed, all others told so, and the board stays small", async () => {
    const other: Assembled = await assembleApp({ adminUrl: under().adminUrl, role: null });
    try {
      const house = await openApiHouse(under());
      const asks = [under().ask, asker((path, init) => other.app.hono.request(path, init))];
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
      await assembleApp({ adminUrl: under().adminUrl, role: null }, {}, bound),
      await assembleApp({ adminUrl: under().adminUrl, role: null }, {}, bound),
    ];
    try {
      const house = await openApiHouse(under());
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
    const house = await openApiHouse(under());
    const set = (guestLimits: unknown) =>
      under().ask("PATCH", "/api/restaurant", { token: house.owner, body: { guestLimits } });
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
        await under().ask("PATCH", "/api/restaurant", {
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
