/**
 * A guest's phone that is cut off, reloaded or full: what was ordered arrives once, and is told as
 * it is.
 */
import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { basketBar, dish, orderBasket, PHONE, progress, sitDown } from "./support/guest.ts";
import { expectKept, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test("a table that gets another code loses nobody's basket, and says where it is", async ({
  restaurant,
  newTablet,
}) => {
  const phone = await newTablet(PHONE);
  const [table] = restaurant.tables;
  const page = await sitDown(phone, table!.tableToken);
  await dish(page, "Squid").tap();
  await orderBasket(page);
  await expect(progress(page)).toContainText("Sent");
  await dish(page, "Chips").tap();
  const rotated = await ask<{ tableToken: string }>(
    restaurant.owner,
    `/api/tables/${table!.id}/rotate`,
    { method: "POST" },
  );
  await expect(page.getByText("This link does not work any more.")).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(/Your basket with 1 dish is kept on this phone/)).toBeVisible();
  await expect(progress(page)).toContainText("Not up to date");
  await expectNoViolations(page);
  await page.goto(`${phone.network.url}/t#${rotated.tableToken}`);
  await expect(basketBar(page)).toBeVisible();
  await expect(progress(page)).toContainText("Sent");
  await orderBasket(page);
  await expect(progress(page)).toHaveCount(2);
  await expect.poll(async () => (await restaurant.orders()).length).toBe(2);
});

test("an order without a connection says so, goes out under its id when there is one, and after ten minutes only when the guest says yes again", async ({
  restaurant,
  newTablet,
}) => {
  const phone = await newTablet(PHONE);
  const page = await sitDown(phone, restaurant.tables[0]!.tableToken);
  await page.clock.install();
  await dish(page, "Chips").tap();
  await phone.network.cut();
  await orderBasket(page);
  await expect(page.getByText("Your order has not been sent")).toBeVisible();
  await expectNoViolations(page);
  await phone.network.mend();
  await page.clock.runFor(10_000);
  await expect(progress(page)).toContainText("Sent");
  const [first] = await restaurant.orders();

  await dish(page, "Squid").tap();
  await phone.network.cut();
  await orderBasket(page);
  await expect(page.getByText("Your order has not been sent")).toBeVisible();
  await page.clock.fastForward(11 * 60_000);
  await phone.network.mend();
  await page.clock.runFor(10_000);
  await expect(page.getByText("Still want it?")).toBeVisible();
  expect(await restaurant.orders()).toHaveLength(1);
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Yes, send it now" }).tap();
  await expect(progress(page)).toHaveCount(2);
  const orders = await restaurant.orders();
  expect(orders).toHaveLength(2);
  expect(orders.filter((order) => order.orderId === first!.orderId)).toHaveLength(1);
});

test("the link opened again tells how each order of the table really stands, and only what a kitchen screen showed counts as there", async ({
  restaurant,
  newTablet,
}) => {
  const phone = await newTablet({ ...PHONE, serviceWorkers: "allow" });
  const page = await sitDown(phone, restaurant.tables[0]!.tableToken);
  for (const name of ["Chips", "Squid"]) {
    await dish(page, name).tap();
    await orderBasket(page);
    await expect(basketBar(page)).toBeHidden();
  }
  await expect(progress(page)).toHaveCount(2);
  await expect(progress(page).first()).toHaveAttribute("data-state", "sent");
  await page.close();
  await pair(await newTablet(), restaurant, "kitchen");
  const again = await sitDown(phone, restaurant.tables[0]!.tableToken);
  await expect(progress(again).first()).toHaveAttribute("data-state", "heard");
  await expect(progress(again).last()).toHaveAttribute("data-state", "heard");
  await expectKept(again);
  await phone.network.cut();
  await again.reload();
  await expect(progress(again).first()).toContainText("Not up to date");
  await expect(
    again.getByText("You are offline: this is the menu", { exact: false }),
  ).toBeVisible();
});

test("a phone without room says so and still orders", async ({ restaurant, newTablet }) => {
  const page = await sitDown(await newTablet(PHONE), restaurant.tables[0]!.tableToken);
  await page.evaluate(() => {
    for (let size = 1 << 20; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (let n = 0; ; n++) localStorage.setItem(`ballast-${size}-${n}`, "x".repeat(size));
      } catch {
        // Full to this size: smaller pieces next.
      }
    }
  });
  await dish(page, "Chips").tap();
  await expect(page.getByText("This phone has no room to keep your order.")).toBeVisible();
  await expectNoViolations(page);
  await orderBasket(page);
  await expect(progress(page)).toContainText("Sent");
  expect(await restaurant.orders()).toHaveLength(1);
});
