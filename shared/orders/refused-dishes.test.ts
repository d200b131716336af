import { describe, expect, test } from "vitest";
import type { Decision } from "./decision.ts";
import { L3, line, openHouse, uuid, type TestHouse } from "./testing/house.ts";

const other = { orderId: uuid(2), channel: "takeaway" as const };

/** A dish with two groups of modifiers. */
function withPizza(): TestHouse {
  const house = openHouse();
  const group = (id: string, name: string) => ({
    id,
    name,
    min: 1,
    max: 1,
    options: [
      { id: "a", name: `${name} A`, price: 10 },
      { id: "b", name: `${name} B`, price: 20 },
    ],
  });
  house.menu = {
    ...house.menu,
    items: [
      ...house.menu.items,
      {
        id: "pizza",
        categoryId: "mains",
        stationId: "grill",
        name: "Pizza",
        price: 1000,
        available: true,
        modifiers: [group("crust", "Crust"), group("size", "Size")],
      },
    ],
  };
  return house;
}

const ordered = (
  house: TestHouse,
  menuItemId: string,
  more: object = {},
  as: "guest" | "floor" = "guest",
): Decision => house.ask("order.place", { ...other, lines: [line(L3, menuItemId, more)] }, { as });
const chosen = (...list: [modifierId: string, optionId: string][]) => ({
  modifiers: list.map(([modifierId, optionId]) => ({ modifierId, optionId })),
});

const REFUSALS: readonly [what: string, ask: () => Decision, code: string, sentence: string][] = [
  [
    "a dish that was never there",
    () => ordered(openHouse(), "moon"),
    "unknown_item",
    "A dish of this order is not on the menu any more.",
  ],
  [
    "a guest's dish that is off",
    () => ordered(openHouse(), "fish"),
    "item_unavailable",
    "Fish has just run out.",
  ],
  [
    "86 of a dish that left the menu",
    () => openHouse().ask("menu.setAvailability", { menuItemId: "stew", available: false }),
    "unknown_item",
    "That dish is not on the menu any more.",
  ],
  [
    "86 of no dish",
    () => openHouse().ask("menu.setAvailability", { menuItemId: "moon", available: false }),
    "unknown_item",
    "That dish is not on the menu any more.",
  ],
  [
    "a guest's option that is not there",
    () => ordered(openHouse(), "burger", chosen(["sauce", "lava"])),
    "bad_modifiers",
    "Burger is not offered like this any more: choose again.",
  ],
  [
    "a guest's option of another group",
    () => ordered(openHouse(), "burger", chosen(["bread", "mayo"])),
    "bad_modifiers",
    "Burger is not offered like this any more: choose again.",
  ],
  [
    "a guest's option of a dish without any",
    () => ordered(openHouse(), "steak", chosen(["sauce", "mayo"])),
    "bad_modifiers",
    "Steak is not offered like this any more: choose again.",
  ],
  [
    "too few options",
    () => ordered(openHouse(), "burger"),
    "bad_modifiers",
    "Burger: choose at least 1 of Sauce.",
  ],
  [
    "too many options",
    () =>
      ordered(
        openHouse(),
        "burger",
        chosen(["sauce", "mayo"], ["sauce", "hot"], ["sauce", "none"]),
      ),
    "bad_modifiers",
    "Burger: choose at most 2 of Sauce.",
  ],
  [
    "two of one group and none of the other",
    () => ordered(withPizza(), "pizza", chosen(["crust", "a"], ["crust", "b"])),
    "bad_modifiers",
    "Pizza: choose at most 1 of Crust.",
  ],
  [
    "one group left out",
    () => ordered(withPizza(), "pizza", chosen(["size", "a"])),
    "bad_modifiers",
    "Pizza: choose at least 1 of Crust.",
  ],
];

describe("[ORD-15] [ORD-23] a refusal of a dish or of what was chosen with it says why", () => {
  test.each(REFUSALS)("%s", (_, ask, code, detail) => {
    expect(ask()).toEqual({ kind: "rejected", code, detail });
  });

  test("[ORD-5] a waiter's order is not held up by an option: what is not there is shown by its id, and what is missing is the kitchen's to ask", () => {
    const house = openHouse();
    expect(ordered(house, "burger", chosen(["bread", "rye"]), "floor").kind).toBe("applied");
    expect(house.line(L3)).toMatchObject({
      price: 1200,
      modifiers: [{ modifierId: "bread", optionId: "rye", name: "rye", price: 0 }],
      allergies: [],
    });
    const pizza = withPizza();
    expect(ordered(pizza, "pizza", chosen(["crust", "a"], ["size", "b"])).kind).toBe("applied");
    expect(pizza.line(L3)).toMatchObject({
      price: 1030,
      modifiers: [{ name: "Crust A" }, { name: "Size B" }],
    });
    expect(ordered(openHouse(), "steak").kind).toBe("applied");
  });
});
