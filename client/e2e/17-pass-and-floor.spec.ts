/**
 * A table's evening and a takeaway's, from the waiter's hand over the kitchen to the pass and the
 * board; then the same with the cable pulled.
 */
import type { Locator, Page } from "@playwright/test";
import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openTable, order, takeAway, untilDone } from "./support/floor.ts";
import { bump, expectOpen, ticket } from "./support/kitchen.ts";
import { MENU } from "./support/restaurant.ts";
import { expectPlayed, listen, played } from "./support/sound.ts";
import { expectAllSent, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true } as const;
const CHIME = [1047, 1319, 1568];

const PIZZA = {
  id: "pizza",
  name: "Pizza",
  categoryId: "all",
  stationId: "grill",
  price: 1100,
  available: true,
  allergens: ["gluten", "milk"],
  modifiers: [
    {
      id: "base",
      name: "Base",
      min: 1,
      max: 1,
      options: [
        { id: "classic", name: "Classic", price: 0 },
        { id: "thin", name: "Thin", price: 50 },
      ],
    },
  ],
};

const button = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole("button", { name, exact: true });
const dish = (page: Page, name: string) => button(page, new RegExp(`^${name}, `));
const only = (page: Page) => page.getByRole("region", { name: /^Order \S+$/ });

async function expectSoundInBothThemes(page: Page): Promise<void> {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((name) => (document.documentElement.dataset["theme"] = name), theme);
    await expectNoViolations(page);
  }
}

