import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("runs, seed, seconds and what is left of the plan are what was asked for", () => {
  expect(
    readOptions(["--runs", "50", "--seed", "7", "--jobs", "2", "--only", "3,5"]),
  ).toMatchObject({ ok: true, value: { runs: 50, seed: 7, jobs: 2, only: [3, 5], bug: null } });
  expect(readOptions(["--seconds", "9"])).toMatchObject({
    ok: true,
    value: { seconds: 9, runs: 1_000_000_000, seed: expect.any(Number), only: null },
  });
  expect(readOptions(["--runs", "1", "--only", ""])).toMatchObject({
    ok: true,
    value: { only: [], jobs: 1 },
  });
});

test.each([
  ["--runs", "0"],
  ["--runs", "many"],
  ["--seed=-1"],
  ["--bug", "no such"],
  ["--only", "a"],
  ["--speed", "1"],
  ["file"],
])("%s %s is refused in a sentence", (...args) => {
  expect(readOptions(args)).toMatchObject({ ok: false, error: expect.any(String) });
});
