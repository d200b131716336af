/**
 * The owner's phone: the restaurant's settings, and its tables with their codes. What is saved
 * there is drawn on every other screen.
 */
import type { Page } from "@playwright/test";
import type { Settings } from "#shared/restaurant/settings.ts";
import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectOpen, ticket } from "./support/kitchen.ts";
import { pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true } as const;

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true });
const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });

test("settings say what is wrong, and once saved every screen draws them", async ({
  restaurant,
  newTablet,
}) => {
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");
  const kitchen = await pair(await newTablet(TABLET), restaurant, "kitchen");
  const floor = await pair(await newTablet(TABLET), restaurant, "floor");
  const placed = await restaurant.order(["burger"], 0);
  await expectOpen(kitchen, [placed.number]);
  await expect(ticket(kitchen, placed.number)).toContainText("On time");
  const settings = () => ask<Settings>(restaurant.owner, "/api/restaurant");
  const before = await settings();

  await tab(owner, "Restaurant").tap();
  await expectNoViolations(owner);
  const grill = owner.getByRole("group", { name: "Grill" });
  await owner.getByLabel("Time zone").fill("Mars/Olympus");
  await owner.getByLabel("Tell people after (seconds)").fill("soon");
  await grill.getByLabel("Warm after (min)").fill("9");
  await button(owner, "Save settings").tap();
  await expect(
    owner.getByText("There is no such time zone. Choose one from the list."),
  ).toBeVisible();
  await expect(owner.getByText("Write whole seconds, from 1 to 3600.")).toBeVisible();
  await expect(owner.getByText("Late must come after warm.")).toBeVisible();
  await expectNoViolations(owner);
  expect(await settings()).toEqual(before);

  await owner.getByLabel("Name", { exact: true }).fill("Casa Aurelia");
  await owner.getByLabel("Time zone").fill("Europe/Madrid");
  await owner.getByLabel("Tell people after (seconds)").fill("30");
  await owner.getByLabel("Currency").selectOption("EUR");
  await grill.getByLabel("Warm after (min)").fill("0,02");
  await grill.getByLabel("Late after (min)").fill("0,05");
  // Somebody else changes something meanwhile: theirs stays.
  await ask(restaurant.owner, "/api/restaurant", { method: "PATCH", body: { autoAccept: false } });
  await button(owner, "Save settings").tap();
  await expect(owner.getByText("Saved. Every screen has the new settings.")).toBeVisible();
  await expectNoViolations(owner);
  const { stationThresholds, ...after } = await settings();
  expect(after).toMatchObject({
    name: "Casa Aurelia",
    timezone: "Europe/Madrid",
    currency: "EUR",
    shownAlarmSeconds: 30,
    autoAccept: false,
  });
  expect(stationThresholds).toEqual({ grill: { warmSeconds: 1, lateSeconds: 3 } });
  await expect(
    owner.getByRole("checkbox", { name: "Accept guest orders by themselves" }),
  ).not.toBeChecked();
  await expect(owner.getByRole("banner")).toContainText("Casa Aurelia");
  await expect(ticket(kitchen, placed.number)).toContainText("Late");
  await button(floor, "New takeaway").tap();
  await expect(button(floor, "Burger, €12.50")).toBeVisible();

  await owner.getByLabel("Language and country").selectOption("es-ES");
  await button(owner, "Save settings").tap();
  await expect(
    owner.getByText("Guardado. Todas las pantallas tienen los ajustes nuevos."),
  ).toBeVisible();
  await expect(button(floor, /^Burger, 12,50\s€$/)).toBeVisible();
  await expect(kitchen.getByRole("heading", { name: "Cocina" })).toBeVisible();
  await expectNoViolations(owner);
});

test("a table is renamed, given a new code that makes the printed one void, and taken away", async ({
  restaurant,
  newTablet,
}) => {
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");
  const floor = await pair(await newTablet(TABLET), restaurant, "floor");
  const guest = await newTablet(PHONE);
  const [first] = restaurant.tables;
  const sitDown = async (link: string): Promise<Page> => {
    const page = await guest.context.newPage();
    await page.goto(`${guest.network.url}/t${new URL(link).hash}`);
    return page;
  };
  await expect(
    (await sitDown(first!.orderUrl)).getByRole("button", { name: /^Chips/ }),
  ).toBeVisible();

  await tab(owner, "Tables").tap();
  await expectNoViolations(owner);
  await button(owner, "QR code of table 1").tap();
  const sheet = owner.getByRole("dialog");
  await expect(sheet.getByText(first!.orderUrl.split("#")[1]!)).toBeVisible();
  await expectNoViolations(owner);

  await sheet.getByLabel("Label").fill("2");
  await button(owner, "Rename").tap();
  await expect(sheet.getByRole("alert")).toHaveText("A table with this label is there already.");
  await sheet.getByLabel("Label").fill("Window");
  await button(owner, "Rename").tap();
  await expect(sheet.getByText("Renamed.")).toBeVisible();
  await expect(owner.getByRole("dialog", { name: "Table Window" })).toBeVisible();
  await expect(button(floor, /^Table Window, /)).toBeVisible();
  await expect(button(floor, /^Table 1, /)).toHaveCount(0);

  await button(owner, "Make a new code").tap();
  await expect(owner.getByRole("dialog", { name: "A new code for table Window?" })).toBeVisible();
  await expectNoViolations(owner);
  await button(owner, "Make it").tap();
  await expect(
    sheet.getByText("The table has a new code. Print it: the old one is void."),
  ).toBeVisible();
  await expect(sheet.getByText(first!.orderUrl.split("#")[1]!)).toHaveCount(0);
  const link = await sheet.getByText(/\/t#/).innerText();
  await expect(
    (await sitDown(first!.orderUrl)).getByText("This link does not work any more."),
  ).toBeVisible();
  await expect((await sitDown(link)).getByRole("button", { name: /^Chips/ })).toBeVisible();

  await button(owner, "Remove table").tap();
  await button(owner, "Cancel").tap();
  await button(owner, "Remove table").tap();
  await expectNoViolations(owner);
  await button(owner, "Remove it").tap();
  await expect(sheet).toHaveCount(0);
  await expect(button(owner, "QR code of table Window")).toHaveCount(0);
  await expect(button(owner, "QR code of table 2")).toBeVisible();
  await expect(button(floor, /^Table Window, /)).toHaveCount(0);
  await expect((await sitDown(link)).getByText("This link does not work any more.")).toBeVisible();
});
