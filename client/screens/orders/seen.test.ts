import { expect, test } from "vitest";
import { CLEARED, clearedIn, KEPT_MS, MOST_KEPT, readSeenMarks, withSeen } from "./seen.ts";

test("adds what was seen, and changes nothing where it was seen before", () => {
  const once = withSeen({}, "a", ["rush"], 1);
  expect(withSeen(once, "a", ["rush"], 2)).toBe(once);
  expect(withSeen(once, "a", ["moved:7"], 2)).toEqual({ a: { at: 2, keys: ["rush", "moved:7"] } });
});

test("keeps an evening, and no more orders than its limit, the latest first", () => {
  expect(
    Object.keys(withSeen({ old: { at: 0, keys: ["rush"] } }, "new", ["rush"], KEPT_MS)),
  ).toEqual(["new"]);
  const many = Object.fromEntries(
    Array.from({ length: MOST_KEPT }, (_, index) => [`o${index}`, { at: index, keys: ["rush"] }]),
  );
  const next = withSeen(many, "last", ["rush"], MOST_KEPT);
  expect(Object.keys(next)).toHaveLength(MOST_KEPT);
  expect([next["last"] === undefined, next["o0"] === undefined]).toEqual([false, true]);
});

test("reads back what it saved, and nothing else", () => {
  const seen = withSeen({}, "a", [CLEARED], 5);
  expect(readSeenMarks(JSON.parse(JSON.stringify(seen)))).toEqual(seen);
  expect([...clearedIn(seen)]).toEqual(["a"]);
  expect(readSeenMarks({ a: 1, b: { at: "x", keys: [] }, c: null })).toEqual({});
  expect(readSeenMarks("[]")).toEqual({});
});
