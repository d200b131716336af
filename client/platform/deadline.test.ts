import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deadline, endWith } from "./deadline.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("ends what was asked once its time is over, and not where it was met", () => {
  const [late, met] = [deadline(1_000), deadline(1_000)];
  met.met();
  vi.advanceTimersByTime(999);
  expect([late.signal.aborted, vi.getTimerCount()]).toEqual([false, 1]);
  vi.advanceTimersByTime(1);
  expect([late.signal.aborted, met.signal.aborted]).toEqual([true, false]);
});

test("ends one with the other, at once where that is over already, and not after it was let go", () => {
  const outer = new AbortController();
  const [held, free, late] = [new AbortController(), new AbortController(), new AbortController()];
  endWith(outer.signal, held);
  endWith(outer.signal, free)();
  outer.abort();
  endWith(outer.signal, late);
  expect([held, free, late].map(({ signal }) => signal.aborted)).toEqual([true, false, true]);
});
