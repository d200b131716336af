import { z } from "zod/mini";
import { isEqual } from "#shared/kernel/equal.ts";
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import { MAX_PRICE } from "#shared/kernel/money.ts";
import { integer, listOf, minorUnits, slug, text } from "#shared/kernel/schema.ts";

const modifierOption = z.strictObject({
  id: slug,
  name: text(80),
  price: integer(-MAX_PRICE, MAX_PRICE),
});

const modifier = z
  .strictObject({
    id: slug,
    name: text(80),
    min: integer(0, 50),
    max: integer(0, 50),
    options: listOf(modifierOption, 1, 100),
  })
  .check(
    z.refine((it) => it.min <= it.max, { message: "min must not be above max", path: ["min"] }),
  );

const menuItem = z.strictObject({
  id: slug,
  categoryId: slug,
  stationId: slug,
  name: text(120),
  price: minorUnits,
  prepSeconds: z.optional(integer(0, 24 * 3600)),
  allergens: z.optional(listOf(text(40), 0, 30)),
  modifiers: z.optional(listOf(modifier, 0, 30)),
  available: z.boolean(),
});

const parts = {
  stations: listOf(z.strictObject({ id: slug, name: text(60) }), 1, 50),
  categories: listOf(z.strictObject({ id: slug, name: text(80) }), 0, 200),
  items: listOf(menuItem, 0, 2_000),
};

/** The whole menu as `PUT /api/menu` takes it and every device holds it. Prices in minor units. */
export const menuSchema = z.strictObject(parts).check(
  z.superRefine((menu, context) => {
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message, input: menu });
    const stations = uniqueIds(menu.stations, "stations", complain);
    const categories = uniqueIds(menu.categories, "categories", complain);
    uniqueIds(menu.items, "items", complain);
    for (const [index, item] of menu.items.entries()) {
      if (!stations.has(item.stationId))
        complain(["items", index, "stationId"], `no station ${item.stationId}`);
      if (!categories.has(item.categoryId))
        complain(["items", index, "categoryId"], `no category ${item.categoryId}`);
    }
  }),
);

export type Menu = z.infer<typeof menuSchema>;
export type MenuItem = Menu["items"][number];
export type Station = Menu["stations"][number];

/**
 * The menu in service: dishes taken off the menu stay known, so that an order placed offline from
 * yesterday's menu still stands.
 */
export const menuInService = z.strictObject({ ...parts, retired: z.array(menuItem) });
export type MenuInService = z.infer<typeof menuInService>;

export const EMPTY_MENU: MenuInService = { stations: [], categories: [], items: [], retired: [] };

/**
 * As the owner writes it: without the retired dishes that only orders from yesterday's menu still
 * need.
 */
export const asWritten = ({ stations, categories, items }: Menu): Menu => ({
  stations,
  categories,
  items,
});

/** Names exactly this menu, what is off included: equal where, and only where, the menus are. */
export const menuVersion = (menu: Menu): string => fingerprint(asWritten(menu));

/**
 * The next menu with what is off, and what is not, as it is in service: whoever wrote it had read
 * that before, and the kitchen may have said otherwise since.
 */
export function withAvailabilityOf(old: MenuInService, next: Menu): Menu {
  const now = new Map(old.items.map(({ id, available }) => [id, available]));
  return {
    ...next,
    items: next.items.map((item) => ({ ...item, available: now.get(item.id) ?? item.available })),
  };
}

const RETIRED_KEPT = 1_000;

/** The next menu, keeping what the old one had and the new one lacks. */
export function replaceMenu(old: MenuInService, next: Menu): MenuInService {
  const present = new Set(next.items.map((item) => item.id));
  const gone = [...old.items, ...old.retired].filter((item) => !present.has(item.id));
  return { ...next, retired: gone.slice(0, RETIRED_KEPT) };
}

/**
 * The first dish with a new price, its own or an option's, that is further from nothing than `max`;
 * null where there is none.
 */
export const overpriced = (old: MenuInService, next: Menu, max: number): MenuItem | null =>
  next.items.find(
    (item) =>
      pricesOf(item).some((price) => Math.abs(price) > max) &&
      !old.items.some((it) => it.id === item.id && isEqual(pricesOf(it), pricesOf(item))),
  ) ?? null;

const pricesOf = (item: MenuItem): number[] => [
  item.price,
  ...(item.modifiers ?? []).flatMap((modifier) => modifier.options.map((option) => option.price)),
];

/** A dish by id, on the menu or retired. */
export const findMenuItem = (menu: MenuInService, id: string): MenuItem | undefined =>
  menu.items.find((item) => item.id === id) ?? menu.retired.find((item) => item.id === id);

/** Is the dish on the menu and not 86'd? */
export const canBeOrdered = (menu: MenuInService, id: string): boolean =>
  menu.items.some((item) => item.id === id && item.available);

function uniqueIds(
  list: readonly { id: string }[],
  name: string,
  complain: (path: (string | number)[], message: string) => void,
): Set<string> {
  const seen = new Set<string>();
  for (const [index, { id }] of list.entries()) {
    if (seen.has(id)) complain([name, index, "id"], `${id} is there twice`);
    seen.add(id);
  }
  return seen;
}
