/**
 * The owner's phone, by touch: the menu from a first dish to a guest's plate, who is let in and
 * out, and what a day was like.
 */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { MENU, type Restaurant } from "./support/restaurant.ts";
import { pair, type Tablet } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";
import { button, expectFit, overflow, PHONE, tab } from "./support/owner-page.ts";

const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true } as const;
const SECTIONS = ["Board", "Guest orders", "Menu", "Figures", "Devices", "Tables", "Restaurant"];

async function sitDown({ network, context }: Tablet, restaurant: Restaurant): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${network.url}/t#${restaurant.tables[0]!.tableToken}`);
  await expect(page.getByRole("button", { name: /^Chips, / })).toBeVisible();
  return page;
}

/** The other of the two themes. */
async function turnLight(page: Page): Promise<void> {
  await button(page, "Settings").tap();
  await page.getByRole("radio", { name: "Light" }).tap();
  await button(page, "Done").tap();
}

const FORMULA = '=HYPERLINK("http://evil.test","Pay")';

test("a dish from the owner's hand reaches floor and guests, orders are let in or not, and what runs out is off for everybody", async ({
  restaurant,
  newTablet,
}) => {
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");
  const floor = await pair(await newTablet(TABLET), restaurant, "floor");
  const guest = await sitDown(await newTablet(PHONE), restaurant);

  await test.step("the menu's editor", async () => {
    await tab(owner, "Menu").tap();
    await button(owner, "Add a dish").tap();
    const dialog = owner.getByRole("dialog", { name: "New dish" });
    await button(owner, "Done").tap();
    await expect(dialog.getByText("2 things need a correction.")).toBeVisible();
    await dialog.getByLabel("Name", { exact: true }).fill(FORMULA);
    await dialog.getByLabel(/^Price/).fill("9,50");
    await dialog.getByLabel("Station").selectOption("Fry");
    await button(owner, "Add a choice").tap();
    await dialog.getByLabel("What is chosen").fill("Side");
    await button(owner, "At least: one more").tap();
    await dialog.getByLabel("Option 1", { exact: true }).fill("Slaw");
    await expectNoViolations(owner);
    await expectFit(owner);
    await button(owner, "Done").tap();
    await expect(owner.getByText("1 change not saved yet")).toBeVisible();
    await expect(button(floor, "New takeaway")).toBeVisible();
    await button(owner, "Save menu").tap();
    await expect(owner.getByText("Saved. Every screen has the new menu.")).toBeVisible();
    await button(floor, "New takeaway").tap();
    await expect(button(floor, `${FORMULA}, £9.50`)).toBeVisible();
    await guest.getByRole("button", { name: `${FORMULA}, £9.50` }).tap();
    const sheet = guest.getByRole("dialog", { name: FORMULA });
    await sheet.getByRole("radio", { name: "Slaw" }).tap();
    await sheet.getByRole("button", { name: /^Add/ }).tap();
  });

  await test.step("a guest's order waits for a yes, and gets one; the next gets a no", async () => {
    await tab(owner, "Guest orders").tap();
    const auto = owner.getByRole("checkbox", { name: "Accept guest orders by themselves" });
    if (await auto.isChecked()) await owner.getByText("Accept guest orders by themselves").tap();
    await expect(auto).not.toBeChecked();
    await guest.getByRole("button", { name: /^Basket, / }).tap();
    await guest
      .getByRole("dialog")
      .getByRole("button", { name: /^Order · / })
      .tap();
    const waits = owner.getByRole("region", { name: /^Order G/ });
    await expect(waits).toContainText("Slaw");
    await expectNoViolations(owner);
    await expectFit(owner);
    await button(owner, /^Accept order G/).tap();
    await expect(waits).toContainText("Accepted. It is on its way to the kitchen.");
    const placed = await restaurant.order(["burger"], 1);
    await button(owner, `Reject order ${placed.number}`).tap();
    await owner.getByRole("dialog").getByRole("radio", { name: "Out of stock" }).tap();
    await button(owner, "Reject it").tap();
    await expect(owner.getByRole("region", { name: `Order ${placed.number}` })).toContainText(
      "Rejected.",
    );
    await expect.poll(async () => (await restaurant.guestSees(placed)).status).toBe("cancelled");
  });

  await test.step("a dish that runs out is off for everybody, and comes back", async () => {
    await tab(owner, "Menu").tap();
    await button(owner, "86 Squid").tap();
    await expect(button(floor, "Squid, off today")).toBeVisible();
    await expect(guest.getByRole("button", { name: "Squid, off today" })).toBeDisabled({
      timeout: 30_000,
    });
    await owner.getByRole("radio", { name: "Off today · 1" }).tap();
    await button(owner, "Bring back Squid").tap();
    await expect(owner.getByText("Nothing is off today.")).toBeVisible();
    await expect(button(floor, "Squid, £8.50")).toBeVisible();
  });
});

