import { expect, test } from "vitest";
import { directionOf } from "./page.ts";

test.each([
  ["en-GB", "ltr"],
  ["es-ES", "ltr"],
  ["en-Arab", "rtl"],
  ["es-419", "ltr"],
  ["ar", "rtl"],
  ["he-IL", "rtl"],
  ["fa-IR", "rtl"],
  ["ur-PK", "rtl"],
  ["ja-JP", "ltr"],
] as const)("%s is written %s", (locale, direction) => {
  expect(directionOf(locale)).toBe(direction);
});
