/**
 * What a person is putting together before it is an order: plain data, so that it can be kept over
 * a reload.
 */
import { z } from "zod/mini";
import {
  canBeOrdered,
  findMenuItem,
  type Menu,
  type MenuInService,
  type MenuItem,
} from "#shared/menu/menu.ts";
import { findsIn } from "#shared/kernel/letters.ts";
import { tidy } from "#shared/kernel/tidy.ts";
import type { OrderedLine } from "#shared/orders/ordered-line.ts";

const chosenOption = z.object({ modifierId: z.string(), optionId: z.string() });

export const basketLine = z.object({
  lineId: z.string(),
  menuItemId: z.string(),
  /**
   * As it was when it was put in: a dish that leaves the menu is spoken of by its name, never by
   * its id. A basket of an older version has none.
   */
  name: z._default(z.string(), ""),
  quantity: z.number(),
  modifiers: z.array(chosenOption),
  notes: z.string(),
  allergies: z.array(z.string()),
  course: z.number(),
});
export type BasketLine = z.infer<typeof basketLine>;
export type Basket = readonly BasketLine[];
export type Chosen = BasketLine["modifiers"];

export const LARGEST_QUANTITY = 99;

/** The longest texts that both a guest's and a waiter's order may carry. */
export const NOTE_LENGTH = 300;
export const ORDER_NOTE_LENGTH = 500;
export const NAME_LENGTH = 80;

export const emptyLine = (lineId: string, menuItemId: string, name = ""): BasketLine => ({
  lineId,
  menuItemId,
  name,
  quantity: 1,
  modifiers: [],
  notes: "",
  allergies: [],
  course: 1,
});

/** Adds a line; one that says exactly the same as another is another of it. */
export function addLine(basket: Basket, line: BasketLine): Basket {
  const twin = basket.find((it) => it.lineId !== line.lineId && isSame(it, line));
  if (twin === undefined) return [...basket, line];
  return basket.map((it) =>
    it === twin ? { ...it, quantity: Math.min(LARGEST_QUANTITY, it.quantity + line.quantity) } : it,
  );
}

export const replaceLine = (basket: Basket, line: BasketLine): Basket =>
  basket.map((it) => (it.lineId === line.lineId ? line : it));

/** Sets how many; none takes the line out. */
export const setQuantity = (basket: Basket, lineId: string, quantity: number): Basket =>
  quantity < 1
    ? basket.filter((it) => it.lineId !== lineId)
    : basket.map((it) =>
        it.lineId === lineId ? { ...it, quantity: Math.min(LARGEST_QUANTITY, quantity) } : it,
      );

/** How many pieces. */
export const pieces = (basket: Basket): number =>
  basket.reduce((sum, line) => sum + line.quantity, 0);

/**
 * A dish with the options it was given, in minor units, for one piece. An option that is gone costs
 * nothing.
 */
export function piecePrice(item: MenuItem, chosen: Chosen): number {
  return Math.max(
    0,
    chosen.reduce(
      (sum, { modifierId, optionId }) => sum + (optionOf(item, modifierId, optionId)?.price ?? 0),
      item.price,
    ),
  );
}

/** The whole basket in minor units, by the menu at hand; the server's prices are what counts. */
export function basketTotal(basket: Basket, menu: Menu | MenuInService): number {
  return basket.reduce((sum, line) => {
    const item = itemOf(menu, line.menuItemId);
    return item === undefined ? sum : sum + piecePrice(item, line.modifiers) * line.quantity;
  }, 0);
}

/** What was chosen of it; `gone` stands for an option that is not offered any more. */
export const optionNames = (item: MenuItem, chosen: Chosen, gone: string): string[] =>
  chosen.map(({ modifierId, optionId }) => optionOf(item, modifierId, optionId)?.name ?? gone);

/**
 * The dish's name on this menu, else the one it had; `gone` stands for one that nobody here knows.
 */
export const dishName = (
  line: Pick<BasketLine, "menuItemId" | "name">,
  menu: Menu | MenuInService,
  gone: string,
): string => itemOf(menu, line.menuItemId)?.name ?? (line.name === "" ? gone : line.name);

/** The modifiers that still need a choice. */
export const missingChoices = (item: MenuItem, chosen: Chosen) =>
  (item.modifiers ?? []).filter((modifier) => countOf(chosen, modifier.id) < modifier.min);

/** A line that cannot be sent yet, and what it lacks. */
export type Incomplete = {
  readonly line: BasketLine;
  readonly item: MenuItem;
  readonly missing: NonNullable<MenuItem["modifiers"]>;
};

/**
 * Lines that still need a choice: an option may have gone from the menu, or a minimum may have
 * risen, since they were put in.
 */
