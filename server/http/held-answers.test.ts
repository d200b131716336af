import { expect, test } from "vitest";
import type { Asker } from "./asker.ts";
import { ANSWER_BYTES, lastMoment, reads, saw, tooMuch, type HeldAnswer } from "./held-answers.ts";

const KB = 1024;
const BOUNDS = { believed: 1_000 * KB, marked: 1_000 * KB, stranger: 1_000 * KB };
/** Bytes a second, ten seconds after all began to wait. */
const PACE = 4 * KB;
const NOW_MS = 10_000;

const stranger = (address: string): Asker => ({ kind: "stranger", group: address, key: address });
const device = (restaurant: string, key: string): Asker => ({
  kind: "believed",
  group: restaurant,
  key,
});
/** One that holds so much with all that it takes, and was found waiting so often. */
const held = (
  name: string,
  asker: Asker,
  kilobytes: number,
  looks = 2,
): HeldAnswer & { readonly name: string } => ({
  name,
  asker: () => asker,
  bytes: kilobytes * KB - ANSWER_BYTES,
  sinceMs: 0,
  said: kilobytes * KB - ANSWER_BYTES,
  saidBefore: 0,
  looks,
});
const gone = (...waiting: ReturnType<typeof held>[]): string[] =>
  tooMuch(waiting, { heldBytes: BOUNDS, leastPace: PACE }, NOW_MS).map(({ name }) => name);
/** The same, after it took so much. */
const taking = (one: ReturnType<typeof held>, kilobytes: number): ReturnType<typeof held> => ({
  ...one,
  said: one.bytes + kilobytes * KB,
});

test("FAIR-7 up to the bound nobody goes; beyond it who has the most does, and no more of it than has to", () => {
  const slow = held("a slow phone", stranger("1.1.1.1"), 300);
  const flood = [1, 2, 3, 4].map((n) => held(`flood ${n}`, stranger("2.2.2.2"), 175));
  expect(gone(slow, ...flood)).toEqual([]);
  expect(gone(slow, ...flood, held("flood 5", stranger("2.2.2.2"), 175))).toEqual(["flood 1"]);
});

test("FAIR-7 whatever one kind of asker has, it costs the others nothing", () => {
  const flood = Array.from({ length: 100 }, (_, n) => held("flood", stranger(`2.2.2.${n}`), 100));
  expect(gone(held("a tablet", device("house", "tablet"), 900), ...flood)).toEqual(
    Array.from({ length: 90 }, () => "flood"),
  );
});

test("FAIR-7 of restaurants the one with the most, of its devices the one with the most", () => {
  const small = held("small", device("much", "small"), 100);
  const own = held("own", device("little", "tablet"), 400);
  expect(
    gone(
      own,
      small,
      held("first", device("much", "large"), 300),
      held("second", device("much", "large"), 300),
    ),
  ).toEqual(["first"]);
});

test("FAIR-7 what was said a moment ago is looked at again before it goes", () => {
  expect(gone(held("new", stranger("1.1.1.1"), 2_000, 1))).toEqual([]);
  expect(gone(held("old", stranger("1.1.1.1"), 2_000, 2))).toEqual(["old"]);
});

test("FAIR-7 who takes stays, however many groups leave however little", () => {
  const reader = taking(held("reader", stranger("1.1.1.1"), 300), 40);
  const flood = Array.from({ length: 100 }, (_, n) => held("flood", stranger(`2.2.2.${n}`), 50));
  expect(gone(reader, ...flood)).toEqual(Array.from({ length: 86 }, () => "flood"));
  // Nothing of the flood had its time yet: the reader does not go in its place.
  expect(gone(reader, ...flood.map((one) => ({ ...one, looks: 1 })))).toEqual([]);
});

test("FAIR-7 a byte now and then, or a little long ago, is no taking", () => {
  const flood = [1, 2, 3, 4].map((n) => held(`flood ${n}`, stranger(`2.2.2.${n}`), 225));
  expect(gone(taking(held("sips", stranger("1.1.1.1"), 300), 39), ...flood)).toEqual(["sips"]);
  expect(gone(taking(held("reads", stranger("1.1.1.1"), 300), 40), ...flood)).toEqual(["flood 1"]);
});

test("FAIR-7 of those that take, the greediest goes, once they alone are too much", () => {
  const all = [1, 2, 3].map((n) =>
    taking(held(`reader ${n}`, stranger(`1.1.1.${n}`), 300 + n), 40),
  );
  expect(gone(...all, held("idle", stranger("2.2.2.2"), 90))).toEqual([]);
  expect(gone(...all, held("idle", stranger("2.2.2.2"), 100))).toEqual(["idle"]);
  expect(
    gone(
      ...all,
      taking(held("reader 4", stranger("1.1.1.4"), 100), 40),
      held("idle", stranger("2.2.2.2"), 60),
    ),
  ).toEqual(["idle", "reader 3"]);
});

test("who took the piece before is reading the next, from the start and for as long as that is worth", () => {
  const one = { ...held("reader", stranger("1.1.1.1"), 0), bytes: 0, said: 0 };
  saw(one, 8 * KB, 1_000);
  expect(reads(one, PACE, 1_000)).toBe(false);
  saw(one, 0, 1_500);
  saw(one, 16 * KB, 2_000);
  expect([2_000, 4_000, 4_001].map((nowMs) => reads(one, PACE, nowMs))).toEqual([
    true,
    true,
    false,
  ]);
});

test("many small answers are as much as few large ones: each counts with what it takes besides its bytes", () => {
  const waiting = Array.from({ length: 1_000 }, (_, n) => ({
    ...held(`${n}`, stranger("1.1.1.1"), 0),
    bytes: 1,
  }));
  expect(waiting.length - gone(...waiting).length).toBe(
    Math.floor(BOUNDS.stranger / (ANSWER_BYTES + 1)),
  );
});

test("a reader's pace is of all that was said to it while it was behind, not of the first piece", () => {
  const one = held("reader", stranger("1.1.1.1"), 0);
  one.bytes = 0;
  expect([saw(one, 100, 1_000), saw(one, 40, 2_000), saw(one, 140, 3_000)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(lastMoment(one, { graceMs: 500, leastPace: 100 })).toBe(1_000 + 500 + 2_000);
  one.looks = 2;
  expect(saw(one, 0, 4_000)).toBe(false);
  saw(one, 50, 9_000);
  expect(lastMoment(one, { graceMs: 500, leastPace: 100 })).toBe(9_000 + 500 + 500);
  expect(one.looks).toBe(0);
});
