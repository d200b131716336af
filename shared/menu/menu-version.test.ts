import { describe, expect, test } from "vitest";
import { MENU, openHouse } from "#shared/orders/testing/house.ts";
import { asWritten, canBeOrdered, menuVersion, type Menu } from "./menu.ts";

const written = (
  change: (item: Menu["items"][number]) => Menu["items"][number] = (item) => item,
): Menu => ({ ...asWritten(MENU), items: MENU.items.map(change) });
const off = (id: string) =>
  written((item) => ({ ...item, available: item.id === id ? false : item.available }));

/** A house whose kitchen took the steak off after its owner had read the menu. */
function houseWithoutSteak() {
  const house = openHouse();
  const read = menuVersion(house.menu);
  house.ask("menu.setAvailability", { menuItemId: "steak", available: false });
  return { house, read };
}

describe("a menu that is written", () => {
  test("[ORD-33] leaves each dish off or on as it is, and takes the rest", () => {
    const { house } = houseWithoutSteak();
    house.ask("menu.setAvailability", { menuItemId: "fish", available: true });
    expect(
      house.ask("menu.replace", { menu: written((item) => ({ ...item, price: item.price + 1 })) })
        .kind,
    ).toBe("applied");
    expect(house.menu.items.map(({ id, price, available }) => [id, price, available])).toEqual([
      ["burger", 1201, true],
      ["steak", 2401, false],
      ["chips", 401, true],
      ["fish", 1501, true],
    ]);
    expect(
      house.ask("menu.replace", { menu: written((item) => ({ ...item, price: item.price + 1 })) })
        .kind,
    ).toBe("noop");
  });

  test("[ORD-33] takes what is off from its writer where the version in service was read", () => {
    const { house, read } = houseWithoutSteak();
    expect(house.ask("menu.replace", { menu: written(), over: [read] })).toMatchObject({
      kind: "rejected",
      code: "menu_changed",
    });
    expect(canBeOrdered(house.menu, "steak")).toBe(false);
    expect(
      house.ask("menu.replace", { menu: off("chips"), over: [read, menuVersion(house.menu)] }).kind,
    ).toBe("applied");
    expect(house.menu.items.map(({ id, available }) => [id, available])).toEqual([
      ["burger", true],
      ["steak", true],
      ["chips", false],
      ["fish", false],
    ]);
    expect(house.ask("menu.replace", { menu: written(), over: ["*"] }).kind).toBe("applied");
    expect(canBeOrdered(house.menu, "chips")).toBe(true);
  });

  test("[ORD-33] takes a dish that was not on the menu as it is written, also one that comes back", () => {
    const house = openHouse();
    const stew = { ...MENU.retired[0]!, available: false };
    house.ask("menu.replace", { menu: { ...written(), items: [...written().items, stew] } });
    expect(canBeOrdered(house.menu, "stew")).toBe(false);
  });

  test("[ORD-33] has a version of what is written and what is off, and of nothing else", () => {
    expect(menuVersion({ ...asWritten(MENU) })).toBe(menuVersion(MENU));
    expect(
      new Set(
        [written(), off("steak"), written((item) => ({ ...item, price: 1 }))].map(menuVersion),
      ).size,
    ).toBe(3);
  });
});
