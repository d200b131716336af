import type { Menu } from "#shared/menu/menu.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { BURGER_CHANGES, DIPS, DONENESS, DRESSING, MILK, SAUCE, SERVE, SIDE } from "./modifiers.ts";

/** The demo's house. Prices in pence. */
export const DEMO_NAMES = { name: "The Copper Pan", timezone: "Europe/London", currency: "GBP" };

export const DEMO_TABLES: readonly Table[] = Array.from({ length: 12 }, (_, index) => ({
  id: `table-${index + 1}`,
  label: String(index + 1),
}));

type Dish = Omit<Menu["items"][number], "available" | "categoryId" | "stationId">;

/** Dishes of one category that one station makes. */
const dishes = (categoryId: string, stationId: string, list: readonly Dish[]): Menu["items"] =>
  list.map((dish) => ({ ...dish, categoryId, stationId, available: true }));

export const DEMO_MENU: Menu = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "fry", name: "Fry" },
    { id: "cold", name: "Cold" },
    { id: "bar", name: "Bar" },
  ],
  categories: [
    { id: "starters", name: "To start" },
    { id: "mains", name: "Mains" },
    { id: "sides", name: "On the side" },
    { id: "desserts", name: "To finish" },
    { id: "drinks", name: "Drinks" },
  ],
  items: [
    ...dishes("starters", "cold", [
      {
        id: "burrata",
        name: "Burrata, peach & basil",
        price: 950,
        prepSeconds: 240,
        allergens: ["milk"],
      },
      {
        id: "mackerel-pate",
        name: "Smoked mackerel pâté on toast",
        price: 825,
        prepSeconds: 240,
        allergens: ["fish", "gluten", "milk"],
      },
      {
        id: "beetroot-carpaccio",
        name: "Beetroot carpaccio",
        price: 775,
        prepSeconds: 240,
        allergens: ["nuts"],
        modifiers: [DRESSING],
      },
    ]),
    ...dishes("starters", "fry", [
      {
        id: "squid",
        name: "Salt & pepper squid",
        price: 895,
        prepSeconds: 300,
        allergens: ["molluscs", "gluten"],
        modifiers: [DIPS],
      },
      {
        id: "croquettes",
        name: "Ham hock croquettes",
        price: 795,
        prepSeconds: 360,
        allergens: ["gluten", "milk", "egg"],
        modifiers: [DIPS],
      },
    ]),
    ...dishes("mains", "grill", [
      {
        id: "sirloin",
        name: "Sirloin steak, 250 g",
        price: 2650,
        prepSeconds: 720,
        allergens: ["milk"],
        modifiers: [DONENESS, SAUCE, SIDE],
      },
      {
        id: "copper-burger",
        name: "Copper Pan burger",
        price: 1550,
        prepSeconds: 600,
        allergens: ["gluten", "milk", "egg", "mustard"],
        modifiers: [DONENESS, SIDE, BURGER_CHANGES],
      },
      {
        id: "halloumi-burger",
        name: "Halloumi burger",
        price: 1425,
        prepSeconds: 540,
        allergens: ["gluten", "milk", "sesame"],
        modifiers: [SIDE, BURGER_CHANGES],
      },
      {
        id: "half-chicken",
        name: "Half chicken, lemon & thyme",
        price: 1795,
        prepSeconds: 840,
        modifiers: [SIDE],
      },
      {
        id: "sea-bass",
        name: "Sea bass, brown butter & capers",
        price: 1950,
        prepSeconds: 660,
        allergens: ["fish", "milk"],
        modifiers: [SIDE],
      },
      {
        id: "aubergine",
        name: "Charred aubergine, tahini & dukkah",
        price: 1375,
        prepSeconds: 540,
        allergens: ["sesame", "nuts"],
      },
    ]),
    ...dishes("mains", "fry", [
      {
        id: "fish-and-chips",
        name: "Beer-battered haddock & chips",
        price: 1675,
        prepSeconds: 540,
        allergens: ["fish", "gluten"],
        modifiers: [DIPS],
      },
    ]),
    ...dishes("mains", "cold", [
      {
        id: "caesar",
        name: "Chicken Caesar salad",
        price: 1350,
        prepSeconds: 360,
        allergens: ["egg", "fish", "milk", "gluten"],
        modifiers: [DRESSING],
      },
    ]),
    ...dishes("sides", "fry", [
      { id: "fries", name: "Skin-on fries", price: 425, prepSeconds: 240, modifiers: [DIPS] },
      {
        id: "onion-rings",
        name: "Onion rings",
        price: 475,
        prepSeconds: 240,
        allergens: ["gluten"],
        modifiers: [DIPS],
      },
    ]),
    ...dishes("sides", "grill", [
      {
        id: "broccoli",
        name: "Grilled broccoli, chilli & almond",
        price: 525,
        prepSeconds: 300,
        allergens: ["nuts"],
      },
    ]),
    ...dishes("sides", "cold", [
      {
        id: "green-salad",
        name: "Green salad",
        price: 425,
        prepSeconds: 120,
        allergens: ["mustard"],
        modifiers: [DRESSING],
      },
    ]),
    ...dishes("desserts", "cold", [
      {
        id: "lemon-tart",
        name: "Lemon tart, crème fraîche",
        price: 775,
        prepSeconds: 180,
        allergens: ["gluten", "egg", "milk"],
      },
      {
        id: "chocolate-pot",
        name: "Chocolate pot, sea salt",
        price: 725,
        prepSeconds: 180,
        allergens: ["milk"],
      },
      {
        id: "cheese",
        name: "Three cheeses & oatcakes",
        price: 1050,
        prepSeconds: 240,
        allergens: ["milk", "gluten"],
      },
    ]),
    ...dishes("desserts", "fry", [
      {
        id: "doughnuts",
        name: "Warm cinnamon doughnuts",
        price: 750,
        prepSeconds: 300,
        allergens: ["gluten", "egg", "milk"],
      },
    ]),
    ...dishes("drinks", "bar", [
      { id: "lemonade", name: "House lemonade", price: 395, prepSeconds: 90, modifiers: [SERVE] },
      {
        id: "pale-ale",
        name: "Pale ale, pint",
        price: 640,
        prepSeconds: 60,
        allergens: ["gluten"],
      },
      {
        id: "house-red",
        name: "House red, 175 ml",
        price: 725,
        prepSeconds: 45,
        allergens: ["sulphites"],
      },
      { id: "negroni", name: "Negroni", price: 1050, prepSeconds: 120, modifiers: [SERVE] },
      {
        id: "flat-white",
        name: "Flat white",
        price: 375,
        prepSeconds: 120,
        allergens: ["milk"],
        modifiers: [MILK],
      },
      {
        id: "sparkling-water",
        name: "Sparkling water, 750 ml",
        price: 450,
        prepSeconds: 30,
        modifiers: [SERVE],
      },
    ]),
  ],
};
