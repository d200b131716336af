import type { MenuInService } from "#shared/menu/menu.ts";
import type { Table } from "#shared/restaurant/tables.ts";

/** A believable small restaurant, for development and component tests only. */
export const fakeMenu: MenuInService = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "pizza", name: "Pizza" },
    { id: "fry", name: "Fry" },
    { id: "cold", name: "Cold" },
  ],
  categories: [
    { id: "starters", name: "Starters" },
    { id: "pizza", name: "Pizza" },
    { id: "grill", name: "From the grill" },
    { id: "sides", name: "Sides" },
    { id: "desserts", name: "Desserts" },
  ],
  items: [
    { id: "burrata", categoryId: "starters", stationId: "cold", name: "Burrata & tomato", price: 950, available: true, allergens: ["milk"] },
    { id: "carpaccio", categoryId: "starters", stationId: "cold", name: "Beef carpaccio", price: 1150, available: true },
    { id: "calamari", categoryId: "starters", stationId: "fry", name: "Calamari fritti", price: 890, available: true, allergens: ["fish", "gluten"] },
    { id: "garlic-bread", categoryId: "starters", stationId: "pizza", name: "Garlic bread", price: 520, available: true, allergens: ["gluten"] },
    {
      id: "margherita", categoryId: "pizza", stationId: "pizza", name: "Margherita", price: 1150, available: true, allergens: ["gluten", "milk"],
      modifiers: [
        { id: "base", name: "Base", min: 1, max: 1, options: [{ id: "classic", name: "Classic", price: 0 }, { id: "thin", name: "Thin", price: 0 }, { id: "gf", name: "Gluten-free", price: 150 }] },
        { id: "extra", name: "Extras", min: 0, max: 3, options: [{ id: "mozz", name: "Extra mozzarella", price: 180 }, { id: "olives", name: "Olives", price: 120 }, { id: "chilli", name: "Fresh chilli", price: 60 }] },
        { id: "without", name: "Without", min: 0, max: 2, options: [{ id: "no-basil", name: "No basil", price: 0 }, { id: "no-onion", name: "No onion", price: 0 }] },
      ],
    },
    { id: "diavola", categoryId: "pizza", stationId: "pizza", name: "Diavola", price: 1390, available: true, modifiers: [{ id: "without", name: "Without", min: 0, max: 2, options: [{ id: "no-onion", name: "No onion", price: 0 }] }] },
    { id: "funghi", categoryId: "pizza", stationId: "pizza", name: "Funghi e tartufo", price: 1490, available: false },
    {
      id: "ribeye", categoryId: "grill", stationId: "grill", name: "Ribeye 300 g", price: 2890, available: true,
      modifiers: [
        { id: "done", name: "How done", min: 1, max: 1, options: [{ id: "rare", name: "Rare", price: 0 }, { id: "mr", name: "Medium rare", price: 0 }, { id: "med", name: "Medium", price: 0 }, { id: "well", name: "Well done", price: 0 }] },
        { id: "sauce", name: "Sauce", min: 0, max: 2, options: [{ id: "pepper", name: "Peppercorn", price: 200 }, { id: "chimi", name: "Chimichurri", price: 150 }] },
      ],
    },
    { id: "burger", categoryId: "grill", stationId: "grill", name: "House burger", price: 1450, available: true, modifiers: [{ id: "without", name: "Without", min: 0, max: 3, options: [{ id: "no-onion", name: "No onion", price: 0 }, { id: "no-pickle", name: "No pickles", price: 0 }] }, { id: "add", name: "Add", min: 0, max: 2, options: [{ id: "bacon", name: "Bacon", price: 150 }, { id: "egg", name: "Fried egg", price: 120 }] }] },
    { id: "seabass", categoryId: "grill", stationId: "grill", name: "Whole sea bass", price: 2250, available: true, allergens: ["fish"] },
    { id: "chips", categoryId: "sides", stationId: "fry", name: "Chips", price: 450, available: true },
    { id: "onion-rings", categoryId: "sides", stationId: "fry", name: "Onion rings", price: 490, available: true, allergens: ["gluten"] },
    { id: "salad", categoryId: "sides", stationId: "cold", name: "Green salad", price: 480, available: true },
    { id: "tiramisu", categoryId: "desserts", stationId: "cold", name: "Tiramisù", price: 750, available: true, allergens: ["egg", "milk"] },
    { id: "gelato", categoryId: "desserts", stationId: "cold", name: "Gelato, three scoops", price: 620, available: true, allergens: ["milk"] },
  ],
  retired: [],
};

export const fakeTables: readonly Table[] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((label) => ({ id: `t${label}`, label })).concat([{ id: "t10", label: "10" }, { id: "t11", label: "11" }, { id: "t12", label: "12" }, { id: "bar", label: "Bar" }, { id: "ter1", label: "Terrace 1" }]);
