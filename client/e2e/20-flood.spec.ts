/**
 * Somebody far away has photographed a table's code and orders and orders: the kitchen stays
 * usable, real orders ring, and one touch ends it.
 */
import { randomUUID } from "node:crypto";
import { DEFAULT_GUEST_LIMITS } from "#shared/restaurant/guest-limits.ts";
import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import type { Restaurant } from "./support/restaurant.ts";
import { pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true } as const;

/** What programs without a session may have waiting at a table. */
const MOST = DEFAULT_GUEST_LIMITS.openOrders - DEFAULT_GUEST_LIMITS.phoneOrders;
const FLOOD = 700;
const AT_ONCE = 50;

/** Orders through one link, as fast as they go; how often each status was answered. */
async function flood(
  { owner, tables }: Restaurant,
  orders: number,
): Promise<Readonly<Record<number, number>>> {
  const answered: Record<number, number> = {};
  const place = async () => {
    const body = {
      tableToken: tables[0]!.tableToken,
      orderId: randomUUID(),
      lines: Array.from({ length: 5 }, () => ({
        lineId: randomUUID(),
        menuItemId: "chips",
        quantity: 2,
      })),
    };
    const response = await fetch(`${owner.url}/api/qr/orders/create`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    answered[response.status] = (answered[response.status] ?? 0) + 1;
    if (response.status === 429)
      expect([
        response.headers.get("retry-after"),
        ((await response.json()) as { code: string }).code,
      ]).toEqual(["30", "too_many_orders"]);
    else await response.body?.cancel();
  };
  for (let from = 0; from < orders; from += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, place));
  return answered;
}

const bytesOf = async ({ owner }: Restaurant): Promise<number> =>
  Buffer.byteLength(JSON.stringify(await ask(owner, "/api/snapshot")));

test("a table's link cannot bury the kitchen nor silence it: most of a flood is refused, the real order rings, and the owner ends it in one touch", async ({
  restaurant,
  newTablet,
}) => {
  await ask(restaurant.owner, "/api/restaurant", {
    method: "PATCH",
    body: { autoAccept: false, guestLimits: DEFAULT_GUEST_LIMITS, shownAlarmSeconds: 3 },
  });
  const floor = await restaurant.device("floor");
  const before = await bytesOf(restaurant);
  const orderId = randomUUID();
  const mutation = {
    id: 1,
    name: "order.place",
    args: {
      orderId,
      channel: "takeaway",
      lines: [{ lineId: randomUUID(), menuItemId: "burger", quantity: 1 }],
    },
    occurredAt: new Date().toISOString(),
  };
  await ask(floor, "/api/sync/push", {
    method: "POST",
    body: { protocol: 1, clientId: randomUUID(), mutations: [mutation] },
  });
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");

  await test.step("most of it is refused, and the board and the snapshot stay small", async () => {
    // Five lines each: 150 lines are thirty orders, so it is the orders that are too many.
    expect(await flood(restaurant, FLOOD)).toEqual({ 201: MOST, 429: FLOOD - MOST });
    expect((await restaurant.orders()).filter(({ status }) => status === "pending")).toHaveLength(
      MOST,
    );
    expect((await bytesOf(restaurant)) - before).toBeLessThan(100_000);
  });

  await test.step("what is told: the real order, and the table once", async () => {
    const told = async () =>
      (await restaurant.log()).flatMap(({ type, data }) =>
        type === "restaurant_notification" ? [data] : [],
      );
    await expect
      .poll(told)
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: "order_unheard", orderId }),
          expect.objectContaining({ kind: "table_crowded", tableId: "table-1", label: "1" }),
        ]),
      );
    expect(await told()).toHaveLength(2);
  });

  await test.step("another guest at that table orders with a phone of their own meanwhile", async () => {
    const { network, context } = await newTablet(PHONE);
    const guest = await context.newPage();
    await guest.goto(`${network.url}/t#${restaurant.tables[0]!.tableToken}`);
    await guest.getByRole("button", { name: /^Burger, / }).tap();
    await guest.getByRole("button", { name: /^Basket, / }).tap();
    await guest.getByRole("button", { name: /^Order · / }).tap();
    await expect(guest.getByText("The staff is looking at your order.")).toBeVisible();

    await test.step("one touch of the owner clears the table and closes it, and the guest is told why", async () => {
      await expect(
        owner.getByText(`Many orders at table 1: ${MOST + 1} from phones wait`),
      ).toBeVisible();
      await expect(owner.getByText(/^No kitchen screen has shown /)).toBeVisible();
      await expectNoViolations(owner);
      await owner
        .getByRole("button", {
          name: `Clear ${MOST + 1} and close: the orders from phones at table 1`,
        })
        .tap();
      await expect(owner.getByText(/^Many orders at table/)).toHaveCount(0);
      expect(
        (await restaurant.orders())
          .filter(({ status }) => status !== "cancelled")
          .map((order) => order.orderId),
      ).toEqual([orderId]);
      await expect(guest.getByText("The restaurant cleared this table's orders")).toBeVisible();
      await expect(guest.getByText("Ordering by phone is closed at this table")).toBeVisible();
      await expectNoViolations(guest);
      await guest.getByRole("button", { name: /^Burger, / }).tap();
      await guest.getByRole("button", { name: /^Basket, / }).tap();
      await expect(guest.getByRole("button", { name: /^Order · / })).toBeDisabled();
      expect(await flood(restaurant, AT_ONCE)).toEqual({ 409: AT_ONCE });
    });

    await test.step("the floor opens the table again, and what was in the basket is ordered", async () => {
      const waiter = await pair(await newTablet(TABLET), restaurant, "floor");
      await waiter.getByRole("button", { name: /^Table 1,/ }).tap();
      await waiter.getByRole("button", { name: "Open ordering by phone at table 1" }).tap();
      await expect(waiter.getByText("Guests can order at this table.")).toBeVisible();
      await expectNoViolations(waiter);
      await guest.getByRole("button", { name: /^Order · / }).tap();
      await expect(guest.getByText("The staff is looking at your order.")).toBeVisible();
    });
  });
});
