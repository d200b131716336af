import { expect, test } from "vitest";
import { BURST_GAP_MS, BURST_KEYS, keyRun } from "./key-burst.ts";

const typed = (keys: readonly string[], gapMs: number) => {
  const run = keyRun();
  return keys.map((key, index) => run.note(key, index * gapMs));
};
const CODE = [..."4006381333931".split(""), "Enter"];

test("a scanner's keys are a burst from the fourth on, to its Enter", () => {
  expect(typed(CODE, BURST_GAP_MS)).toEqual(CODE.map((_, index) => index >= BURST_KEYS - 1));
  expect(typed(["a", "r", "u", "Enter"], 1)).toEqual([false, false, false, false]);
});

test("a hand's are none, however many", () => {
  expect(typed(CODE, BURST_GAP_MS + 1)).toEqual(CODE.map(() => false));
  expect(typed(["Tab", "Tab", "Tab", "ArrowLeft", "ArrowLeft", "Enter"], 1)).toEqual(
    Array.from({ length: 6 }, () => false),
  );
});

test("is over after a pause", () => {
  const run = keyRun();
  for (const [index, key] of CODE.entries()) run.note(key, index);
  expect(run.note("1", 13 + BURST_GAP_MS + 1)).toBe(false);
});
