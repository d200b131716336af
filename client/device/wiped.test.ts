import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Identity } from "./device.ts";
import { forget, identityFor, remember } from "./identities.ts";
import { watchWiped, wipeToTell } from "./wiped.ts";

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

const KITCHEN: Identity = {
  restaurantId: "r1",
  restaurantName: "Aurelia",
  deviceId: "d1",
  role: "kitchen",
  letter: "B",
  name: "Grill",
  stationIds: [],
  locale: "en-GB",
  currency: "GBP",
  timezone: "UTC",
};

/** A page that is open; `look` is what it does every few seconds. */
function open(nowMs: number) {
  const looks: (() => void)[] = [];
  const watch = watchWiped(
    KITCHEN,
    "heard-r1-kitchen",
    () => nowMs,
    (_ms, work) => {
      looks.push(work);
      return () => undefined;
    },
  );
  return { watch, look: () => looks.forEach((it) => it()) };
}

test("storage that is cleared under an open page is noticed, who this is is written down again, and the next start says why, once", () => {
  remember(KITCHEN);
  const { watch, look } = open(1_000);
  let told = 0;
  watch.onChange(() => told++);
  look();
  expect([watch.wiped(), told, wipeToTell()]).toEqual([false, 0, null]);
  kept.clear();
  look();
  look();
  expect([watch.wiped(), told, identityFor("kitchen")?.name]).toEqual([true, 1, "Grill"]);
  expect(kept.get("heard.filled")).toBe('["heard-r1-kitchen"]');
  expect(wipeToTell()).toEqual({
    id: "wiped/1000",
    at: 1_000,
    code: "storage_lost",
    detail: "",
    number: null,
  });
  expect(wipeToTell()).toBeNull();
});

test("another tab that noticed later says so too", () => {
  remember(KITCHEN);
  const [first, second] = [open(2_000), open(1_000)];
  kept.clear();
  first.look();
  second.look();
  expect([first.watch.wiped(), second.watch.wiped()]).toEqual([true, true]);
});

test("an owner who signs out clears nothing", () => {
  remember(KITCHEN);
  const { watch, look } = open(1_000);
  forget("kitchen");
  look();
  expect([watch.wiped(), identityFor("kitchen")]).toEqual([false, undefined]);
});

test("a browser that keeps nothing is not cleared", () => {
  const { watch, look } = open(1_000);
  look();
  expect(watch.wiped()).toBe(false);
});
