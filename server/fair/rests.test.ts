import { expect, test } from "vitest";
import { createRests, MAX_REST_MS } from "./rests.ts";

/** Time that stands still, and a sleep that ends when it is told to. */
function clockwork() {
  const slept: { ms: number; wake: () => void }[] = [];
  let now = 1_000;
  const rests = createRests({
    nowMs: () => now,
    sleep: (ms) => new Promise((wake) => void slept.push({ ms, wake })),
  });
  return { rests, slept, pass: (ms: number) => (now += ms) };
}

test("FAIR-10 a line rests as long as it worked, and no longer than a rest may be", () => {
  const { rests, pass } = clockwork();
  rests.worked("short", 7);
  rests.worked("long", 10 * MAX_REST_MS);
  expect([rests.isResting("short"), rests.isResting("long"), rests.isResting("another")]).toEqual([
    true,
    true,
    false,
  ]);
  pass(6.9);
  expect(rests.isResting("short")).toBe(true);
  pass(0.1);
  expect([rests.isResting("short"), rests.isResting("long")]).toEqual([false, true]);
  pass(MAX_REST_MS - 7);
  expect(rests.isResting("long")).toBe(false);
});

test("FAIR-10 where all rest, the first is waited for, and an arrival is not kept waiting", async () => {
  const { rests, slept } = clockwork();
  rests.worked("a", 30);
  rests.worked("b", 20);
  const arrival = Promise.withResolvers<void>();
  const waiting = rests.firstOrArrival(arrival.promise);
  expect(slept.map(({ ms }) => ms)).toEqual([20]);
  arrival.resolve();
  await waiting;
  expect([rests.isResting("a"), rests.isResting("b")]).toEqual([true, true]);
});

test("FAIR-10 a sleep that a shutdown ends early ends the rest too: what waits is finished", async () => {
  const { rests, slept } = clockwork();
  rests.worked("a", 30);
  rests.worked("b", 20);
  const waiting = rests.firstOrArrival(new Promise(() => undefined));
  slept[0]?.wake();
  await waiting;
  expect([rests.isResting("a"), rests.isResting("b")]).toEqual([true, false]);
});
