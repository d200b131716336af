import { expect, test } from "vitest";
import { reloadWhenIdle } from "./take-over.ts";

function tab() {
  let reloads = 0;
  const ticks = new Set<() => void>();
  const takeOver = reloadWhenIdle({
    reload: () => void reloads++,
    every(_ms, work) {
      ticks.add(work);
      return () => ticks.delete(work);
    },
  });
  return {
    takeOver,
    tick: () => ticks.forEach((work) => work()),
    reloads: () => reloads,
    waits: () => ticks.size,
  };
}

test("reloads an idle tab when another tab asked for the new version", () => {
  const { takeOver, reloads } = tab();
  takeOver.busyWhile(() => false);
  takeOver.now();
  expect(reloads()).toBe(1);
});

test("lets a busy tab finish first, and reloads it once", () => {
  const { takeOver, tick, reloads, waits } = tab();
  const busy = { rail: true, dialog: false };
  takeOver.busyWhile(() => busy.rail);
  takeOver.busyWhile(() => busy.dialog);
  takeOver.now();
  tick();
  expect(reloads()).toBe(0);
  Object.assign(busy, { rail: false, dialog: true });
  tick();
  expect(reloads()).toBe(0);
  busy.dialog = false;
  tick();
  tick();
  expect([reloads(), waits()]).toEqual([1, 0]);
});

test("reloads the tab whose person asked, busy or not", () => {
  const { takeOver, reloads } = tab();
  takeOver.busyWhile(() => true);
  takeOver.asked();
  takeOver.now();
  expect(reloads()).toBe(1);
});
