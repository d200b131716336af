import type { Menu, MenuItem } from "#shared/menu/menu.ts";
import type { Row } from "./rows.ts";

/** The file's dishes as a menu, and each dish's id by its name in the file. */
export type ReplayMenu = { readonly menu: Menu; readonly idOf: ReadonlyMap<string, string> };

/**
 * Every dish once, at the price it was sold for most often, with a station by its name. Ids depend
 * on the names alone.
 */
export function menuOf(rows: readonly Row[]): ReplayMenu {
  const sold = new Map<string, Map<number, number>>();
  for (const { dish, price, quantity } of rows) {
    const prices = sold.get(dish) ?? new Map<number, number>();
    prices.set(price, (prices.get(price) ?? 0) + quantity);
    sold.set(dish, prices);
  }
  const idOf = new Map<string, string>();
  const taken = new Set<string>();
  const items: MenuItem[] = [];
  for (const dish of [...sold.keys()].toSorted()) {
    const id = freeId(slugOf(dish), taken);
    const stationId = stationOf(dish);
    idOf.set(dish, id);
    items.push({
      id,
      categoryId: stationId,
      stationId,
      name: dish,
      price: usual(sold.get(dish) ?? new Map()),
      available: true,
    });
  }
  const stations = STATIONS.map(({ id, name }) => ({ id, name }));
  const categories = STATIONS.map(({ id, category }) => ({ id, name: category }));
  return { menu: { stations, categories, items }, idOf };
}

/**
 * The menu with its prices, which the file has in hundredths, in minor units of so many decimals:
 * 12.95 is 12950 fils, and 13 yen.
 */
export function inMinorUnits(menu: Menu, digits: number): Menu {
  return {
    ...menu,
    items: menu.items.map((item) => ({
      ...item,
      price: Math.round((item.price * 10 ** digits) / 100),
    })),
  };
}

/** A restaurant's own menu with the replay's beside it: nothing of it is taken away or renamed. */
export function besideOwn(own: Menu, replay: Menu): Menu {
  const merged = <T extends { readonly id: string }>(
    mine: readonly T[],
    more: readonly T[],
  ): T[] => [...mine, ...more.filter(({ id }) => !mine.some((one) => one.id === id))];
  return {
    stations: merged(own.stations, replay.stations),
    categories: merged(own.categories, replay.categories),
    items: merged(own.items, replay.items),
  };
}

/** Who makes a dish of this name. */
export function stationOf(dish: string): string {
  return STATIONS.find(({ makes }) => makes.test(dish))?.id ?? "curry";
}

/**
 * The first that matches: a tandoori roti is bread before it is anything from the tandoor, and a
 * sauced tikka is a curry.
 */
const STATIONS: readonly { id: string; name: string; category: string; makes: RegExp }[] = [
  { id: "bar", name: "Bar", category: "Drinks", makes: /coke|cobra|lemonade|wine|water/i },
  {
    id: "rice-and-bread",
    name: "Rice and bread",
    category: "Rice and breads",
    makes: /\brice\b|biryani|naan|roti|paratha|chapati|^puree$/i,
  },
  {
    id: "fry",
    name: "Fry",
    category: "Starters and sides",
    makes:
      /pakora|samosa|onion bhaj|\broll\b|fries|\bfry\b|puree|chaat$|papadum|chutney|pickle|raitha|salad|starter|butterfly|(mint|red) sauce/i,
  },
  {
    id: "tandoor",
    name: "Tandoor",
    category: "From the tandoor",
    makes:
      /^tandoori (?!.*(masala|garlic))|^[^-]*\btikka( \(main\))?$|shas(h)?lick$|ke[bh]ab|sizzler/i,
  },
  { id: "curry", name: "Curry", category: "Curries", makes: /./ },
];

function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return plain.slice(0, 56).replace(/-+$/, "") || "dish";
}

function freeId(slug: string, taken: Set<string>): string {
  let id = slug;
  for (let n = 2; taken.has(id); n += 1) id = `${slug}-${n}`;
  taken.add(id);
  return id;
}

/** The price most pieces were sold at; of several the lowest. */
function usual(prices: ReadonlyMap<number, number>): number {
  return [...prices].sort(([a, many], [b, more]) => more - many || a - b)[0]?.[0] ?? 0;
}
