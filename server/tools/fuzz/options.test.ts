import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("count and seed are what was asked for", () => {
  expect(readOptions(["--count", "5000", "--seed", "7"])).toEqual({
    ok: true,
    value: { count: 5000, slow: 100_000, seed: 7 },
  });
  expect(readOptions(["--slow", "0"])).toMatchObject({
    ok: true,
    value: { count: 100_000, slow: 0 },
  });
  expect(readOptions([])).toMatchObject({
    ok: true,
    value: { count: 100_000, seed: expect.any(Number) },
  });
});

test.each([
  ["--count", "0"],
  ["--count", "many"],
  ["--slow", "some"],
  ["--seed", "-1"],
  ["--seed=1.5"],
  ["--speed", "1"],
  ["file"],
])("%s %s is refused in a sentence", (...args) => {
  expect(readOptions(args)).toMatchObject({ ok: false, error: expect.any(String) });
});
