/**
 * No pattern of the product takes longer than its text is long. Whether one does is found out by
 * walking it, not by timing it: how many ways there are to read the same text (redos-detector).
 * More than a few of them, and a stranger's text makes the process try them all.
 */
import { isSafe } from "redos-detector";
import { describe, expect, test } from "vitest";
import { parseSync } from "vite";
import { isCode, isTesting, projectFiles } from "./source-files.ts";

/** Ways to read one text: a pattern that stays below looks at each letter so many times at most. */
const MAX_WAYS = 60;

/** What the product runs; tools read only what somebody at a terminal gives them. */
const isProduct = (path: string): boolean =>
  isCode(path) &&
  !isTesting(path) &&
  !/^(server\/(demo|launch|testing|tools)\/|[^/]+\.config\.ts$)/.test(path);

/**
 * Patterns that may look twice, because the text before them is short, by file and with its limit.
 */
const SHORT_TEXTS: Readonly<Record<string, string>> = {
  "client/screens/owner/money-text.ts":
    "a price, as an owner types it into a field of their own browser",
};
/** Patterns that are put together, out of what. */
const PUT_TOGETHER: Readonly<Record<string, string>> = {
  "server/http/method-not-allowed.ts": "the routes of the app, part by part",
  "shared/kitchen/allergy.ts": "a list of words",
};

type Pattern = { readonly path: string; readonly source: string; readonly flags: string };
type Found = { readonly patterns: readonly Pattern[]; readonly built: readonly string[] };

function patternsIn(path: string, text: string): Found {
  const patterns: Pattern[] = [];
  const built: string[] = [];
  const { program, errors } = parseSync(path, text);
  expect(errors, path).toEqual([]);
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, regex, callee } = node as {
      type?: string;
      regex?: { pattern: string; flags: string };
      callee?: { name?: string };
    };
    if (type === "Literal" && regex !== undefined)
      patterns.push({ path, source: regex.pattern, flags: regex.flags });
    if ((type === "NewExpression" || type === "CallExpression") && callee?.name === "RegExp")
      built.push(path);
    Object.values(node).forEach(visit);
  };
  visit(program);
  return { patterns, built };
}

/** How many ways there are to read one text with it, or null where there is no end of them. */
function waysOf(source: string, flags: string): number | null {
  const { score } = isSafe(new RegExp(source, flags), { maxScore: MAX_WAYS });
  return score.infinite ? null : score.value;
}

const product = projectFiles().filter(({ path }) => isProduct(path));
const found = product.map(({ path, text }) => patternsIn(path, text));

describe("patterns", () => {
  test("are found, and what makes one slow is known", () => {
    expect(found.flatMap(({ patterns }) => patterns).length).toBeGreaterThan(40);
    const slow = [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, /(.)\/+$/, /\s+$/, /^(a+)+$/, /^\d*\d*x$/];
    expect(slow.filter(({ source, flags }) => waysOf(source, flags) !== null)).toEqual([]);
    const quick = [
      /^[0-9a-f]{8}-[0-9a-f]{4}$/,
      /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
      /^Bearer +(\S+)$/i,
      /[\s-]/g,
    ];
    expect(quick.filter(({ source, flags }) => waysOf(source, flags) === null)).toEqual([]);
  });

  test("look at each letter a few times at most, however long the text", () => {
    const slow = found
      .flatMap(({ patterns }) => patterns)
      .filter(
        ({ path, source, flags }) => !(path in SHORT_TEXTS) && waysOf(source, flags) === null,
      );
    expect(
      slow.map(
        ({ path, source, flags }) =>
          `${path}: /${source}/${flags} can read one text in ever more ways: split the text, or anchor and part what repeats`,
      ),
    ).toEqual([]);
  });

  test("are written down, so that they can be looked at", () => {
    const unknown = found.flatMap(({ built }) => built).filter((path) => !(path in PUT_TOGETHER));
    expect(unknown.map((path) => `${path} puts a pattern together: write it as a literal`)).toEqual(
      [],
    );
  });

  test("of schemas stand behind a length: shaped, known and atMost of shared/kernel/schema.ts", () => {
    const bare =
      /\bz\.(regex|maxLength|email|url|includes|startsWith|endsWith)\(|\)\s*\.(regex|email|url)\(/;
    const offenders = product.filter(
      ({ path, code }) =>
        path !== "shared/kernel/schema.ts" && /\bfrom "zod/.test(code) && bare.test(code),
    );
    expect(
      offenders.map(
        ({ path }) =>
          `${path} checks a text by itself: shaped, known and atMost of shared/kernel/schema.ts ask for its length first, and end there`,
      ),
    ).toEqual([]);
  });
});
