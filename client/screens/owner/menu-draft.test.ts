import { describe, expect, test } from "vitest";
import type { Menu } from "#shared/menu/menu.ts";
import {
  byCategory,
  countChanges,
  itemsIn,
  moved,
  putBack,
  putItem,
  removeItem,
  sameMenu,
  toSave,
} from "./menu-draft.ts";

const MENU: Menu = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "bar", name: "Bar" },
  ],
  categories: [
    { id: "mains", name: "Mains" },
    { id: "drinks", name: "Drinks" },
  ],
  items: [
    {
      id: "burger",
      categoryId: "mains",
      stationId: "grill",
      name: "Burger",
      price: 1250,
      prepSeconds: 90,
      allergens: ["gluten", "celery"],
      available: true,
      modifiers: [
        {
          id: "done",
          name: "How done",
          min: 1,
          max: 1,
          options: [
            { id: "rare", name: "Rare", price: 0 },
            { id: "bacon", name: "Bacon", price: 150 },
          ],
        },
      ],
    },
    {
      id: "cola",
      categoryId: "drinks",
      stationId: "bar",
      name: "Jalapeño cola",
      price: 300,
      available: true,
    },
  ],
};
const [burger, cola] = [MENU.items[0]!, MENU.items[1]!];

describe("a draft of the menu", () => {
  test("never brings back what a cook has taken off meanwhile", () => {
    const draft = putItem(MENU, { ...cola, price: 350 });
    const current = putItem(MENU, { ...burger, available: false });
    expect(sameMenu(MENU, current)).toBe(true);
    expect(toSave(draft, current).items).toEqual([
      { ...burger, available: false },
      { ...cola, price: 350 },
    ]);
  });

  test("counts what differs, and does not mind the order of fields", () => {
    expect(countChanges(MENU, MENU)).toBe(0);
    expect(
      countChanges(MENU, {
        ...MENU,
        items: [
          { ...burger, price: 1 },
          {
            available: true,
            price: 300,
            name: cola.name,
            stationId: "bar",
            categoryId: "drinks",
            id: "cola",
          },
        ],
      }),
    ).toBe(1);
    expect(
      countChanges(MENU, {
        ...removeItem(MENU, "cola"),
        stations: [...MENU.stations, { id: "fry", name: "Fry" }],
      }),
    ).toBe(2);
    expect(countChanges(MENU, { ...MENU, categories: moved(MENU.categories, 0, 1) })).toBe(1);
  });

  test("takes a dish back where it stood", () => {
    expect(putBack(removeItem(MENU, "burger"), burger, 0)).toEqual(MENU);
    expect(putBack({ ...MENU, items: [] }, cola, 1).items).toEqual([cola]);
    expect(putBack(MENU, burger, 0)).toBe(MENU);
  });

  test("moves within its list only, and finds dishes without their accents", () => {
    expect([moved([1, 2, 3], 1, -1), moved([1, 2, 3], 0, -1), moved([1, 2, 3], 2, 1)]).toEqual([
      [2, 1, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(
      byCategory(MENU, " JALAPENO", () => true).map(({ category, items }) => [
        category.name,
        items.length,
      ]),
    ).toEqual([["Drinks", 1]]);
    const menu = {
      ...MENU,
      items: ["Fish & Chips", "Crème brûlée"].map((name, n) => ({
        ...cola,
        id: `dish-${n}`,
        name,
      })),
    };
    const found = (typed: string) =>
      byCategory(menu, typed, () => true).flatMap(({ items }) => items.map((item) => item.name));
    expect(["fish chips", "chips fish", "creme brulee", "", "soup"].map(found)).toEqual([
      ["Fish & Chips"],
      ["Fish & Chips"],
      ["Crème brûlée"],
      ["Fish & Chips", "Crème brûlée"],
      [],
    ]);
    expect(itemsIn(MENU, "stations", "grill").map((item) => item.id)).toEqual(["burger"]);
  });
});
