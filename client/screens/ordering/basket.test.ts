import { describe, expect, test } from "vitest";
import { fakeMenu } from "../../testing/fake-menu.ts";
import {
  addLine,
  basketTotal,
  choose,
  dropUnavailable,
  emptyLine,
  findDishes,
  itemOf,
  missingChoices,
  offNames,
  optionNames,
  linesToOrder,
  setQuantity,
  type Basket,
} from "./basket.ts";

const margherita = itemOf(fakeMenu, "margherita")!;

describe("basket", () => {
  test("counts the same dish up, and keeps a different one apart", () => {
    const thin = {
      ...emptyLine("l2", "margherita"),
      modifiers: [{ modifierId: "base", optionId: "thin" }],
    };
    const basket = [
      emptyLine("l1", "margherita"),
      thin,
      emptyLine("l3", "margherita"),
    ].reduce<Basket>(addLine, []);
    expect(basket.map((line) => [line.lineId, line.quantity])).toEqual([
      ["l1", 2],
      ["l2", 1],
    ]);
  });

  test("takes a line out at zero", () => {
    expect(setQuantity([emptyLine("l1", "chips")], "l1", 0)).toEqual([]);
  });

  test("adds options to the price", () => {
    const line = {
      ...emptyLine("l1", "margherita"),
      quantity: 2,
      modifiers: [{ modifierId: "base", optionId: "gf" }],
    };
    expect(basketTotal([line], fakeMenu)).toBe(2 * (1150 + 150));
  });

  test("asks for what must be chosen, swaps a single choice, and stops at the maximum", () => {
    expect(missingChoices(margherita, []).map((modifier) => modifier.id)).toEqual(["base"]);
    const thin = choose(margherita, [], "base", "thin");
    expect(choose(margherita, thin, "base", "gf")).toEqual([
      { modifierId: "base", optionId: "gf" },
    ]);
    const two = choose(
      margherita,
      choose(margherita, [], "without", "no-basil"),
      "without",
      "no-onion",
    );
    expect(two).toHaveLength(2);
    expect(choose(margherita, two, "without", "no-basil")).toHaveLength(1);
  });

  test("keeps the one choice that must be made when it is touched again", () => {
    const thin = choose(margherita, [], "base", "thin");
    expect(choose(margherita, thin, "base", "thin")).toEqual(thin);
  });

  test("cleans what was typed before it is written down", () => {
    expect(
      linesToOrder([{ ...emptyLine("l1", "chips"), notes: " no salt\0\uD83D " }])[0]?.notes,
    ).toBe("no salt");
    expect(linesToOrder([{ ...emptyLine("l1", "chips"), notes: "\0 " }])[0]).not.toHaveProperty(
      "notes",
    );
  });

  test("sends only what was said", () => {
    expect(linesToOrder([emptyLine("l1", "chips")])).toEqual([
      { lineId: "l1", menuItemId: "chips", quantity: 1 },
    ]);
  });

  test("drops what has run out and says its name", () => {
    expect(
      dropUnavailable([emptyLine("l1", "funghi"), emptyLine("l2", "chips")], fakeMenu),
    ).toMatchObject({ basket: [{ lineId: "l2" }], dropped: ["Funghi e tartufo"] });
  });

  test("names what is off in it, on the menu or taken off it", () => {
    const menu = {
      ...fakeMenu,
      items: fakeMenu.items.filter((item) => item.id !== "salad"),
      retired: fakeMenu.items.filter((item) => item.id === "salad"),
    };
    expect(
      offNames(
        [
          emptyLine("l1", "funghi"),
          emptyLine("l2", "chips"),
          emptyLine("l3", "salad"),
          emptyLine("l4", "funghi"),
        ],
        menu,
        "Gone",
      ),
    ).toEqual(["Funghi e tartufo", "Green salad"]);
  });

  test("speaks of a dish that left the menu by the name it had, and never by an id", () => {
    const basket = [
      emptyLine("l1", "tartar-de-atun", "Tartar de atún"),
      emptyLine("l2", "old-dish"),
    ];
    expect(dropUnavailable(basket, fakeMenu)).toEqual({
      basket: [],
      dropped: ["Tartar de atún", ""],
    });
    expect(offNames(basket, { ...fakeMenu, retired: [] }, "A dish that left")).toEqual([
      "Tartar de atún",
      "A dish that left",
    ]);
    const [diavola] = fakeMenu.items.filter((item) => item.id === "diavola");
    expect(
      optionNames(
        diavola!,
        [
          { modifierId: "without", optionId: "no-onion" },
          { modifierId: "without", optionId: "no-basil" },
        ],
        "gone",
      ),
    ).toEqual(["No onion", "gone"]);
  });

  test("finds dishes without minding accents, in every category", () => {
    expect(findDishes(fakeMenu.items, "pizza", "tiramisu").map((item) => item.id)).toEqual([
      "tiramisu",
    ]);
    expect(findDishes(fakeMenu.items, "sides", "").map((item) => item.id)).toEqual([
      "chips",
      "onion-rings",
      "salad",
    ]);
  });
});
