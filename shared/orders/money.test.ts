import { describe, expect, test } from "vitest";
import { MAX_TOTAL } from "#shared/kernel/money.ts";
import { settingsPatch, settingsSchema } from "#shared/restaurant/settings.ts";
import { orderTotal } from "./order.ts";
import {
  houseWithOrder,
  L1,
  line,
  MENU,
  openHouse,
  ORDER,
  uuid,
  type TestHouse,
} from "./testing/house.ts";

const { stations, categories, items } = MENU;
const place = { orderId: ORDER, channel: "dine_in" as const, tableId: "t5" };
const menuAt = (price: number) => ({
  stations,
  categories,
  items: items.map((item) => (item.id === "steak" ? { ...item, price } : item)),
});

const EMPTY = { stations: [], categories: [], items: [] };

/** With its dishes, in a currency that was chosen before there were any. */
function houseIn(currency: string, minorDigits?: number): TestHouse {
  const house = openHouse();
  const { menu } = house;
  house.menu = { ...menu, ...EMPTY };
  house.ask("settings.change", { settings: { currency } });
  house.menu = menu;
  if (minorDigits !== undefined) house.settings = { ...house.settings, minorDigits };
  return house;
}

describe("money", () => {
  test("[ORD-38] a restaurant's decimals are ISO's when its currency is chosen, and stay what they are", () => {
    expect(
      [openHouse(), houseIn("RSD"), houseIn("KWD"), houseIn("JPY")].map(
        (house) => house.settings.minorDigits,
      ),
    ).toEqual([2, 2, 3, 0]);
    const old = houseIn("RSD", 0);
    old.ask("settings.change", { settings: { name: "Kod Ane", currency: "RSD" } });
    expect(old.settings).toMatchObject({ name: "Kod Ane", minorDigits: 0 });
  });

  test("[ORD-38] another currency leaves what has a price as many decimals as it was typed with", () => {
    const house = houseIn("KWD");
    house.ask("settings.change", { settings: { currency: "RSD" } });
    expect(house.settings).toMatchObject({ currency: "RSD", minorDigits: 3 });
    const old = houseIn("RSD", 0);
    old.ask("settings.change", { settings: { currency: "EUR" } });
    expect(old.settings).toMatchObject({ currency: "EUR", minorDigits: 0 });
    old.menu = { ...old.menu, ...EMPTY };
    old.ask("settings.change", { settings: { currency: "KWD" } });
    expect(old.settings).toMatchObject({ currency: "KWD", minorDigits: 3 });
  });

  test("[ORD-38] nobody sets the decimals by hand, and settings from before have none", () => {
    const { minorDigits: _, ...before } = openHouse().settings;
    expect([
      settingsPatch.safeParse({ minorDigits: 0 }).success,
      settingsSchema.safeParse(before).success,
    ]).toEqual([false, true]);
  });

  test.each([
    ["UZS", 30_000_000],
    ["KHR", 40_000_000],
    ["MNT", 50_000_000],
    ["ARS", 20_000_000],
    ["IRR", 2_500_000_000],
    ["GBP", 10_000_000],
  ])("[ORD-38] %s takes a dish of %d", (currency, price) => {
    expect(houseIn(currency).ask("menu.replace", { menu: menuAt(price) }).kind).toBe("applied");
  });

  test.each([
    ["GBP", 10_000_001, "100000.00 GBP"],
    ["KWD", 100_000_001, "100000.000 KWD"],
    ["JPY", 10_000_001, "10000000 JPY"],
  ])("[ORD-38] %s refuses a dish of %d and says what would do", (currency, price, most) => {
    const house = houseIn(currency);
    expect(house.ask("menu.replace", { menu: menuAt(price) })).toEqual({
      kind: "rejected",
      code: "invalid",
      detail: `Steak: a price here is at most ${most}.`,
    });
    expect(house.menu).toEqual(MENU);
  });

  test("[ORD-38] an option's price has the same limit to both sides, and what already stands is left alone", () => {
    const withOption = (price: number) => ({
      ...menuAt(2400),
      items: items.map((item) =>
        item.id === "burger"
          ? {
              ...item,
              modifiers: [
                {
                  id: "size",
                  name: "Size",
                  min: 0,
                  max: 1,
                  options: [{ id: "huge", name: "Huge", price }],
                },
              ],
            }
          : item,
      ),
    });
    expect(
      [10_000_001, -10_000_001, -10_000_000].map(
        (price) => openHouse().ask("menu.replace", { menu: withOption(price) }).kind,
      ),
    ).toEqual(["rejected", "rejected", "applied"]);
    const moved = houseIn("UZS");
    moved.ask("menu.replace", { menu: menuAt(30_000_000) });
    moved.ask("settings.change", { settings: { currency: "GBP" } });
    const dear = menuAt(30_000_000);
    const renamed = {
      ...dear,
      items: dear.items.map((item) => ({ ...item, name: `${item.name}!` })),
    };
    expect([
      moved.ask("menu.replace", { menu: renamed }).kind,
      moved.ask("menu.replace", { menu: menuAt(30_000_001) }).kind,
    ]).toEqual(["applied", "rejected"]);
  });

  test("[ORD-38] an order is worth at most what every sum can hold, however its lines came", () => {
    const house = houseIn("IRR");
    house.ask("menu.replace", { menu: menuAt(MAX_TOTAL / 1000) });
    const steaks = (id: string, quantity: number) => line(id, "steak", { quantity });
    expect(
      house.ask("order.place", { ...place, lines: [steaks(L1, 999), steaks(uuid(50), 2)] }),
    ).toMatchObject({ kind: "rejected", code: "invalid" });
    expect(house.ask("order.place", { ...place, lines: [steaks(L1, 999)] }).kind).toBe("applied");
    const more = (id: string, quantity: number) =>
      house.ask("order.addLines", { orderId: ORDER, lines: [steaks(id, quantity)] }).kind;
    expect([more(uuid(51), 2), more(uuid(52), 1), orderTotal(house.order())]).toEqual([
      "rejected",
      "applied",
      MAX_TOTAL,
    ]);
    expect(orderTotal(houseWithOrder().order())).toBeLessThan(MAX_TOTAL);
  });
});
