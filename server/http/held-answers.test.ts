import { expect, test } from "vitest";
import type { Asker } from "./asker.ts";
import { ANSWER_BYTES, lastMoment, saw, tooMuch, type HeldAnswer } from "./held-answers.ts";

const KB = 1024;
const BOUNDS = { believed: 1_000 * KB, marked: 1_000 * KB, stranger: 1_000 * KB };

const stranger = (address: string): Asker => ({ kind: "stranger", group: address, key: address });
const device = (restaurant: string, key: string): Asker => ({ kind: "believed", group: restaurant, key });
/** One that holds so much with all that it takes, and was found waiting so often. */
const held = (name: string, asker: Asker, kilobytes: number, looks = 2): HeldAnswer & { readonly name: string } => ({ name, asker: () => asker, bytes: kilobytes * KB - ANSWER_BYTES, sinceMs: 0, said: 0, looks });
const gone = (...waiting: ReturnType<typeof held>[]): string[] => tooMuch(waiting, BOUNDS).map(({ name }) => name);

test("FAIR-7 up to the bound nobody goes; beyond it who has the most does, and no more of it than has to", () => {
  const slow = held("a slow phone", stranger("1.1.1.1"), 300);
  const flood = [1, 2, 3, 4].map((n) => held(`flood ${n}`, stranger("2.2.2.2"), 175));
  expect(gone(slow, ...flood)).toEqual([]);
  expect(gone(slow, ...flood, held("flood 5", stranger("2.2.2.2"), 175))).toEqual(["flood 1"]);
});

test("FAIR-7 whatever one kind of asker has, it costs the others nothing", () => {
  const flood = Array.from({ length: 100 }, (_, n) => held("flood", stranger(`2.2.2.${n}`), 100));
  expect(gone(held("a tablet", device("house", "tablet"), 900), ...flood)).toEqual(Array.from({ length: 90 }, () => "flood"));
});

test("FAIR-7 of restaurants the one with the most, of its devices the one with the most", () => {
  const small = held("small", device("much", "small"), 100);
  const own = held("own", device("little", "tablet"), 400);
  expect(gone(own, small, held("first", device("much", "large"), 300), held("second", device("much", "large"), 300))).toEqual(["first"]);
});

test("FAIR-7 what was said a moment ago is looked at again before it goes", () => {
  expect(gone(held("new", stranger("1.1.1.1"), 2_000, 1))).toEqual([]);
  expect(gone(held("old", stranger("1.1.1.1"), 2_000, 2))).toEqual(["old"]);
});

test("many small answers are as much as few large ones: each counts with what it takes besides its bytes", () => {
  const waiting = Array.from({ length: 1_000 }, (_, n) => ({ ...held(`${n}`, stranger("1.1.1.1"), 0), bytes: 1 }));
  expect(waiting.length - gone(...waiting).length).toBe(Math.floor(BOUNDS.stranger / (ANSWER_BYTES + 1)));
});

test("a reader's pace is of all that was said to it while it was behind, not of the first piece", () => {
  const one = held("reader", stranger("1.1.1.1"), 0);
  one.bytes = 0;
  expect([saw(one, 100, 1_000), saw(one, 40, 2_000), saw(one, 140, 3_000)]).toEqual([true, true, true]);
  expect(lastMoment(one, { graceMs: 500, leastPace: 100 })).toBe(1_000 + 500 + 2_000);
  one.looks = 2;
  expect(saw(one, 0, 4_000)).toBe(false);
  saw(one, 50, 9_000);
  expect(lastMoment(one, { graceMs: 500, leastPace: 100 })).toBe(9_000 + 500 + 500);
  expect(one.looks).toBe(0);
});
