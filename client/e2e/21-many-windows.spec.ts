/**
 * Many windows of one browser before a server without HTTP/2, for which the browser has six
 * connections. Each of them can be seen.
 */
import type { Page } from "@playwright/test";
import { must } from "#shared/kernel/assert.ts";
import { badge, expectLink, pair, type Tablet } from "./support/tablet.ts";
import { expectOpen } from "./support/kitchen.ts";
import { expect, test } from "./support/test.ts";

const WINDOWS = 8;

const progress = (page: Page) => page.getByRole("region", { name: "How far your order is" });

async function sitDown({ network, context }: Tablet, tableToken: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${network.url}/t#${tableToken}`);
  await expect(page.getByRole("button", { name: /^Chips/ })).toBeVisible();
  return page;
}

async function orderChips(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Chips,/ }).click();
  await page.getByRole("button", { name: /^Basket, / }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Order · / })
    .click();
}

/** As where the page comes by plain HTTP, which is where a browser has no locks. */
const withoutLocks = ({ context }: Tablet): Promise<unknown> =>
  context.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, "locks"));

for (const hasLocks of [true, false]) {
  test(`[SYN-36] eight windows at a table ${hasLocks ? "" : "without Web Locks "}all hear of the order, and the eighth can order`, async ({
    restaurant,
    newTablet,
  }) => {
    const laptop = await newTablet();
    if (!hasLocks) await withoutLocks(laptop);
    const { tableToken } = must(restaurant.tables[0], "a table");
    const first = await sitDown(laptop, tableToken);
    await orderChips(first);
    await expect(progress(first)).toHaveAttribute("data-state", "sent");
    const windows = [first];
    while (windows.length < WINDOWS) windows.push(await sitDown(laptop, tableToken));
    for (const page of windows) {
      await expect(progress(page)).toHaveAttribute("data-state", "sent");
      expect(await page.evaluate(() => document.visibilityState)).toBe("visible");
    }
    await expect.poll(() => laptop.network.openStreams()).toBe(1);

    await pair(await newTablet(), restaurant, "kitchen");
    for (const page of windows) await expect(progress(page)).toHaveAttribute("data-state", "heard");
    const eighth = must(windows.at(-1), "the eighth");
    await orderChips(eighth);
    await expect(progress(eighth)).toHaveCount(2);
    await expect(progress(eighth).last()).toHaveAttribute("data-state", "heard");

    // Whoever has the stream, the next takes it up.
    for (const page of windows.slice(0, -1)) await page.close();
    await expect.poll(() => laptop.network.openStreams()).toBe(1);
  });
}

test("[SYN-36] a browser with every screen of the house and a guest's page open has connections left, and all of them hear of an order", async ({
  restaurant,
  newTablet,
}) => {
  const laptop = await newTablet();
  const [kitchen, pass] = [
    await pair(laptop, restaurant, "kitchen"),
    await pair(laptop, restaurant, "expo"),
  ];
  await pair(laptop, restaurant, "floor");
  const others: Page[] = [];
  for (const role of ["display", "owner"] as const) {
    const page = await laptop.context.newPage();
    await page.goto(`${laptop.network.url}/pair#${await restaurant.code(role)}`);
    await page.waitForURL(`**/${role}`);
    await expectLink(page, "polling");
    others.push(page);
  }
  const guest = await sitDown(laptop, must(restaurant.tables[0], "a table").tableToken);
  await orderChips(guest);
  await expect(progress(guest)).toHaveAttribute("data-state", "heard");
  const [placed] = await restaurant.orders();
  await expectOpen(kitchen, [must(placed, "the order").number]);
  await expect.poll(() => laptop.network.openStreams()).toBe(4);

  // Its place is that of one of the two, whichever asks first.
  await pass.close();
  const links = () => Promise.all(others.map((page) => badge(page).getAttribute("data-link")));
  await expect
    .poll(async () => new Set(await links()), { timeout: 40_000 })
    .toEqual(new Set(["live", "polling"]));
});
