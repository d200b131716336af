import { expect, test } from "vitest";
import { optionalText } from "./schema.ts";
import { tidy, trimmed } from "./tidy.ts";

test("leaves whole characters of every script as they are", () => {
  for (const text of [
    "Zoë",
    "שלום",
    "👩‍🍳 two",
    "❤️",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "نمی\u200cخواهم",
    "a\u200eb",
    "a\u200fb",
  ])
    expect(tidy(` ${text} `, 80)).toBe(text);
});

test("takes out what no database takes, and never cuts a character in two", () => {
  expect(tidy("a\0b\uD83D", 80)).toBe("ab");
  expect(tidy("1234👩", 5)).toBe("1234");
  for (const text of [
    "x".repeat(10_000),
    "👩‍🍳".repeat(4_000),
    "\uDC00".repeat(90),
    `${"y".repeat(79)}👩`,
  ])
    expect(optionalText(80).safeParse(tidy(text, 80)).success).toBe(true);
});

test("leaves nothing in a text that turns what stands behind it", () => {
  expect(trimmed("Table \u202eone\u202c \u2067two\u2069 \u202bthree")).toBe("Table one two three");
});

test("takes from the ends what nobody sees, and leaves nothing of a text that is made of it", () => {
  for (const unseen of [
    "\u200b",
    "\u200e",
    "\u200f",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\uffa0",
    "\u2800",
    "\u034f",
    "\u0001",
    "\u007f",
    "\u3000",
    "\u{e0020}",
    "\ufe0f",
    "\u180e",
  ]) {
    expect(trimmed(unseen.repeat(3)), JSON.stringify(unseen)).toBe("");
    expect(trimmed(` ${unseen} soup`), JSON.stringify(unseen)).toBe("soup");
  }
  for (const unseen of ["\u200b", "\u200f", "\u202c", "\u2069", "\ufeff", "\u3164", "\n"])
    expect(trimmed(`soup ${unseen}`), JSON.stringify(unseen)).toBe("soup");
  expect([trimmed(""), trimmed("\0"), trimmed("\ud83d"), trimmed("a\udc00")]).toEqual([
    "",
    "\0",
    "\ud83d",
    "a\udc00",
  ]);
});
