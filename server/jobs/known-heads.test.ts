import { beforeEach, expect, test } from "vitest";
import { createKnownHeads, type KnownHeads } from "./known-heads.ts";

let known: KnownHeads;

/** Read as the watch does: what was known is looked up when it is asked for. */
const read = (head: number, before = known.of("a")) => known.read("a", before, head);

beforeEach(() => {
  known = createKnownHeads();
});

test("a log is met once", () => {
  expect([read(4), read(4), known.of("a"), known.settle()]).toEqual(["first", "known", 4, []]);
});

test("what this process wrote is nobody else's, though it is read before it is heard of", () => {
  read(4);
  expect(read(7)).toBe("ahead");
  known.wrote("a", 4, 6);
  known.wrote("a", 6, 7);
  expect([known.settle(), known.of("a")]).toEqual([[], 7]);
});

test("what was heard of while it was read is known", () => {
  read(4);
  const before = known.of("a");
  known.wrote("a", 4, 9);
  expect([read(7, before), read(9), known.settle()]).toEqual(["known", "known", []]);
});

test("what another process wrote is told once, and what was written behind it counts as known", () => {
  read(4);
  known.wrote("a", 5, 8);
  expect([read(8), known.settle(), known.settle(), read(8)]).toEqual(["ahead", ["a"], [], "known"]);
  expect(read(9)).toBe("ahead");
  known.wrote("a", 9, 11);
  expect([known.settle(), known.of("a"), read(11)]).toEqual([["a"], 11, "known"]);
});

test("a log that is shorter is another one, of which this process wrote nothing", () => {
  read(4);
  known.wrote("a", 4, 9);
  expect([read(6), known.of("a"), read(9), known.settle()]).toEqual(["back", 6, "ahead", ["a"]]);
});

test("what this process wrote in several goes behind another's is known with it, from wherever in it was read", () => {
  read(4);
  known.wrote("a", 5, 8);
  known.wrote("a", 8, 10);
  expect([read(7), known.settle(), known.of("a"), read(10)]).toEqual(["ahead", ["a"], 10, "known"]);
});

test("a log that is shorter has nothing ahead of it, settled before or not", () => {
  read(4);
  expect([read(9), known.settle()]).toEqual(["ahead", ["a"]]);
  expect([read(6), known.settle()]).toEqual(["back", []]);
  expect([read(12), read(5), known.settle()]).toEqual(["ahead", "back", []]);
});
