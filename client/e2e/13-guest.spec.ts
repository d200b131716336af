/** A guest's phone: small, touched, and in a pocket between two touches. */
import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import {
  basketBar,
  dialog,
  dish,
  orderBasket,
  orderButton,
  PHONE,
  progress,
  sitDown,
} from "./support/guest.ts";
import { allSeen } from "./support/pace.ts";
import { expect, test } from "./support/test.ts";
import { MENU, type Restaurant } from "./support/restaurant.ts";

const CHOICES = [
  {
    id: "done",
    name: "Doneness",
    min: 1,
    max: 1,
    options: [
      { id: "rare", name: "Rare", price: 0 },
      { id: "well", name: "Well done", price: 0 },
    ],
  },
  {
    id: "dips",
    name: "Dips",
    min: 2,
    max: 3,
    options: ["Aioli", "Ketchup", "Mustard", "Salsa"].map((name, index) => ({
      id: name.toLowerCase(),
      name,
      price: index * 50,
    })),
  },
];

const withChoices = (restaurant: Restaurant) =>
  ask(restaurant.owner, "/api/menu", {
    method: "PUT",
    headers: { "If-Match": "*" },
    body: {
      ...MENU,
      items: MENU.items.map((item) =>
        item.id === "burger" ? { ...item, modifiers: CHOICES } : item,
      ),
    },
  });

const setAvailable = (restaurant: Restaurant, menuItemId: string, available: boolean) =>
  ask(restaurant.owner, "/api/menu", {
    method: "PUT",
    headers: { "If-Match": "*" },
    body: {
      ...MENU,
      items: MENU.items.map((item) => (item.id === menuItemId ? { ...item, available } : item)),
    },
  });

test("choices that must be made are asked for in words, on a phone that is turned meanwhile, and the kitchen reads them", async ({
  restaurant,
  newTablet,
}) => {
  await withChoices(restaurant);
  const phone = await newTablet(PHONE);
  const page = await sitDown(phone, restaurant.tables[0]!.tableToken);
  await dish(page, "Burger").tap();
  const sheet = page.getByRole("dialog", { name: "Burger" });
  await sheet.getByRole("button", { name: /^Add/ }).tap();
  await expect(sheet.getByText("Choose: Doneness")).toBeVisible();
  await expect(sheet.getByText("Choose 2 more: Dips")).toBeVisible();
  await sheet.getByRole("radio", { name: "Rare" }).tap();
  await sheet.getByRole("radio", { name: "Well done" }).tap();
  await expect(sheet.getByRole("radio", { name: "Rare" })).not.toBeChecked();
  await sheet.getByRole("checkbox", { name: /^Aioli/ }).tap();
  await page.setViewportSize({ width: 844, height: 390 });
  await expect(sheet.getByRole("radio", { name: "Well done" })).toBeChecked();
  await sheet.getByRole("checkbox", { name: /^Salsa/ }).tap();
  await sheet.getByRole("checkbox", { name: /^Ketchup/ }).tap();
  await expect(sheet.getByRole("checkbox", { name: /^Mustard/ })).toBeDisabled();
  await expect(sheet.getByText("That is all 3. Take one away to choose another.")).toBeVisible();
  await expectNoViolations(page);
  await sheet.getByRole("button", { name: /^Add/ }).tap();
  await page.setViewportSize(PHONE.viewport);
  await orderBasket(page);
  await expect(progress(page)).toContainText("Sent");
  const [order] = await restaurant.orders();
  expect(order?.lines[0]?.modifiers.map((modifier) => modifier.name)).toEqual([
    "Well done",
    "Aioli",
    "Salsa",
    "Ketchup",
  ]);
});

test("taps that come double order once, and never what nobody looked at", async ({
  restaurant,
  newTablet,
}) => {
  const page = await sitDown(await newTablet(PHONE), restaurant.tables[0]!.tableToken);
  await dish(page, "Chips").tap();
  const bar = (await basketBar(page).boundingBox())!;
  const [x, y] = [bar.x + bar.width / 2, bar.y + bar.height / 2];
  // As fast as a finger, however slow the phone is.
  await Promise.all([1, 2, 3].map(() => page.touchscreen.tap(x, y)));
  await expect(dialog(page)).toBeVisible();
  expect(await restaurant.orders()).toEqual([]);
  await expect(orderButton(page)).toBeEnabled();
  await allSeen(page);
  const button = (await orderButton(page).boundingBox())!;
  await Promise.all([1, 2].map(() => page.touchscreen.tap(button.x + 40, button.y + 30)));
  await expect(progress(page)).toHaveCount(1);
  expect(await restaurant.orders()).toHaveLength(1);
});

test("a dish that goes off while it is in the basket is greyed, taken out by name, and the rest can be ordered", async ({
  restaurant,
  newTablet,
}) => {
  const page = await sitDown(await newTablet(PHONE), restaurant.tables[0]!.tableToken);
  await dish(page, "Chips").tap();
  await dish(page, "Squid").tap();
  await setAvailable(restaurant, "squid", false);
  await expect(page.getByText("Squid is sold out and was taken out of your basket.")).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole("button", { name: "Squid, off today" })).toBeDisabled();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Put this message away" }).tap();
  await expect(page.getByText("Squid is sold out")).toBeHidden();
  await orderBasket(page);
  await expect(progress(page)).toContainText("Sent");
  expect((await restaurant.orders())[0]?.lines.map((line) => line.name)).toEqual(["Chips"]);
});

test("names of any length and script, prices of nothing and five hundred dishes stay readable and stay in their place", async ({
  restaurant,
  newTablet,
}) => {
  const names = [
    "Schnitzel".repeat(13),
    "🍕🍕🍕👩‍🍳 pizza",
    "שקשוקה חריפה",
    "\u202Edrawkcab\u202C curry",
  ];
  const items = Array.from({ length: 500 }, (_, index) => ({
    id: `dish-${index}`,
    categoryId: `c${index % 10}`,
    stationId: "grill",
    name: names[index] ?? `Dish number ${index}`,
    price: index === 1 ? 0 : 100 + index,
    available: true,
  }));
  const categories = Array.from({ length: 10 }, (_, index) => ({
    id: `c${index}`,
    name: `Category ${index}`,
  }));
  await ask(restaurant.owner, "/api/menu", {
    method: "PUT",
    body: { ...MENU, categories, items: [...items, { ...MENU.items[1]!, categoryId: "c0" }] },
  });
  const page = await sitDown(await newTablet(PHONE), restaurant.tables[0]!.tableToken);
  const overflow = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  expect(await overflow()).toBeLessThanOrEqual(0);
  await dish(page, names[0]!).tap();
  await page.getByRole("searchbox", { name: "Search dishes" }).fill("שקש");
  await dish(page, names[2]!).tap();
  await page.getByRole("searchbox", { name: "Search dishes" }).fill("pizza");
  await dish(page, names[1]!).tap();
  await page.getByRole("searchbox", { name: "Search dishes" }).fill("number 499");
  await dish(page, "Dish number 499").tap();
  await basketBar(page).tap();
  await dialog(page)
    .getByLabel(/^Your name/)
    .fill(`مها 👩‍🍳 ${"é".repeat(200)}`);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await expectNoViolations(page);
  await orderButton(page).tap();
  await expect(progress(page)).toContainText("Sent");
  expect(await overflow()).toBeLessThanOrEqual(0);
  const [order] = await restaurant.orders();
  expect(order?.lines.map((line) => line.name)).toEqual([
    names[0],
    names[2],
    names[1],
    "Dish number 499",
  ]);
  expect(order?.guestName).toMatch(/^مها 👩‍🍳 é+$/);
});
