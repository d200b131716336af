import { expect, test } from "vitest";
import type { Submission } from "#shared/sync/sequencer-port.ts";
import { createFairQueue } from "../fair/fair-queue.ts";
import { lineOf, nextJobBatch, SHARE_WORK, WORK_OF_MUTATION, type Waiting } from "./batch.ts";

const nobodyRests = { isResting: () => false };
const alone = { isBeside: () => false };
const beside = { isBeside: () => true };

/** An order of so many lines, as `who` of a restaurant's people places it. */
const order = (restaurantId: string, lines: number, role = "floor"): Waiting => ({
  restaurantId,
  submission: {
    kind: "command",
    who: { role },
    command: { name: "order.place", args: { lines: Array.from({ length: lines }) } },
    key: null,
    strict: true,
  } as unknown as Submission,
});

function waitingWith(...jobs: readonly Waiting[]) {
  const waiting = createFairQueue<Waiting>({ all: 1_000, each: 1_000 });
  for (const job of jobs) waiting.push(lineOf(job), job);
  return waiting;
}

const NINETY = 90;
const most = (share: number): number => Math.ceil(share / (NINETY + WORK_OF_MUTATION));
const tenLongOrders = Array.from({ length: 10 }, () => order("a", NINETY));

test("FAIR-4 FAIR-10 who works alone fills a large commit and rests never; beside others it has a small one and rests", () => {
  const one = nextJobBatch(waitingWith(...tenLongOrders), nobodyRests, alone);
  expect([one.jobs.length, one.filled]).toEqual([most(SHARE_WORK.alone), []]);
  const two = nextJobBatch(waitingWith(...tenLongOrders), nobodyRests, beside);
  expect([two.jobs.length, two.filled]).toEqual([most(SHARE_WORK.beside), ["a/staff"]]);
});

test("FAIR-10 short orders do not fill a share: who sends them does not rest", () => {
  const { jobs, filled } = nextJobBatch(
    waitingWith(order("a", 3), order("b", NINETY), order("a", 4)),
    nobodyRests,
    beside,
  );
  expect([jobs.length, filled]).toEqual([3, ["b/staff"]]);
});

test("FAIR-9 FAIR-10 guests who rest keep nobody of their own restaurant waiting, and keep their place", () => {
  const waiting = waitingWith(order("a", 1, "guest"), order("a", 1), order("a", 1, "system"));
  const { jobs } = nextJobBatch(waiting, { isResting: (line) => line === "a/guest" }, beside);
  expect(jobs.map(({ submission }) => submission.who.role)).toEqual(["floor", "system"]);
  expect(waiting.size()).toBe(1);
});

test("FAIR-10 a batch is empty where all that wait rest", () => {
  expect(nextJobBatch(waitingWith(order("a", 1)), { isResting: () => true }, beside)).toEqual({
    jobs: [],
    filled: [],
  });
});
