import { expect, test } from "vitest";
import { english } from "../../words/english.ts";
import { spanish } from "../../words/spanish.ts";
import { isRemoval } from "./removal.ts";

test.each(["No onion", "NO ONION", " no pickles", "Without basil", "Hold the mayo", "No añejo"])(
  "%j takes something away in English",
  (name) => {
    expect(isRemoval(name, english.kitchen.removals)).toBe(true);
  },
);

test.each([
  "No. 7",
  "No 7 sauce",
  "No.7",
  "Nosh platter",
  "Hold",
  "Hold sauce apart",
  "No-bake cheesecake",
  "North sea crab",
  "Extra onion",
  "No",
  "No ",
  "Sin City sauce",
  "Withoutabix",
])("%j is only called so", (name) => {
  expect(isRemoval(name, english.kitchen.removals)).toBe(false);
});

test.each([
  ["Sin cebolla", true],
  ["SIN CEBOLLA", true],
  ["No picante", true],
  ["Sincero", false],
  ["Nº 7", false],
  ["No 7", false],
  ["Sin. 3", false],
  ["Con cebolla", false],
])("%j in Spanish: %s", (name, removal) => {
  expect(isRemoval(name, spanish.kitchen.removals)).toBe(removal);
});
