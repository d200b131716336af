import { expect, test } from "vitest";
import { ALLERGENS, allergenOf } from "#shared/menu/allergens.ts";
import { allergenNames } from "./allergens.ts";
import { english } from "./english.ts";
import { spanish } from "./spanish.ts";

test("says each of the fourteen in both languages, however it was written down", () => {
  for (const { orders } of [english, spanish])
    expect(Object.keys(orders.allergens).sort()).toEqual([...ALLERGENS].sort());
  expect(allergenNames(["molluscs", "Nuts", " soy "], english.orders.allergens)).toEqual([
    "Molluscs",
    "Nuts",
    "Soya",
  ]);
  expect(allergenNames(["molluscs", "Nuts", "soy"], spanish.orders.allergens)).toEqual([
    "Moluscos",
    "Frutos de cáscara",
    "Soja",
  ]);
});

test("shows what is none of them as it was given, and never narrows it", () => {
  expect([allergenOf("shellfish"), allergenOf("strawberries"), allergenOf("constructor")]).toEqual([
    null,
    null,
    null,
  ]);
  expect(allergenNames(["Strawberries"], spanish.orders.allergens)).toEqual(["Strawberries"]);
});
