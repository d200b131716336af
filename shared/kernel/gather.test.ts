import { expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

const MOST = 3;

/** What follows from what just happened has happened. */
async function turn(): Promise<void> {
  for (let n = 0; n < 10; n++) await Promise.resolve();
}

/**
 * Says what each call was asked for; `goOn` ends the call that is under way, and lets what it
 * brings about happen.
 */
function aSlowOne() {
  const calls: (readonly number[])[] = [];
  const idle = vi.fn();
  let end = () => {};
  const double = gather({
    most: MOST,
    idle,
    carryOut: async (asks: readonly number[]) => {
      calls.push(asks);
      await new Promise<void>((resolve) => (end = resolve));
      if (asks.includes(13)) throw new Error("no");
      return asks.map((ask) => ask * 2).slice(0, asks.includes(7) ? 1 : MOST);
    },
  });
  const goOn = () => {
    end();
    return turn();
  };
  return { calls, idle, double, goOn };
}

test("(1) carries out in one call what is asked for in one go, and in the next what comes meanwhile, in its order", async () => {
  const { calls, double, goOn } = aSlowOne();
  const first = [1, 2, 3].map(double);
  await turn();
  const second = [5, 4].map(double);
  await goOn();
  expect(await Promise.all(first)).toEqual([2, 4, 6]);
  await goOn();
  expect(await Promise.all(second)).toEqual([10, 8]);
  expect(calls).toEqual([
    [1, 2, 3],
    [5, 4],
  ]);
});

test("(2) a call takes so many at most, and what is over waits for the next: one is under way at a time", async () => {
  const { calls, double, goOn } = aSlowOne();
  const all = Array.from({ length: MOST + 1 }, (_, n) => double(n));
  await turn();
  expect(calls).toEqual([[0, 1, 2]]);
  await goOn();
  expect(calls).toEqual([[0, 1, 2], [3]]);
  await goOn();
  expect(await Promise.all(all)).toEqual([0, 2, 4, 6]);
});

test("(3) all that were in a call that failed fail, and the next goes on", async () => {
  const { double, goOn } = aSlowOne();
  const failing = [12, 13].map((n) => double(n).catch((error: unknown) => error));
  await turn();
  const later = double(14);
  await goOn();
  expect(await Promise.all(failing)).toEqual([new Error("no"), new Error("no")]);
  await goOn();
  expect(await later).toBe(28);
});

test("(3) nobody waits for ever where a call answers fewer than it was asked", async () => {
  const { double, goOn } = aSlowOne();
  const two = Promise.allSettled([7, 8].map(double));
  await turn();
  await goOn();
  expect((await two).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("(4) is idle each time that nothing waits, and works again after it", async () => {
  const { calls, idle, double, goOn } = aSlowOne();
  const first = double(1);
  await turn();
  expect(idle).toHaveBeenCalledTimes(0);
  await goOn();
  await first;
  expect(idle).toHaveBeenCalledTimes(1);
  const second = double(2);
  await turn();
  await goOn();
  expect(await second).toBe(4);
  expect(idle).toHaveBeenCalledTimes(2);
  expect(calls.length).toBe(2);
});
