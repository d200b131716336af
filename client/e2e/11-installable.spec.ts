import type { Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { expectOpen } from "./support/kitchen.ts";
import { expectKept, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test.use({ wholeBrowser: true });

test("Chromium finds nothing that keeps it from installing the app", async ({
  restaurant,
  switchOn,
}) => {
  // Not one of Playwright's contexts: those are incognito, and nothing can be installed there.
  const tablet = await switchOn();
  const page = await pair(tablet, restaurant, "kitchen");
  await expectKept(page);
  const session = await tablet.context.newCDPSession(page);
  await expect
    .poll(async () => (await session.send("Page.getInstallabilityErrors")).installabilityErrors)
    .toEqual([]);
});

test.describe("on a phone, by touch", () => {
  test("a guest orders from the table's link and sees how far it is", async ({
    restaurant,
    newTablet,
  }) => {
    const kitchen = await pair(await newTablet(), restaurant, "kitchen");
    const phone = await newTablet({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 3,
    });
    const guest = await phone.context.newPage();
    await guest.goto(`${phone.network.url}/t#${restaurant.tables[4]!.tableToken}`);
    await expect(guest.getByText("Table 5", { exact: true })).toBeVisible();
    await guest.getByRole("button", { name: /^Squid, / }).tap();
    await guest.getByRole("button", { name: /^Squid, / }).tap();
    await guest.getByRole("button", { name: /^Basket, 2 dishes/ }).tap();
    await guest.getByLabel("Your name").fill("Ada");
    await expectNoViolations(guest);
    expect(await overflows(guest), "nothing is wider than the phone").toBe(false);
    await guest.getByRole("button", { name: /^Order · / }).tap();

    const progress = guest.getByRole("region", { name: "How far your order is" });
    await expect(progress.locator("[aria-current=step]")).toHaveText("The kitchen has it");
    const [order] = await restaurant.orders();
    await expect(progress).toContainText(order!.number);
    expect(order!.lines.map((line) => [line.name, line.quantity])).toEqual([["Squid", 2]]);
    await expectOpen(kitchen, [order!.number]);
    await expectNoViolations(guest);

    // The page is opened again from the same link: the order is remembered, and not placed again.
    await guest.reload();
    await expect(progress).toContainText(order!.number);
    await kitchen.getByRole("button", { name: `Bump ticket ${order!.number}` }).click();
    await expect(progress.locator("[aria-current=step]")).toHaveText("Ready");
    expect(await restaurant.orders()).toHaveLength(1);
  });
});

const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