test("the day in figures and in a file that no spreadsheet runs, codes on paper, and all of it in either theme and from right to left", async ({
  restaurant,
  newTablet,
}) => {
  await ask(restaurant.owner, "/api/menu", {
    method: "PUT",
    body: {
      ...MENU,
      items: MENU.items.map((item) => (item.id === "chips" ? { ...item, name: FORMULA } : item)),
    },
  });
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");
  const guest = await (await newTablet(PHONE)).context.newPage();
  await guest.goto(restaurant.tables[0]!.orderUrl);
  await restaurant.order(["chips"]);

  await test.step("figures, drawn and in numbers, and a file that no spreadsheet runs", async () => {
    const [order] = await restaurant.orders();
    for (const status of ["preparing", "ready"])
      await ask(restaurant.owner, `/api/kitchen/items/${order!.lines[0]!.lineId}/status`, {
        method: "PATCH",
        headers: { "Idempotency-Key": status },
        body: { status },
      });
    await tab(owner, "Figures").tap();
    const figures = owner.getByLabel("Figures of the day").locator("dl");
    await expect(figures).toContainText("£4.50");
    await expect(owner.getByRole("img", { name: /^Orders by hour; the most, 1, / })).toBeVisible();
    await expect(
      owner.getByRole("region", { name: "By station" }).getByRole("row", { name: /^Fry/ }),
    ).toBeVisible();
    await expectFit(owner);
    const [download] = await Promise.all([
      owner.waitForEvent("download"),
      button(owner, "Export orders (CSV)").tap(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d\.csv$/);
    expect(readFileSync(await download.path(), "utf8")).toContain(
      `,"'=HYPERLINK(""http://evil.test"",""Pay"")",,Fry,`,
    );
  });

  await test.step("every table's code on paper, and nothing else", async () => {
    await tab(owner, "Tables").tap();
    await expect(button(owner, "Print all")).toBeVisible();
    await expectFit(owner);
    await owner.emulateMedia({ media: "print" });
    await expect(owner.locator(".print-sheet__card svg")).toHaveCount(restaurant.tables.length);
    await expect(owner.locator(".print-sheet__card").first()).toBeVisible();
    await expect(owner.getByRole("tablist")).toBeHidden();
    expect((await owner.pdf({ format: "A4" })).byteLength).toBeGreaterThan(10_000);
    await owner.emulateMedia({ media: null });
  });

  await test.step("no accessibility fault in either theme", async () => {
    for (const section of ["Menu", "Figures"]) {
      await tab(owner, section).tap();
      await expectNoViolations(owner);
    }
    await turnLight(owner);
    for (const section of ["Figures", "Board", "Menu", "Devices"]) {
      await tab(owner, section).tap();
      await expectNoViolations(owner);
    }
  });

  await test.step("from right to left nothing leaves the phone", async () => {
    await ask(restaurant.owner, "/api/restaurant", { method: "PATCH", body: { locale: "ar" } });
    await expect(owner.locator("html")).toHaveAttribute("dir", "rtl");
    for (const section of SECTIONS) {
      await tab(owner, section).tap();
      // What a section is about to show counts as well.
      await expect(owner.getByRole("tabpanel", { name: section })).not.toContainText("One moment…");
      expect(await overflow(owner), section).toBeLessThanOrEqual(0);
    }
    await expect(guest.locator("html")).toHaveAttribute("dir", "rtl", { timeout: 30_000 });
    expect(await overflow(guest)).toBeLessThanOrEqual(0);
  });
});
