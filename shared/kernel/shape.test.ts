import { describe, expect, test } from "vitest";
import { z } from "zod/mini";
import { integer, isoTime, known, listOf, slug, text } from "./schema.ts";
import { shapeOf } from "./shape.ts";

const strict = z.strictObject({
  id: slug,
  name: text(3),
  zone: known(60, (it) => it === "UTC", "must be known"),
  at: isoTime,
  count: integer(1, 9),
  on: z.boolean(),
  list: listOf(z.strictObject({ id: slug }), 1, 2),
  by: z.record(slug, integer(1, 2)),
  maybe: z.optional(text(3)),
  none: z.nullable(text(3)),
});
const good = {
  id: "a",
  name: "abc",
  zone: "UTC",
  at: "2026-01-31T19:00:00.000Z",
  count: 1,
  on: true,
  list: [{ id: "a" }],
  by: { a: 1 },
  none: null,
};
const fits = (value: unknown) => shapeOf(strict).safeParse(value).success;

describe("a shape", () => {
  test("is fitted by what the schema takes, and by what another version may have written", () => {
    expect(strict.safeParse(good).success).toBe(true);
    for (const other of [
      good,
      { ...good, later: 1 },
      { ...good, list: [] },
      { ...good, list: [{ id: "a b", later: 1 }] },
      { ...good, name: "longer", zone: "Mars", at: "then", count: 10 },
      { ...good, by: { "": 9 } },
      { ...good, maybe: "x" },
    ]) {
      expect(fits(other)).toBe(true);
    }
  });

  test.each<readonly [string, unknown]>([
    ...Object.keys(good).map(
      (key) =>
        [
          `without ${key}`,
          Object.fromEntries(Object.entries(good).filter(([name]) => name !== key)),
        ] as const,
    ),
    ...Object.keys(good).map(
      (key) =>
        [`with another kind of ${key}`, { ...good, [key]: key === "on" ? 1 : true }] as const,
    ),
    ["an item that is none", { ...good, list: [null] }],
    ["an item without its member", { ...good, list: [{}] }],
    ["another kind where there may be none", { ...good, maybe: 1 }],
    ["nothing", null],
  ])("is not fitted: %s", (_what, other) => {
    expect(fits(other)).toBe(false);
  });
});
