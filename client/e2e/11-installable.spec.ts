import type { Page } from "@playwright/test";
import { expectNoViolations } from "./support/axe.ts";
import { openTable } from "./support/floor.ts";
import { expectOpen } from "./support/kitchen.ts";
import { expectKept, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test("Chromium finds nothing that keeps it from installing the app", async ({ restaurant, switchOn }) => {
  // Not one of Playwright's contexts: those are incognito, and nothing can be installed there.
  const tablet = await switchOn();
  const page = await pair(tablet, restaurant, "kitchen");
  await expectKept(page);
  const session = await tablet.context.newCDPSession(page);
  await expect.poll(async () => (await session.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
});

test("no screen has an accessibility fault", async ({ restaurant, newTablet }) => {
  await restaurant.order(["burger", "chips"]);
  const tablet = await newTablet();
  const at = async (path: string): Promise<Page> => {
    const page = await tablet.context.newPage();
    await page.goto(tablet.network.url + path);
    return page;
  };
  /** Done with: a page that stays open goes on working. */
  const leave = async (page: Page): Promise<void> => {
    await expectNoViolations(page);
    // What is drawn later, like a ticket's dialog, brings no style of its own: one that did not come would leave it bare.
    expect(await page.evaluate(() => document.styleSheets.length), page.url()).toBe(1);
    await page.close();
  };
  for (const path of ["/", "/pair", "/login"]) await leave(await at(path));
  const guest = await at(`/t#${restaurant.tables[0]!.tableToken}`);
  await expect(guest.getByRole("heading", { name: "Replay" })).toBeVisible();
  await leave(guest);

  const kitchen = await pair(tablet, restaurant, "kitchen");
  await expectOpen(kitchen, ["G1"]);
  await expectNoViolations(kitchen);
  await kitchen.getByRole("button", { name: "More for ticket G1" }).click();
  await leave(kitchen);
  const pass = await pair(tablet, restaurant, "expo");
  await expect(pass.getByRole("region", { name: "Order G1", exact: true })).toBeVisible();
  await leave(pass);
  const floor = await pair(tablet, restaurant, "floor");
  await expectNoViolations(floor);
  await openTable(floor, "1");
  await expectNoViolations(floor);
  await floor.getByRole("button", { name: "New order", exact: true }).click();
  await leave(floor);
  const owner = await pair(tablet, restaurant, "owner");
  for (const section of ["Board", "Guest orders", "Devices"]) {
    await owner.getByRole("tab", { name: section }).click();
    await expectNoViolations(owner);
  }
  await owner.getByRole("tab", { name: "Tables" }).click();
  await leave(owner);
  await leave(await pair(tablet, restaurant, "display"));
});

test.describe("on a phone, by touch", () => {
  test("a guest orders from the table's link and sees how far it is", async ({ restaurant, newTablet }) => {
    const kitchen = await pair(await newTablet(), restaurant, "kitchen");
    const phone = await newTablet({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 });
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

const overflows = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
