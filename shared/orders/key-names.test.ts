import { expect, test } from "vitest";
import { MENU, openHouse } from "./testing/house.ts";

const { stations, categories, items } = MENU;
const [steak] = items;
const called = (id: string) => {
  const option = (optionId: string) => ({ id: optionId, name: "Size", price: 0 });
  const group = (groupId: string, optionId: string) => ({
    ...steak!,
    modifiers: [{ id: groupId, name: "Size", min: 0, max: 1, options: [option(optionId)] }],
  });
  return {
    station: { stations: [...stations, { id, name: "Built" }], categories, items },
    category: { stations, categories: [...categories, { id, name: "Built" }], items },
    dish: { stations, categories, items: [...items, { ...steak!, id }] },
    choice: { stations, categories, items: [group(id, "large"), ...items.slice(1)] },
    option: { stations, categories, items: [group("size", id), ...items.slice(1)] },
  };
};

test.each(["station", "category", "dish", "choice", "option"] as const)(
  "[ORD-55] a new %s is not called as no key may be, and the sentence says which id",
  (kind) => {
    for (const id of ["constructor", "prototype"]) {
      const house = openHouse();
      expect(house.ask("menu.replace", { menu: called(id)[kind] })).toEqual({
        kind: "rejected",
        code: "invalid",
        detail: `No id may be ${id}: every JavaScript object has a part of that name. Take another one.`,
      });
      expect(house.menu).toEqual(MENU);
    }
    expect(openHouse().ask("menu.replace", { menu: called("constructors")[kind] }).kind).toBe(
      "applied",
    );
  },
);

test("[ORD-55] nor is a new table", () => {
  const house = openHouse();
  const before = house.tables;
  expect(
    house.ask("tables.replace", { tables: [...before, { id: "constructor", label: "99" }] }),
  ).toMatchObject({ kind: "rejected", code: "invalid" });
  expect(house.tables).toEqual(before);
});

test("[ORD-55] one that stands already stays, and the menu and the tables around it can be written", () => {
  const house = openHouse();
  house.menu = { ...called("constructor").station, retired: [] };
  house.tables = [{ id: "prototype", label: "1" }];
  const { stations: standing } = house.menu;
  expect(
    house.ask("menu.replace", {
      menu: {
        stations: standing.map((one) => ({ ...one, name: `${one.name}!` })),
        categories,
        items,
      },
    }).kind,
  ).toBe("applied");
  expect(house.ask("tables.replace", { tables: [{ id: "prototype", label: "2" }] }).kind).toBe(
    "applied",
  );
});
