/**
 * Values of a zod schema's shape, by walking the schema itself: a field that is added tomorrow is
 * fuzzed tomorrow. A kind of schema that is not known here throws, so that it cannot be left out in
 * silence.
 *
 * Not every value is one that the schema accepts: rules across fields (`z.refine`) are not solved
 * but tried. Who needs to know asks the schema.
 */
import fc from "fast-check";
import type { Schema } from "../../http/body.ts";

/**
 * `known`: texts that mean something to the server (ids, tokens, time zones), used wherever a text
 * field takes them.
 */
export function arbitraryOf(
  schema: Schema<unknown>,
  known: readonly string[],
): fc.Arbitrary<unknown> {
  return walk(schema as unknown as Node, known);
}

/** What is read of a schema of zod or zod/mini. */
type Node = Schema<unknown> & { readonly _zod: { readonly def: Definition } };
type Definition = {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  readonly pattern?: RegExp;
  readonly shape?: Readonly<Record<string, Node>>;
  readonly element?: Node;
  readonly innerType?: Node;
  readonly in?: Node;
  readonly keyType?: Node;
  readonly valueType?: Node;
  readonly options?: readonly Node[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
};
type Check = {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly pattern?: RegExp;
};

const MOST_IN_LIST = 4;
/** Instants at the edges of what languages and databases can tell. */
const TIMES = [
  "0000-01-01T00:00Z",
  "0001-01-01T00:00:00Z",
  "1969-12-31T23:59:59.999999999Z",
  "2026-02-29T12:00Z",
  "2026-01-31T19:02:11.000Z",
  "9999-12-31T23:59:59.999Z",
];

function walk(node: Node, known: readonly string[]): fc.Arbitrary<unknown> {
  const { def } = node._zod;
  const into = (inner: Node | undefined): fc.Arbitrary<unknown> =>
    walk(present(inner, def.type), known);
  switch (def.type) {
    case "string":
      return texts(node, known);
    case "number":
      return numbers(checksOf(def));
    case "boolean":
      return fc.boolean();
    case "literal":
      return fc.constantFrom(...(def.values ?? []));
    case "enum":
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(def.shape ?? {}).map(([key, child]) => [key, walk(child, known)]),
        ),
        { requiredKeys: requiredOf(def), noNullPrototype: true },
      );
    case "optional":
    case "default":
    case "nullable":
      return into(def.innerType);
    case "array": {
      const { least, most } = bounds(checksOf(def));
      return fc.array(into(def.element), {
        minLength: least,
        maxLength: Math.min(most, Math.max(least, MOST_IN_LIST)),
      });
    }
    case "record":
      return fc
        .array(fc.tuple(into(def.keyType) as fc.Arbitrary<string>, into(def.valueType)), {
          maxLength: MOST_IN_LIST,
        })
        .map((entries) => Object.fromEntries(entries));
    case "union":
      return fc.oneof(...(def.options ?? []).map((option) => walk(option, known)));
    case "pipe":
      return into(def.in);
    case "unknown":
      return fc.jsonValue({ maxDepth: 2 });
    default:
      throw new Error(
        `the fuzzer makes no values of a zod "${def.type}" yet: teach schema-arbitrary.ts`,
      );
  }
}

function texts(node: Node, known: readonly string[]): fc.Arbitrary<unknown> {
  const { def } = node._zod;
  const checks = checksOf(def);
  const fits = (text: string): boolean => node.safeParse(text).success;
  const fitting = [...known, ...TIMES].filter(fits);
  const pattern = def.pattern ?? checks.find((check) => check.pattern !== undefined)?.pattern;
  const { least, most } = bounds(checks);
  // A rule beside the pattern: random texts hardly ever keep it, dates do.
  if (fitting.length > 0 && checks.some((check) => check.check === "custom")) {
    const dates = fc
      .date({ noInvalidDate: true, min: new Date(-62e12), max: new Date(253e12) })
      .map((date) => date.toISOString());
    return fits(new Date(0).toISOString())
      ? fc.oneof(fc.constantFrom(...fitting), dates)
      : fc.constantFrom(...fitting);
  }
  const free =
    pattern === undefined
      ? fc.oneof(
          fc.string({ unit: "grapheme", minLength: least, maxLength: Math.min(most, least + 12) }),
          fc.constantFrom("x".repeat(Math.min(most, 2_000)), `\u202e${"é".repeat(least)}`),
        )
      : fc.stringMatching(pattern, { size: "xsmall" });
  return fitting.length === 0
    ? free
    : fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...fitting) },
        { weight: 1, arbitrary: free },
      );
}

function numbers(checks: readonly Check[]): fc.Arbitrary<unknown> {
  const least = Math.max(
    Number.MIN_SAFE_INTEGER,
    ...checks.filter((check) => check.check === "greater_than").map((check) => check.value ?? 0),
  );
  const most = Math.min(
    Number.MAX_SAFE_INTEGER,
    ...checks.filter((check) => check.check === "less_than").map((check) => check.value ?? 0),
  );
  const near = Math.min(most, least + 3);
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: least, max: near }) },
    { weight: 1, arbitrary: fc.constantFrom(least, most) },
    {
      weight: 1,
      arbitrary: fc.maxSafeInteger().map((n) => least + (Math.abs(n) % (most - least + 1))),
    },
  );
}

function bounds(checks: readonly Check[]): { readonly least: number; readonly most: number } {
  return {
    least: Math.max(
      0,
      ...checks.filter((check) => check.check === "min_length").map((check) => check.minimum ?? 0),
    ),
    most: Math.min(
      1e6,
      ...checks.filter((check) => check.check === "max_length").map((check) => check.maximum ?? 0),
    ),
  };
}

function requiredOf(def: Definition): string[] {
  return Object.entries(def.shape ?? {})
    .filter(([, child]) => child._zod.def.type !== "optional")
    .map(([key]) => key);
}

const checksOf = (def: Definition): readonly Check[] =>
  (def.checks ?? []).map((check) => check._zod.def);

function present(node: Node | undefined, type: string): Node {
  if (node === undefined) throw new Error(`a zod "${type}" without its inside`);
  return node;
}
