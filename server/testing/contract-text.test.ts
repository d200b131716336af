import { describe, expect, test } from "vitest";
import { PROBLEM_CODES } from "#shared/api/problem.ts";
import { DAY, HOUR, SECOND } from "#shared/kernel/time.ts";
import { MUTATION_NAMES } from "#shared/orders/command.ts";
import { ALL_EVENTS } from "#shared/orders/events/all.ts";
import { readConfig } from "../config.ts";
import { PROBLEMS } from "../http/problem.ts";
import { projectFiles } from "./source-files.ts";

/** `docs/contract.md` against the code that it describes. */
const files = new Map(projectFiles().map(({ path, text }) => [path, text]));
const contract = files.get("docs/contract.md") ?? "";
const textOf = (path: string): string => files.get(path) ?? expect.fail(`${path} is not there`);

/** The rows of the table under a heading, as cells. */
const rowsUnder = (heading: string): string[][] => {
  const [, section = ""] = contract.split(`\n## ${heading}\n`);
  return (section.split(/\n##+ /)[0] ?? "")
    .split("\n")
    .filter((line) => /^\| [^-]/.test(line))
    .slice(1)
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));
};
const named = (cell: string | undefined): string[] =>
  [...(cell ?? "").matchAll(/`([^`]+)`/g)].map((found) => found[1]!);

test("the metrics that docs/operations.md lists are those that are counted", () => {
  const counted = [...textOf("server/metrics/metrics.ts").matchAll(/name: "(heard_\w+)"/g)].map(
    (found) => found[1]!,
  );
  const listed = [...textOf("docs/operations.md").matchAll(/^\| `(heard_\w+)`/gm)].map(
    (found) => found[1]!,
  );
  expect(counted.length).toBeGreaterThan(5);
  expect(listed.sort()).toEqual(counted.sort());
});

describe("the contract names what there is, and nothing else", () => {
  test("environment variables, with the defaults that they have", () => {
    const rows = rowsUnder("Environment").map(([name, byDefault]) => ({
      name: named(name)[0]!,
      byDefault: named(byDefault)[0],
    }));
    const inCode = [
      ...(
        /const Variables = z\.object\(\{([\s\S]*?)\n\}\);/.exec(textOf("server/config.ts"))?.[1] ??
        ""
      ).matchAll(/^ {2}([A-Z_]+):/gm),
    ].map((found) => found[1]!);
    expect(rows.map(({ name }) => name).sort()).toEqual(inCode.sort());
    for (const { name, byDefault } of rows)
      if (byDefault !== undefined)
        expect(readConfig({ [name]: byDefault }), name).toEqual(readConfig({}));
  });

  test("routes", () => {
    const inCode = [
      ...textOf("server/http/testing/route-table.ts").matchAll(
        /^ {2}"((?:GET|POST|PUT|PATCH|DELETE) [^"]+)"/gm,
      ),
    ].map((found) => found[1]!);
    expect(inCode.length).toBeGreaterThan(30);
    expect(
      rowsUnder("Routes")
        .flatMap(([route]) => named(route))
        .sort(),
    ).toEqual(inCode.sort());
  });

  test("problem codes, under their statuses", () => {
    const rows = rowsUnder("Problems").flatMap(([status, codes]) =>
      named(codes).map((code) => [code, Number(status)]),
    );
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(PROBLEM_CODES.map((code) => [code, PROBLEMS[code].status])),
    );
  });

  test("mutations and types of events", () => {
    const listed = (name: string): string[] =>
      named(
        (new RegExp(`\\*\\*${name}\\*\\*([\\s\\S]*?)\\n\\n`).exec(contract)?.[1] ?? "").replaceAll(
          /`(shared\/[^`]*|\{[^`]*)`/g,
          "",
        ),
      ).sort();
    expect(listed("Mutations")).toEqual([...MUTATION_NAMES].sort());
    expect(listed("Event")).toEqual(ALL_EVENTS.map(({ type }) => type).sort());
  });

  test("limits, by their names and as high as they are", () => {
    const rows = rowsUnder("Limits");
    expect(rows.length).toBeGreaterThan(15);
    for (const [what, limit, name] of rows) {
      const [constant = "", path = ""] = named(name);
      const made = new RegExp(`const ${constant}\\b[^=]*= ([^;]+);`).exec(textOf(path))?.[1];
      expect(made, `${what}: ${path} has no ${constant}`).toBeDefined();
      if (limit !== "table") expect(worth(made!), `${what}: ${constant}`).toBe(said(limit!));
    }
  });
});

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  s: SECOND,
  h: HOUR,
  days: DAY,
  KiB: 1024,
  MiB: 1024 * 1024,
};

/** `10 s`, `1,000`, `256 KiB` as the code counts. */
function said(limit: string): number {
  const [, number = "", unit = ""] = /^([\d,]+) ?(\w*)$/.exec(limit) ?? [];
  return Number(number.replaceAll(",", "")) * (UNITS[unit] ?? Number.NaN);
}

/** What a constant's text comes to; of a body's limits the bytes. */
function worth(text: string): number {
  const product = /maxBytes: ([^,]+)/.exec(text)?.[1] ?? text;
  const factors: Readonly<Record<string, number>> = { SECOND, HOUR, DAY };
  return product
    .split("*")
    .map((factor) => factors[factor.trim()] ?? Number(factor.trim().replaceAll("_", "")))
    .reduce((all, factor) => all * factor, 1);
}
