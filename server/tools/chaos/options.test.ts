import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("minutes, seed, operations, the browser and the faults are what was asked for", () => {
  expect(readOptions([])).toEqual({
    ok: true,
    value: { minutes: 5, seed: expect.any(Number), ops: null, withBrowser: true, only: null },
  });
  expect(
    readOptions([
      "--minutes",
      "0.5",
      "--seed",
      "7",
      "--ops",
      "900",
      "--without-browser",
      "--only",
      "latency, full disk",
    ]),
  ).toEqual({
    ok: true,
    value: { minutes: 0.5, seed: 7, ops: 900, withBrowser: false, only: ["latency", "full disk"] },
  });
});

test.each([
  ["--minutes", "0"],
  ["--minutes", "long"],
  ["--seed=-1"],
  ["--ops", "0"],
  ["--only", "rain"],
  ["--speed", "1"],
  ["file"],
])("%s %s is refused in a sentence", (...args) => {
  expect(readOptions(args)).toMatchObject({ ok: false, error: expect.any(String) });
});
