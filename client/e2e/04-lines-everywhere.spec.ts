import type { Locator, Page } from "@playwright/test";
import { openTable, order } from "./support/floor.ts";
import { expectOpen, line, ticket } from "./support/kitchen.ts";
import { pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

// No heartbeat comes in time to help: what appears has come by the stream itself.
test.use({ serverEnv: { EVENT_PING_INTERVAL_MS: "120000" } });

test("[P6] line by line, what the kitchen does appears on pass, floor and owner; the guest hears of the kitchen only after it showed the ticket", async ({
  restaurant,
  newTablet,
}) => {
  const pass = await pair(await newTablet(), restaurant, "expo");
  const floor = await pair(await newTablet(), restaurant, "floor");
  const owner = await pair(await newTablet(), restaurant, "owner");
  const phone = await newTablet({ viewport: { width: 412, height: 915 } });
  const guest = await phone.context.newPage();
  await guest.goto(`${phone.network.url}/t#${restaurant.tables[1]!.tableToken}`);
  await guest.getByRole("button", { name: /^Burger, / }).click();
  await guest.getByRole("button", { name: /^Chips, / }).click();
  await guest.getByRole("button", { name: /^Basket, 2 dishes/ }).click();
  await guest.getByRole("button", { name: /^Order · / }).click();

  const progress = guest.getByRole("region", { name: "How far your order is" });
  await expect(step(progress)).toHaveText("Sent");
  const [placed] = await restaurant.orders();
  const { number, orderId } = placed!;
  await expect(progress).toContainText(number);

  // Everybody but a kitchen screen has it by now, and nobody may say that the kitchen has.
  await expect(order(pass, number)).toContainText("No kitchen screen has shown this yet");
  await openTable(floor, "2");
  await expect(order(floor, number)).toContainText("Grill: not heard yet");
  await expect(row(owner, orderId)).toContainText("not heard yet");
  expect(await restaurant.about(orderId, "ticket_shown")).toEqual([]);
  await expect(step(progress)).toHaveText("Sent");

  const kitchen = await pair(await newTablet(), restaurant, "kitchen");
  await expectOpen(kitchen, [number]);
  await expect(step(progress)).toHaveText("The kitchen has it");
  expect(
    (await restaurant.about(orderId, "ticket_shown")).map(({ data }) => data.stationId).toSorted(),
  ).toEqual(["fry", "grill"]);
  await expect(order(floor, number)).toContainText("Grill: heard by Tablet");
  await expect(order(pass, number)).not.toContainText("No kitchen screen has shown this yet");
  await expect(row(owner, orderId)).not.toContainText("not heard yet");

  await line(kitchen, number, "Burger").click();
  await expect(order(pass, number)).toContainText("Burger, preparing");
  await expect(order(pass, number)).toContainText("Chips, queued");
  await expect(
    order(floor, number).getByRole("listitem").filter({ hasText: "Burger" }),
  ).toContainText("preparing");
  await expect(row(owner, orderId)).toContainText("Being made");
  await expect(step(progress)).toHaveText("Being made");

  // By key: a second touch so soon is taken for the same one, because gloves bounce.
  await line(kitchen, number, "Burger").press("Enter");
  await expect(order(pass, number)).toContainText("Burger, ready");
  await expect(order(pass, number)).toContainText("Waiting for: Fry 0 of 1");
  await expect(
    order(floor, number).getByRole("listitem").filter({ hasText: "Burger" }),
  ).toContainText("ready");
  await expect(row(owner, orderId)).toContainText("1 of 2");

  await ticket(kitchen, number)
    .getByRole("button", { name: `Bump ticket ${number}` })
    .click();
  await expect(order(pass, number)).toContainText("All ready");
  await expect(row(owner, orderId)).toContainText("2 of 2");
  await expect(step(progress)).toHaveText("Ready");
});

const step = (progress: Locator): Locator => progress.locator("[aria-current=step]");

const row = (owner: Page, orderId: string): Locator => owner.locator(`[data-order="${orderId}"]`);
