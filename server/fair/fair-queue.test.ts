import { expect, test } from "vitest";
import { createFairQueue, type FairQueue } from "./fair-queue.ts";

const drained = (queue: FairQueue<string>): string[] => {
  const order: string[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) order.push(next.item);
  return order;
};

test("FAIR-1 each restaurant that waits gets one before any gets its next, in the order in which they began", () => {
  const queue = createFairQueue<string>({ all: 100, each: 50 });
  for (let n = 1; n <= 4; n += 1) expect(queue.push("a", `a${n}`)).toBeNull();
  for (const item of ["b1", "b2", "c1"]) queue.push(item.charAt(0), item);
  expect(drained(queue)).toEqual(["a1", "b1", "c1", "a2", "b2", "a3", "a4"]);
  expect(queue.size()).toBe(0);
});

test("FAIR-1 a newcomer waits for one piece of each other's work, however much they have waiting", () => {
  const queue = createFairQueue<string>({ all: 1_000, each: 500 });
  for (let n = 0; n < 400; n += 1) queue.push("a", `a${n}`);
  queue.shift();
  queue.push("b", "b0");
  expect([queue.shift()?.item, queue.shift()?.item]).toEqual(["a1", "b0"]);
});

test("FAIR-2 who may not go is passed over, and keeps its turn", () => {
  const queue = createFairQueue<string>({ all: 10, each: 10 });
  for (const item of ["a1", "b1", "c1"]) queue.push(item.charAt(0), item);
  expect(queue.shift((key) => key !== "a")?.item).toBe("b1");
  expect(queue.shift()?.item).toBe("a1");
  expect(queue.shift((key) => key === "nobody")).toBeUndefined();
});

test("FAIR-3 a line that is full refuses its own, and nobody else's", () => {
  const queue = createFairQueue<string>({ all: 10, each: 2 });
  queue.push("a", "a1");
  queue.push("a", "a2");
  expect(queue.push("a", "a3")).toEqual({ item: "a3", because: "own" });
  expect(queue.push("b", "b1")).toBeNull();
});

test("FAIR-3 where all is full, the longest line loses its newest to a shorter one, and to no longer one", () => {
  const queue = createFairQueue<string>({ all: 4, each: 3 });
  for (const item of ["a1", "a2", "a3", "b1"]) queue.push(item.charAt(0), item);
  expect(queue.push("c", "c1")).toEqual({ item: "a3", because: "all" });
  expect(queue.push("c", "c2")).toEqual({ item: "c2", because: "all" });
  expect(drained(queue)).toEqual(["a1", "b1", "c1", "a2"]);
});
