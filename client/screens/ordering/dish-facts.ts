import type { MenuItem } from "#shared/menu/menu.ts";
import { allergenNames } from "../../words/allergens.ts";
import type { Words } from "../../words/english.ts";

/** A line of text; empty where there is nothing to say. */
type Fact = (item: MenuItem, words: Words) => string;

/**
 * By what the menu has of a dish, in the order of the lines. Null: whoever orders has it elsewhere,
 * or has no use for it.
 */
const FACTS: Readonly<
  Record<
    Exclude<keyof MenuItem, "id" | "categoryId" | "stationId" | "name" | "price" | "available">,
    Fact | null
  >
> = {
  allergens: ({ allergens = [] }, { dish, orders }) =>
    allergens.length === 0
      ? ""
      : dish.contains(allergenNames(allergens, orders.allergens).join(", ")),
  modifiers: null,
  prepSeconds: null,
};

/**
 * What is said of a dish under its name, to eyes and ears alike, wherever dishes are ordered: one
 * line each.
 */
export const dishFacts = (item: MenuItem, words: Words): string[] =>
  Object.values(FACTS)
    .map((fact) => fact?.(item, words) ?? "")
    .filter((text) => text !== "");
