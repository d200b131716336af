/**
 * The menu as an owner is rewriting it. Whether a dish is off is no part of the draft: a cook may
 * 86 something while the owner types, and saving must not bring it back.
 */
import { canonical } from "#shared/kernel/fingerprint.ts";
import { findsIn } from "#shared/kernel/letters.ts";
import type { Menu, MenuItem } from "#shared/menu/menu.ts";

/** Stations and categories: something with a name, in an order of its own. */
export type Named = { readonly id: string; readonly name: string };

/** Are both the same menu, whatever is off? */
export const sameMenu = (a: Menu, b: Menu): boolean => text(a) === text(b);

/**
 * How many dishes, stations and categories differ, one for each that was added, changed or taken
 * away; an order of its own counts as one.
 */
export function countChanges(base: Menu, menu: Menu): number {
  const changed =
    differing(base.items.map(plain), menu.items.map(plain)) +
    differing(base.stations, menu.stations) +
    differing(base.categories, menu.categories);
  return changed === 0 && !sameMenu(base, menu) ? 1 : changed;
}

/** What `PUT /api/menu` is sent: the draft, with what is off at this moment still off. */
export function toSave(draft: Menu, current: Menu): Menu {
  const off = new Set(current.items.filter((item) => !item.available).map((item) => item.id));
  return {
    ...draft,
    items: draft.items.map((item) => ({ ...item, available: !off.has(item.id) })),
  };
}

/** The menu with this dish in the place of the one with its id, or at its end. */
export function putItem(menu: Menu, item: MenuItem): Menu {
  const known = menu.items.some((other) => other.id === item.id);
  return {
    ...menu,
    items: known
      ? menu.items.map((other) => (other.id === item.id ? item : other))
      : [...menu.items, item],
  };
}

export const removeItem = (menu: Menu, id: string): Menu => ({
  ...menu,
  items: menu.items.filter((item) => item.id !== id),
});

/** The dish back where it stood, as far as what stands before it is still there. */
export function putBack(menu: Menu, item: MenuItem, index: number): Menu {
  return menu.items.some((other) => other.id === item.id)
    ? menu
    : { ...menu, items: [...menu.items.slice(0, index), item, ...menu.items.slice(index)] };
}

/** The dishes that stand in a station or category: it cannot be taken away while there are any. */
export const itemsIn = (
  menu: Menu,
  list: "stations" | "categories",
  id: string,
): readonly MenuItem[] =>
  menu.items.filter((item) => (list === "stations" ? item.stationId : item.categoryId) === id);

/** The list with one entry a place up or down; unchanged at its end. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list];
  const [one] = next.splice(index, 1);
  if (one === undefined || index + by < 0 || index + by > next.length) return [...list];
  next.splice(index + by, 0, one);
  return next;
}

/**
 * Dishes by category in the menu's order, those that match the search only; a category without any
 * is left out.
 */
export function byCategory(
  menu: Menu,
  search: string,
  only: (item: MenuItem) => boolean,
): { readonly category: Named; readonly items: readonly MenuItem[] }[] {
  const found = menu.items.filter((item) => only(item) && findsIn(item.name, search));
  return menu.categories.flatMap((category) => {
    const items = found.filter((item) => item.categoryId === category.id);
    return items.length === 0 ? [] : [{ category, items }];
  });
}

const text = (menu: Menu): string =>
  JSON.stringify([
    menu.stations.map(({ id, name }) => [id, name]),
    menu.categories.map(({ id, name }) => [id, name]),
    menu.items.map(plain),
  ]);

/**
 * A dish as one comparable text, whatever order its fields came in, and whether it is off or not.
 * An empty list is none.
 */
function plain(item: MenuItem): { id: string; text: string } {
  const said = Object.entries(item).filter(
    ([member, value]) => member !== "available" && !(Array.isArray(value) && value.length === 0),
  );
  return { id: item.id, text: canonical(Object.fromEntries(said)) };
}

function differing(
  before: readonly { id: string; name?: string; text?: string }[],
  after: readonly { id: string; name?: string; text?: string }[],
): number {
  const old = new Map(before.map((one) => [one.id, one.text ?? one.name]));
  const changed = after.filter((one) => old.get(one.id) !== (one.text ?? one.name)).length;
  const kept = new Set(after.map((one) => one.id));
  return changed + before.filter((one) => !kept.has(one.id)).length;
}
