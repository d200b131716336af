import { expect, it } from "vitest";
import { optionalText } from "./schema.ts";
import { tidy } from "./tidy.ts";

it("leaves whole characters of every script as they are", () => {
  for (const text of ["Zoë", "שלום", "👩‍🍳 two", "\u202Eevil"]) expect(tidy(` ${text} `, 80)).toBe(text);
});

it("takes out what no database takes, and never cuts a character in two", () => {
  expect(tidy("a\0b\uD83D", 80)).toBe("ab");
  expect(tidy("1234👩", 5)).toBe("1234");
  for (const text of ["x".repeat(10_000), "👩‍🍳".repeat(4_000), "\uDC00".repeat(90), `${"y".repeat(79)}👩`]) expect(optionalText(80).safeParse(tidy(text, 80)).success).toBe(true);
});