export const incompleteLines = (basket: Basket, menu: Menu | MenuInService): Incomplete[] =>
  basket.flatMap((line) => {
    const item = itemOf(menu, line.menuItemId);
    const missing = item === undefined ? [] : missingChoices(item, line.modifiers);
    return item === undefined || missing.length === 0 ? [] : [{ line, item, missing }];
  });

/** Names of dishes in the basket that are off, each once. */
export const offNames = (basket: Basket, menu: MenuInService, gone: string): string[] => [
  ...new Set(
    basket
      .filter((line) => !canBeOrdered(menu, line.menuItemId))
      .map((line) => dishName(line, menu, gone)),
  ),
];

/** How many options of it are still to be chosen. */
export const missingCount = (
  line: BasketLine,
  modifier: { readonly id: string; readonly min: number },
): number => modifier.min - countOf(line.modifiers, modifier.id);

/** Exactly one of its options must be chosen: a person sees one round mark among them. */
export const isOneOf = ({ min, max }: { readonly min: number; readonly max: number }): boolean =>
  min === 1 && max === 1;

/**
 * Choosing an option: on or off; where only one may be chosen the new one takes the old one's
 * place; above the maximum nothing happens.
 */
export function choose(
  item: MenuItem,
  chosen: Chosen,
  modifierId: string,
  optionId: string,
): Chosen {
  const modifier = item.modifiers?.find((it) => it.id === modifierId);
  if (modifier === undefined) return chosen;
  const without = chosen.filter((it) => it.modifierId !== modifierId || it.optionId !== optionId);
  if (without.length < chosen.length) return isOneOf(modifier) ? chosen : without;
  if (modifier.max === 1)
    return [...chosen.filter((it) => it.modifierId !== modifierId), { modifierId, optionId }];
  return countOf(chosen, modifierId) >= modifier.max
    ? chosen
    : [...chosen, { modifierId, optionId }];
}

/**
 * The basket as commands carry it: what was left empty is left out, and what was typed is clean.
 */
export const linesToOrder = (basket: Basket): OrderedLine[] =>
  basket.map(({ lineId, menuItemId, quantity, modifiers, notes: typed, allergies, course }) => {
    const notes = tidy(typed, NOTE_LENGTH);
    return {
      lineId,
      menuItemId,
      quantity,
      ...(modifiers.length > 0 ? { modifiers } : {}),
      ...(notes === "" ? {} : { notes }),
      ...(allergies.length > 0 ? { allergies } : {}),
      ...(course === 1 ? {} : { course }),
    };
  });

/**
 * Takes out what cannot be ordered any more, and says its names; an empty one where nobody knows
 * it.
 */
export function dropUnavailable(basket: Basket, menu: Menu): { basket: Basket; dropped: string[] } {
  const available = new Map(menu.items.map((item) => [item.id, item]));
  const dropped = basket.filter((line) => available.get(line.menuItemId)?.available !== true);
  const names = dropped.map((line) => dishName(line, menu, ""));
  return {
    basket: dropped.length === 0 ? basket : basket.filter((line) => !dropped.includes(line)),
    dropped: [...new Set(names)],
  };
}

/** Dishes by category and search text; a search looks everywhere. */
export function findDishes(
  items: readonly MenuItem[],
  categoryId: string | null,
  search: string,
): readonly MenuItem[] {
  if (search.trim() !== "") return items.filter((item) => findsIn(item.name, search));
  return categoryId === null ? items : items.filter((item) => item.categoryId === categoryId);
}

export const itemOf = (menu: Menu | MenuInService, id: string): MenuItem | undefined =>
  "retired" in menu ? findMenuItem(menu, id) : menu.items.find((item) => item.id === id);

const optionOf = (item: MenuItem, modifierId: string, optionId: string) =>
  item.modifiers?.find((it) => it.id === modifierId)?.options.find((it) => it.id === optionId);

const countOf = (chosen: Chosen, modifierId: string): number =>
  chosen.filter((it) => it.modifierId === modifierId).length;

/** Does it ask for the same dish in the same way? How many of it is not asked. */
export const isSame = (a: BasketLine, b: BasketLine): boolean =>
  a.menuItemId === b.menuItemId &&
  a.course === b.course &&
  a.notes === b.notes &&
  sorted(a.allergies) === sorted(b.allergies) &&
  sorted(a.modifiers.map((it) => `${it.modifierId}/${it.optionId}`)) ===
    sorted(b.modifiers.map((it) => `${it.modifierId}/${it.optionId}`));

const sorted = (parts: readonly string[]): string => JSON.stringify([...parts].sort());
