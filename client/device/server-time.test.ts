import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serverTime } from "./server-time.ts";

/** What a browser would remember. */
const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("shows the server's minute, whatever this device's clock says", () => {
  const time = serverTime(
    () => 1_000_000,
    () => 540_000,
  );
  expect(time.now()).toBe(1_540_000);
});

test("never steps back by a little: no age counts down", () => {
  let offset = 500;
  const time = serverTime(
    () => 10_000,
    () => offset,
  );
  expect(time.now()).toBe(10_500);
  offset = 200;
  expect(time.now()).toBe(10_500);
});

test("takes a large correction at once", () => {
  let offset: number | null = null;
  const time = serverTime(
    () => 1_000_000,
    () => offset,
  );
  expect(time.now()).toBe(1_000_000);
  offset = -600_000;
  expect(time.now()).toBe(400_000);
});

test("starts offline with what it learned before", () => {
  serverTime(
    () => 0,
    () => 90_000,
  ).now();
  expect(
    serverTime(
      () => 1_000,
      () => null,
    ).now(),
  ).toBe(91_000);
});
