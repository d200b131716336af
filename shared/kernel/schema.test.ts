import { describe, expect, test } from "vitest";
import { isoTime, optionalText, slug, text, uuid } from "./schema.ts";

describe("the vocabulary of the edge", () => {
  test("text is trimmed, not empty, not too long, and whole", () => {
    expect(text(5).parse("  soup ")).toBe("soup");
    expect(optionalText(5).parse("  ")).toBe("");
    for (const bad of ["", "   ", "sixsix", "a\0b", "🍜".slice(0, 1), 5])
      expect(text(5).safeParse(bad).success).toBe(false);
    expect(text(5).safeParse("🍜🍜").success).toBe(true);
    expect([
      optionalText(9).safeParse("a\0").success,
      optionalText(9).safeParse("\udc00").success,
    ]).toEqual([false, false]);
  });

  test("text of nothing that can be seen is empty, and one that turns the direction does not", () => {
    for (const unseen of ["\u200b", "\u2060\ufeff", "\u202e", "\u3164", "\u00ad \u200f"]) {
      expect(text(40).safeParse(unseen)).toMatchObject({
        success: false,
        error: { issues: [{ message: "must not be empty" }] },
      });
      expect(optionalText(40).parse(unseen)).toBe("");
    }
    expect([
      text(40).parse("\u200fTable 7\u200b"),
      text(40).parse("7\u202e nigel"),
      text(40).parse("שולחן 7"),
    ]).toEqual(["Table 7", "7 nigel", "שולחן 7"]);
    expect([
      text(5).safeParse(`${" ".repeat(900)}soup`).success,
      text(5).safeParse(`${" ".repeat(1_100)}soup`).success,
    ]).toEqual([true, false]);
  });

  test("times are UTC and come out with milliseconds", () => {
    expect(
      ["2026-01-31T19:02Z", "2026-01-31T19:02:11Z", "2026-01-31T19:02:11.1234Z"].map((it) =>
        isoTime.parse(it),
      ),
    ).toEqual(["2026-01-31T19:02:00.000Z", "2026-01-31T19:02:11.000Z", "2026-01-31T19:02:11.123Z"]);
    for (const bad of ["2026-01-31", "2026-01-31T19:02:11+01:00", "2026-13-31T19:02:11Z", "now"])
      expect(isoTime.safeParse(bad).success).toBe(false);
  });

  test("ids are UUIDs and come out in lower case, slugs are short and plain", () => {
    expect(uuid.parse("0190C2F0-0000-7000-8000-00000000000A")).toBe(
      "0190c2f0-0000-7000-8000-00000000000a",
    );
    for (const bad of [
      "",
      "7",
      "0190c2f0000070008000000000000000",
      "{0190c2f0-0000-7000-8000-000000000000}",
      "0190c2f0-0000-7000-8000-00000000000g",
      "0190c2f0-0000-7000-8000-00000000000\u212a",
    ]) {
      expect(uuid.safeParse(bad).success).toBe(false);
    }
    expect(["a", "Fish-2", "x".repeat(64)].every((it) => slug.safeParse(it).success)).toBe(true);
    expect(["", "-a", "a b", "x".repeat(65), "café"].some((it) => slug.safeParse(it).success)).toBe(
      false,
    );
  });
});
