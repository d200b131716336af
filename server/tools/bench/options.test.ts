import { describe, expect, test } from "vitest";
import { readOptions } from "./options.ts";
import { median, quantile } from "./rounds.ts";
import { isMet, type Figure } from "./row.ts";

const NAMES = ["orders", "hot"];

describe("bench options", () => {
  test("no row means all, and rows are taken by name", () => {
    expect(readOptions([], NAMES)).toMatchObject({
      ok: true,
      value: { rows: NAMES, short: false, write: false, rounds: 5, roundMs: 4_000 },
    });
    expect(readOptions(["hot", "--rounds", "3", "--seconds", "0.5"], NAMES)).toMatchObject({
      ok: true,
      value: { rows: ["hot"], rounds: 3, roundMs: 500 },
    });
  });

  test.each([
    [["cold"], "no row cold"],
    [["--rounds", "0"], "--rounds"],
    [["--seconds", "x"], "--seconds"],
    [["--fast"], "--fast"],
    [["--short", "--write"], "not written"],
  ])("%j is refused with a sentence", (args, sentence) => {
    const options = readOptions(args, NAMES);
    expect(options.ok ? "" : options.error).toContain(sentence);
  });
});

describe("bench figures", () => {
  test("the median and the quantiles are values that were measured", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(quantile([1, 2, 3, 4], 0.99)).toBe(4);
    expect(() => median([])).toThrow("nothing was measured");
  });

  test("a target holds for the ratio, or for the figure where there is no limit", () => {
    const figure: Figure = {
      what: "",
      unit: "",
      ours: 700,
      limit: 1_000,
      ratio: 0.7,
      target: { least: 0.6 },
    };
    expect([
      isMet(figure),
      isMet({ ...figure, target: { most: 0.6 } }),
      isMet({ ...figure, ratio: null, limit: null, target: { most: 699 } }),
      isMet({ ...figure, target: null }),
    ]).toEqual([true, false, false, null]);
  });
});
