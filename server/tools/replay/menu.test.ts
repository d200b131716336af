import { expect, test } from "vitest";
import { menuSchema } from "#shared/menu/menu.ts";
import { besideOwn, inMinorUnits, menuOf, stationOf } from "./menu.ts";
import type { Row } from "./rows.ts";

const sold = (dish: string, price = 500, quantity = 1): Row => ({
  invoice: "1",
  day: "01/01/19",
  minute: 0,
  dish,
  price,
  quantity,
});

test("gives every dish to the station that makes it", () => {
  const stations = Object.fromEntries(
    [
      "Tandoori Roti",
      "Garlic Naan",
      "Pilau Rice",
      "Puree",
      "King Prawn Puree",
      "Onion Bhaji",
      "Saag Bhajee",
      "Plain Papadum",
      "Chicken Tikka",
      "Chicken Tikka (Main)",
      "Chicken Tikka Masala",
      "Bhuna - Chicken Tikka",
      "Tandoori Mixed Grill",
      "Tandoori Chicken Masala",
      "Sheek Kebab",
      "COBRA (330ML)",
      "Vindaloo Sauce",
    ].map((dish) => [dish, stationOf(dish)]),
  );
  expect(stations).toEqual({
    "Tandoori Roti": "rice-and-bread",
    "Garlic Naan": "rice-and-bread",
    "Pilau Rice": "rice-and-bread",
    Puree: "rice-and-bread",
    "King Prawn Puree": "fry",
    "Onion Bhaji": "fry",
    "Saag Bhajee": "curry",
    "Plain Papadum": "fry",
    "Chicken Tikka": "tandoor",
    "Chicken Tikka (Main)": "tandoor",
    "Chicken Tikka Masala": "curry",
    "Bhuna - Chicken Tikka": "curry",
    "Tandoori Mixed Grill": "tandoor",
    "Tandoori Chicken Masala": "curry",
    "Sheek Kebab": "tandoor",
    "COBRA (330ML)": "bar",
    "Vindaloo Sauce": "curry",
  });
});

test("makes a menu that the server takes, with ids that depend on names alone", () => {
  const rows = [
    sold("Naan!", 200),
    sold("Naan", 250),
    sold("Dal", 400),
    sold("Dal", 450, 3),
    sold("दाल", 300),
  ];
  const { menu, idOf } = menuOf(rows);
  expect(menuSchema.safeParse(menu).success).toBe(true);
  expect(Object.fromEntries(idOf)).toEqual({
    Dal: "dal",
    Naan: "naan",
    "Naan!": "naan-2",
    दाल: "dish",
  });
  expect(menuOf(rows.toReversed()).menu).toEqual(menu);
});

test("takes the price that most pieces were sold at", () => {
  const [dal] = menuOf([sold("Dal", 400), sold("Dal", 400), sold("Dal", 450, 3)]).menu.items;
  expect(dal?.price).toBe(450);
});

test("prices dishes in the restaurant's own minor units", () => {
  const { menu } = menuOf([sold("Dal", 1295)]);
  expect([0, 2, 3].map((digits) => inMinorUnits(menu, digits).items[0]?.price)).toEqual([
    13, 1295, 12_950,
  ]);
});

test("leaves a restaurant's own menu as it is", () => {
  const { menu } = menuOf([sold("Dal"), sold("Lassi")]);
  const own = { stations: [{ id: "bar", name: "The long bar" }], categories: [], items: [] };
  const both = besideOwn(own, menu);
  expect(both.stations[0]).toEqual({ id: "bar", name: "The long bar" });
  expect(both.stations).toHaveLength(menu.stations.length);
  expect(both.items).toEqual(menu.items);
});
