import type { Page } from "@playwright/test";
import { ask } from "../../server/tools/replay/api.ts";
import { bump, expectOpen } from "./support/kitchen.ts";
import { badge, expectAllSent, expectLink, pair, type Tablet } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

// No heartbeat comes in time: a stream that ends has been ended.
test.use({ serverEnv: { EVENT_PING_INTERVAL_MS: "120000" } });

test("a revoked device stops at once, keeps its unsent work, says what to do, and sends it when it is paired again", async ({
  restaurant,
  newTablet,
}) => {
  const tablet = await newTablet();
  const kitchen = await pair(tablet, restaurant, "kitchen");
  const [device] = await restaurant.devices();
  const bumped = await restaurant.order(["burger"]);
  const left = await restaurant.order(["chips"]);
  await expectOpen(kitchen, [bumped.number, left.number]);
  await expectAllSent(kitchen);
  const connections = async () =>
    (await ask<{ activeSSEConnections: number }>(restaurant.owner, "/api/debug/events/stats"))
      .activeSSEConnections;
  expect(await connections()).toBe(1);

  await tablet.network.cut();
  await bump(kitchen, bumped.number);
  await tablet.network.mend();
  await expectLink(kitchen, "live");
  await expectAllSent(kitchen);
  await tablet.network.cut();
  await bump(kitchen, left.number);
  await ask(restaurant.owner, `/api/devices/${device!.deviceId}`, { method: "DELETE" });
  await tablet.network.mend();

  await expect(badge(kitchen)).toContainText("Needs pairing · 1 action waiting");
  const notice = kitchen
    .getByRole("alert")
    .filter({ hasText: "This device was signed out. Its unsent actions are kept." });
  await expect(notice).toBeVisible();
  await expectOpen(kitchen, []);
  expect(await restaurant.about(left.orderId, "order_item_status_changed")).toEqual([]);
  await kitchen.reload();
  await expect(badge(kitchen)).toContainText("Needs pairing · 1 action waiting");

  await notice.getByRole("button", { name: "Pair again" }).click();
  await kitchen.getByLabel("Pairing code").fill(await restaurant.code("kitchen"));
  await kitchen.getByRole("button", { name: "Pair", exact: true }).click();
  await kitchen.waitForURL("**/kitchen");
  await expectAllSent(kitchen);
  expect(await restaurant.about(left.orderId, "order_item_status_changed")).toHaveLength(1);
  expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toHaveLength(1);
});

for (const [what, wipe] of [
  // The proof of what it was: it is a new device, and takes a new client for what it has not sent.
  ["its cookies", (tablet: Tablet) => tablet.context.clearCookies()],
  // Its memory of who it was, besides what it did.
  ["its small storage", (_: Tablet, page: Page) => page.evaluate(() => localStorage.clear())],
] as const) {
  test(`a revoked tablet that has lost ${what} sends what it kept, once, when it is paired again`, async ({
    restaurant,
    newTablet,
  }) => {
    const tablet = await newTablet();
    const kitchen = await pair(tablet, restaurant, "kitchen");
    const [device] = await restaurant.devices();
    const orders = [await restaurant.order(["burger"]), await restaurant.order(["chips"])];
    await expectOpen(
      kitchen,
      orders.map(({ number }) => number),
    );
    // What was shown is said a moment later, and would count among what waits.
    for (const { orderId } of orders)
      await expect
        .poll(async () => (await restaurant.about(orderId, "ticket_shown")).length)
        .toBeGreaterThan(0);
    await expectAllSent(kitchen);
    await tablet.network.cut();
    for (const { number } of orders) await bump(kitchen, number);
    await ask(restaurant.owner, `/api/devices/${device!.deviceId}`, { method: "DELETE" });
    await tablet.network.mend();
    await expect(badge(kitchen)).toContainText("Needs pairing · 2 actions waiting");
    await wipe(tablet, kitchen);

    await kitchen.goto(`${tablet.network.url}/pair#${await restaurant.code("kitchen")}`);
    await kitchen.waitForURL("**/kitchen");
    await expectAllSent(kitchen);
    for (const { orderId } of orders)
      expect(await restaurant.about(orderId, "order_item_status_changed")).toHaveLength(1);
    expect(await restaurant.devices()).toHaveLength(1);
  });
}

test("a stream of a device that is revoked ends at once", async ({ restaurant, newTablet }) => {
  const kitchen = await pair(await newTablet(), restaurant, "kitchen");
  const [device] = await restaurant.devices();
  await ask(restaurant.owner, `/api/devices/${device!.deviceId}`, { method: "DELETE" });
  await expect(badge(kitchen)).toContainText("Needs pairing");
  const order = await restaurant.order();
  expect(
    (await ask<{ activeSSEConnections: number }>(restaurant.owner, "/api/debug/events/stats"))
      .activeSSEConnections,
  ).toBe(0);
  await expectOpen(kitchen, []);
  expect((await restaurant.guestSees(order)).heard).toBe(false);
});