test("what a waiter takes is checked at the pass, called, picked up and finished; the same holds offline", async ({
  restaurant,
  newTablet,
}) => {
  await ask(restaurant.owner, "/api/menu", {
    method: "PUT",
    body: { ...MENU, items: [...MENU.items, PIZZA] },
  });
  const [floorTablet, passTablet] = [await newTablet(PHONE), await newTablet(TABLET)];
  const kitchen = await pair(await newTablet(TABLET), restaurant, "kitchen");
  const floor = await pair(floorTablet, restaurant, "floor");
  const pass = await pair(passTablet, restaurant, "expo");
  const board = await pair(await newTablet(TABLET), restaurant, "display");
  await listen(board);
  await button(board, "Tap to turn the sound on").tap();
  await expectNoViolations(board);

  // Two steps at this pass.
  await button(pass, "Settings").tap();
  await pass.getByRole("radio", { name: "First call, then hand off" }).check();
  await expectNoViolations(pass);
  await button(pass.getByRole("dialog"), "Close").tap();

  // Found by its name, refused without its base, with what matters to this guest.
  await openTable(floor, "1");
  await button(floor, "New order").tap();
  await floor.getByLabel("Search dishes").fill("piz");
  await expect(dish(floor, "Burger")).toHaveCount(0);
  await expect(dish(floor, "Pizza")).toContainText("Contains Gluten, Milk");
  await dish(floor, "Pizza").tap();
  const dialog = floor.getByRole("dialog", { name: "Pizza" });
  await button(dialog, /^Add · /).tap();
  await expect(dialog).toContainText("Choose: Base");
  await dialog.getByRole("radio", { name: "Thin" }).check();
  await dialog.getByRole("checkbox", { name: "Nuts", exact: true }).check();
  await dialog.getByLabel("Note for the kitchen").fill("cut in six");
  await expectNoViolations(floor);
  await button(dialog, /^Add · /).tap();
  await floor.getByLabel("Search dishes").fill("");
  for (const name of ["Burger", "Burger", "Chips"]) await dish(floor, name).tap();
  await button(floor, /^Change Chips: /).tap();
  await floor
    .getByRole("dialog")
    .getByRole("group", { name: "Course" })
    .getByRole("radio", { name: "2" })
    .check();
  await button(floor.getByRole("dialog"), /^Change · /).tap();
  await expectSoundInBothThemes(floor);
  await button(floor, "Send 4 dishes").tap();
  await expect(only(floor)).toHaveCount(1);
  const first = ((await only(floor).getAttribute("aria-label")) ?? "").replace("Order ", "");
  await expect(order(floor, first)).toContainText(/Grill: heard by Tablet \d\d:\d\d:\d\d/);
  for (const text of [
    "1 Pizza, queued",
    "Thin",
    "“cut in six”",
    "Allergy: Nuts",
    "from Tablet",
    "Course 2, held: 1 × Chips",
    "Waiting for: Grill 0 of 3",
  ])
    await expect(order(pass, first)).toContainText(text);
  await expect(order(pass, first)).toContainText(/Grill: heard by Tablet \d\d:\d\d:\d\d/);

  // Added, voided with a reason (a mis-tap first), moved: the pass is told of each.
  await button(floor, `Add dishes: ${first}`).tap();
  await dish(floor, "Squid").tap();
  await button(floor, "Send 1 dish").tap();
  await expect(order(pass, first)).toContainText("Added");
  await button(order(floor, first), "Void Squid").tap();
  await button(floor, "Void it").tap();
  await button(floor, "Undo: voiding Squid").tap();
  await button(order(floor, first), "Void Squid").tap();
  await floor.getByRole("dialog").getByRole("radio", { name: "Quality" }).check();
  await button(floor, "Void it").tap();
  await expect(order(floor, first)).toContainText("voiding Squid");
  await button(order(floor, first), `Move table: ${first}`).tap();
  await button(floor.getByRole("dialog"), "Table 3").tap();
  await expect(order(pass, first)).toContainText("Moved to table 3");
  await expect(order(pass, first)).toContainText("1 Squid, voided");
  await expectSoundInBothThemes(pass);

  // Called, seen on the floor, handed off.
  await expect(button(pass, `Call order ${first}: not all of it is ready`)).toBeDisabled();
  await bump(kitchen, first);
  await button(pass, `Call order ${first}`).tap();
  await button(floor, /1 to pick up$/).tap();
  await expectSoundInBothThemes(floor);
  await button(floor, `Open order ${first}`).tap();
  await expect(order(floor, first)).toContainText("Ready at the pass: pick up");
  await expect(order(pass, first)).toContainText("Called for 0:");
  await button(pass, `Hand off order ${first}`).tap();
  await expect(order(floor, first)).not.toContainText("Ready at the pass: pick up");
  await button(order(floor, first), "Fire course 2").tap();
  await untilDone(floor, `firing course 2 of ${first}`);
  await bump(kitchen, first);
  await button(order(floor, first), `Serve order ${first}`).tap();
  await button(order(floor, first), `Undo: order ${first} served`).tap();
  await button(order(floor, first), `Serve order ${first}`).tap();
  await expect(order(floor, first)).toContainText("Served");
  await expectSoundInBothThemes(floor);

  // A takeaway is over when it has left the pass; the room hears of it once, and not of whose it
  // is.
  await button(floor, "Tables").tap();
  const taken = await takeAway(floor, ["Squid"], "Rosa");
  const [preparing, ready] = [
    board.getByRole("region", { name: "In preparation" }),
    board.getByRole("region", { name: "Ready" }),
  ];
  await expect(preparing).toContainText(taken);
  await played(board);
  await bump(kitchen, taken);
  await expect(ready).toContainText(taken);
  await expectPlayed(board, CHIME);
  await expect(board.getByText("Rosa")).toHaveCount(0);
  await expectSoundInBothThemes(board);
  await button(pass, `Call order ${taken}`).tap();
  await button(pass, `Hand off order ${taken}`).tap();
  await expect(ready).not.toContainText(taken);
  await untilDone(pass, `order ${taken} handed off`);
  await expect(order(floor, taken)).toContainText("Finished");
  expect((await restaurant.orders()).find((one) => one.number === taken)).toMatchObject({
    status: "completed",
  });

  // With the cable pulled, floor and pass go on; healed, everybody has it.
  await button(floor, "Tables").tap();
  const second = await takeAway(floor, ["Burger"], "Tom");
  await button(floor, "Tables").tap();
  await openTable(floor, "2");
  await button(floor, "New order").tap();
  for (const name of ["Burger", "Chips"]) await dish(floor, name).tap();
  await button(floor, "Send 2 dishes").tap();
  const third = ((await only(floor).getAttribute("aria-label")) ?? "").replace("Order ", "");
  await expectOpen(kitchen, [second, third]);
  await bump(kitchen, second);
  await expect(button(pass, `Call order ${second}`)).toBeEnabled();
  await Promise.all([floorTablet.network.cut(), passTablet.network.cut()]);
  for (const page of [floor, pass]) await expectLink(page, "offline");
  await button(pass, `Call order ${second}`).tap();
  await button(pass, `Hand off order ${second}`).tap();
  await untilDone(pass, `order ${second} handed off`);
  await expect(order(pass, second)).toHaveCount(0);
  await button(floor, `Add dishes: ${third}`).tap();
  await dish(floor, "Squid").tap();
  await button(floor, "Send 1 dish").tap();
  await button(order(floor, third), "Void Chips").tap();
  await button(floor, "Void it").tap();
  await untilDone(floor, "voiding Chips");
  await button(order(floor, third), `Move table: ${third}`).tap();
  await button(floor.getByRole("dialog"), "Table 5").tap();
  await expect(order(floor, third)).toContainText(
    "What you changed last is waiting on this tablet",
  );
  await expectNoViolations(floor);
  await Promise.all([floorTablet.network.mend(), passTablet.network.mend()]);
  for (const page of [floor, pass]) await expectAllSent(page);
  for (const text of ["Squid", "Voided", "Added", "Moved to table 5"])
    await expect(ticket(kitchen, third)).toContainText(text);
  for (const text of ["1 Squid, queued", "1 Chips, voided", "Moved to table 5"])
    await expect(order(pass, third)).toContainText(text);
  expect((await restaurant.orders()).find((one) => one.number === second)).toMatchObject({
    status: "completed",
  });
});
