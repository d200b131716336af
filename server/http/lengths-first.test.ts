/**
 * No check that looks at every letter meets a text that is longer than its limit: whoever sends
 * sixty thousand letters is refused by counting them. Counted, not timed: every check of every
 * schema says how much it was given.
 */
import { afterEach, describe, expect, test } from "vitest";
import { idempotencyKey } from "#shared/api/orders.ts";
import { tableToken } from "#shared/api/guests.ts";
import { email } from "#shared/api/restaurants.ts";
import { isoTime, slug, text, uuid } from "#shared/kernel/schema.ts";
import { COMMANDS } from "#shared/orders/command.ts";
import { pullQuery } from "../sync/pull.ts";
import type { Schema } from "./body.ts";
import { ROUTES } from "./testing/route-table.ts";

const EDGE: Readonly<Record<string, Schema<unknown>>> = {
  ...COMMANDS,
  pullQuery,
  idempotencyKey,
  tableToken,
  uuid,
  slug,
  isoTime,
  ...Object.fromEntries(
    Object.entries(ROUTES).flatMap(([name, { schema }]) =>
      schema === undefined ? [] : [[name, schema]],
    ),
  ),
};

const LONG = 60_000;
/** The first is the one that held a server for 23 seconds. */
const ATTACKS = [
  `a@${".".repeat(LONG)}@`,
  ".".repeat(LONG),
  `${" ".repeat(LONG)}x`,
  "-".repeat(LONG),
  "9".repeat(LONG),
  "\u200b".repeat(LONG),
  "é".repeat(LONG),
];
/**
 * These count letters, or copy a text once. Whatever else there is must be told of a text that
 * fits.
 */
const CHEAP = new Set(["max_length", "min_length", "overwrite"]);
/** What `overwrite` may be given: it looks for blanks around a text. */
const MOST_COPIED = 2_000;

type Check = {
  readonly _zod: {
    check: (payload: { value: unknown }) => unknown;
    readonly def: { readonly check: string; readonly maximum?: number };
  };
};
type Node = Schema<unknown> & {
  readonly _zod: {
    readonly def: {
      readonly [key: string]: unknown;
      readonly type: string;
      readonly checks?: readonly Check[];
    };
  };
};

const undo: (() => void)[] = [];
afterEach(() => {
  while (undo.length > 0) undo.pop()?.();
});

/** Every text of a schema, by where it stands, with the checks that it meets there. */
function textsOf(node: Node, path: string): { readonly path: string; readonly node: Node }[] {
  const { def } = node._zod;
  if (def.type === "string") return [{ path, node }];
  const inside = [
    ...["innerType", "element", "in", "out", "keyType", "valueType"].map(
      (key) => [key, def[key]] as const,
    ),
    ...Object.entries(def["shape"] ?? {}),
    ...Object.entries(def["options"] ?? {}),
  ];
  return inside.flatMap(([key, child]) =>
    typeof child === "object" && child !== null && "_zod" in child
      ? textsOf(child as Node, `${path}.${key}`)
      : [],
  );
}

/** The longest text that each costly check of the schema was given while `node` read `value`. */
function longestChecked(node: Node, value: string): Record<string, number> {
  const seen: Record<string, number> = {};
  for (const check of node._zod.def.checks ?? []) {
    const { check: run, def } = check._zod;
    if (CHEAP.has(def.check) && def.check !== "overwrite") continue;
    check._zod.check = (payload) => {
      seen[def.check] = Math.max(seen[def.check] ?? 0, String(payload.value).length);
      return run(payload);
    };
    undo.push(() => void (check._zod.check = run));
  }
  node.safeParse(value);
  return seen;
}

describe("lengths come first", () => {
  const texts = Object.entries(EDGE).flatMap(([name, schema]) => textsOf(schema as Node, name));

  test("there are texts to look at", () => {
    expect(texts.length).toBeGreaterThan(100);
  });

  test.each(texts.map(({ path, node }) => [path, node] as const))("%s", (_path, node) => {
    const costly = (node._zod.def.checks ?? []).filter((check) => !CHEAP.has(check._zod.def.check));
    const limits = (node._zod.def.checks ?? []).flatMap((check) => check._zod.def.maximum ?? []);
    const maximum = limits.length === 0 ? undefined : Math.min(...limits);
    if (costly.length > 0)
      expect(maximum, "a text with a check has a limit").toBeLessThanOrEqual(2_000);
    for (const attack of ATTACKS) {
      for (const [check, length] of Object.entries(longestChecked(node, attack)))
        expect(length, `${check} of ${attack.slice(0, 6)}…`).toBeLessThanOrEqual(
          check === "overwrite" ? MOST_COPIED : (maximum ?? 0),
        );
    }
  });

  test("the checks that are watched do run: a text that fits meets them", () => {
    expect(longestChecked(slug as unknown as Node, "grill")).toEqual({ string_format: 5 });
    expect(longestChecked(text(5) as unknown as Node, " soup ")).toEqual({
      overwrite: 6,
      custom: 4,
    });
    expect(longestChecked(email as unknown as Node, "A@b.test")).toEqual({
      overwrite: 8,
      custom: 8,
    });
  });
});
