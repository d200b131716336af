import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod/mini";
import { integer, isoTime, listOf, slug, text, uuid } from "#shared/kernel/schema.ts";
import { COMMANDS } from "#shared/orders/command.ts";
import { ROUTES } from "../../http/testing/route-table.ts";
import { pullQuery } from "../../sync/pull.ts";
import { arbitraryOf } from "./schema-arbitrary.ts";

const KNOWN = ["Europe/London", "en-GB", "00000-00000", "a@b.test", "copper pans"];
const samples = (schema: Parameters<typeof arbitraryOf>[0]) =>
  fc.sample(arbitraryOf(schema, KNOWN), { numRuns: 200, seed: 1 });

describe("values from a schema", () => {
  test.each(
    Object.entries({
      uuid,
      slug,
      isoTime,
      text: text(5),
      integer: integer(3, 9),
      list: listOf(uuid, 2, 3),
      boolean: z.boolean(),
      enum: z.enum(["a", "b"]),
      literal: z.literal([1, "x"]),
      union: z.union([z.literal(1), z.boolean()]),
      nullable: z.nullable(z.boolean()),
      record: z.record(slug, integer(0, 1)),
      optional: z.optional(z.boolean()),
      email: z.string().check(z.regex(/^[a-z]+@b\.test$/)),
    }),
  )("fit it: %s", (_name, schema) => {
    expect(samples(schema).filter((value) => !schema.safeParse(value).success)).toEqual([]);
  });

  test("leave out what is optional now and then, and never what is not", () => {
    const made = samples(
      z.strictObject({ a: z.boolean(), b: z.optional(z.boolean()) }),
    ) as object[];
    expect(made.every((value) => "a" in value)).toBe(true);
    expect(new Set(made.map((value) => "b" in value))).toEqual(new Set([true, false]));
  });

  test.each([
    ...Object.entries(COMMANDS),
    ...Object.entries(ROUTES).flatMap(([name, { schema }]) =>
      schema === undefined ? [] : [[name, schema] as const],
    ),
    ["the query", pullQuery] as const,
  ])("can be made for %s, and fit now and then", (_name, schema) => {
    expect(samples(schema).some((value) => schema.safeParse(value).success)).toBe(true);
  });

  test("of a kind that is not known are not made up", () => {
    expect(() => arbitraryOf(z.date(), [])).toThrow("teach schema-arbitrary.ts");
  });
});
