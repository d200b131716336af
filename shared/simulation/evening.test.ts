import { describe, expect, test } from "vitest";
import { liveEvening, type Evening } from "./evening.ts";
import { KNOWN_EVENINGS } from "./known-evenings.ts";
import { BUG_NAMES, partsWith } from "./planted/planted.ts";
import { planOf, readPlan, writePlan } from "./plan.ts";
import { attempt, promiseOf } from "./trial.ts";

describe("what once went wrong", () => {
  for (const { seed, plan, bug, breaks, found } of KNOWN_EVENINGS) {
    test(`[SYN-12] [SYN-21] ${found}`, async () => {
      const before = await attempt({ seed, plan, parts: () => partsWith(bug), only: null });
      expect(
        before.broken.map(promiseOf),
        `with what was wrong then ("${bug}") this evening must still break ${breaks}; look for another: npm run sim -- --seed 1 --bug ${bug}`,
      ).toContain(breaks);
      expect((await attempt({ seed, plan, only: null })).broken).toEqual([]);
    });
  }

  test("is known by a bug that is planted", () => {
    expect(KNOWN_EVENINGS.filter(({ bug }) => !BUG_NAMES.includes(bug))).toEqual([]);
  });
});

describe("an evening", () => {
  test("is the same twice", async () => {
    expect(await liveEvening(5)).toEqual(await liveEvening(5));
  });

  test("is the same from its written plan", async () => {
    for (const seed of [5, 6, 7]) expect(readPlan(writePlan(planOf(seed)))).toEqual(planOf(seed));
    expect(await liveEvening(6, { plan: readPlan(writePlan(planOf(6))) })).toEqual(
      await liveEvening(6),
    );
  });

  test("has work in it, and trouble", async () => {
    const evenings = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => liveEvening(seed)));
    const sum = (count: (it: Evening) => number) =>
      evenings.reduce((total, it) => total + count(it), 0);
    expect(sum((it) => it.events)).toBeGreaterThan(8 * 5);
    expect(sum((it) => it.actions)).toBeGreaterThan(8 * 2);
    expect(sum((it) => it.steps)).toBeGreaterThan(8 * 20);
    expect(new Set(evenings.map((it) => it.healedMs)).size).toBeGreaterThan(1);
  });
});
