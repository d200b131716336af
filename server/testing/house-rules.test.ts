import { describe, expect, test } from "vitest";
import { hits, isCode, isTesting, projectFiles } from "./source-files.ts";

/**
 * Style that is not executed decays. Each rule lists every offender at once, with what to do about
 * it. Here: how files are called and how long they are, and what no text of ours may say. Beside it
 * stand what may be imported (imports.test.ts) and what is depended on (dependencies.test.ts).
 */
const files = projectFiles();
const code = files.filter(({ path }) => isCode(path));

const LONGEST_FILE = 300;

describe("house rules", () => {
  test("a file is 300 lines at most, or says at its top why it is one thing", () => {
    const long = files.filter(
      ({ path, text }) =>
        /\.(ts|tsx|mjs|css|sql)$/.test(path) && lines(text) > LONGEST_FILE && !saysWhy(text),
    );
    expect(
      long.map(
        ({ path, text }) =>
          `${path} has ${lines(text)} lines: split it, or let its first comment say why it is one thing (in these words)`,
      ),
    ).toEqual([]);
  });

  test("names are kebab-case", () => {
    const part = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
    // As readers and GitHub look for them.
    const given = /^([A-Z]+\.md|LICENSE|ISSUE_TEMPLATE|PULL_REQUEST_TEMPLATE\.md)$/;
    const offenders = files.filter(({ path }) =>
      path.split("/").some((name) => !part.test(name) && !given.test(name)),
    );
    expect(offenders.map(({ path }) => `${path}: call it in-kebab-case`)).toEqual([]);
  });

  test("no test is skipped, alone or still to be written", () => {
    const waits = /\b(test|it|describe|suite)(\.\w+)*\.(skip|only|todo|fixme|fails|skipIf|runIf)\b/;
    expect(
      code
        .filter(({ path }) => isTesting(path))
        .flatMap(({ path, names }) => hits(path, names, waits, "a test runs or is deleted")),
    ).toEqual([]);
  });

  test("whoever waits for something in a test says how long: vi.waitFor alone gives up after a second, which a busy machine takes", () => {
    const hasty = code
      .filter(({ path }) => isTesting(path))
      .flatMap(({ path, names }) =>
        names
          .split(/\bvi\.wait(?:For|Until)(?:<[^(]*>)?(?=\()/)
          .slice(1)
          .flatMap((call) => (/\btimeout\b/.test(inBrackets(call)) ? [] : [path])),
      );
    expect(hasty.map((path) => `${path}: give vi.waitFor a timeout, or use expect.poll`)).toEqual(
      [],
    );
  });

  test("a test is called test", () => {
    const other = /\bimport\s*\{[^}]*\bit\b[^}]*\}\s*from\s*["']vitest["']/;
    expect(
      code
        .filter(({ text }) => other.test(text))
        .map(({ path }) => `${path} imports it: import { test }`),
    ).toEqual([]);
  });

  test("nothing is left for later, and no type error is hushed", () => {
    const later = new RegExp(
      `\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b|@ts-(${["ig" + "nore", "no" + "check"].join("|")})`,
    );
    expect(
      code.flatMap(({ path, text }) => hits(path, text, later, "do it, or open an issue")),
    ).toEqual([]);
  });

  test("nothing knows the machine it was written on", () => {
    const machine = new RegExp(
      [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/home/" + "\\w",
        "/Us" + "ers/",
        "npmjs" + "\\.(org|com)",
        '"resol' + 'ved":',
        "^regi" + "stry\\s*=",
      ].join("|"),
      "m",
    );
    expect(
      files.flatMap(({ path, text }) =>
        hits(path, text, machine, "a path or a registry of one machine"),
      ),
    ).toEqual([]);
  });
});

function lines(text: string): number {
  return text.trimEnd().split("\n").length;
}

function saysWhy(text: string): boolean {
  const first = /^(\s*(\/\/|--)[^\n]*\n)+|^\s*\/\*[\s\S]*?\*\//m.exec(text.slice(0, 3000));
  return /one thing/.test((first?.[0] ?? "").replace(/\s*\n\s*(\*|\/\/|--)?\s*/g, " "));
}

/** What stands between the bracket that a text begins with and its partner. */
function inBrackets(text: string): string {
  let depth = 0;
  const end = text.split("").findIndex((letter) => {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    return depth === 0;
  });
  return text.slice(0, end + 1);
}
