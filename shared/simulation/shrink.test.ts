import { expect, test } from "vitest";
import { attempt, explain, promiseOf } from "./trial.ts";
import { REAL } from "./parts.ts";
import { shrink } from "./shrink.ts";

const numbers = Array.from({ length: 60 }, (_, index) => index);

test("what it does not take is left out, and nothing else", async () => {
  const { kept, tries } = await shrink(
    numbers,
    async (parts) => parts.includes(7) && parts.includes(41),
    1_000,
  );
  expect(kept).toEqual([7, 41]);
  expect(tries).toBeLessThan(100);
});

test("what fails of itself takes nothing", async () => {
  expect((await shrink(numbers, async () => true, 1_000)).kept).toEqual([]);
});

test("when the tries run out, what is left still fails", async () => {
  const { kept, tries } = await shrink(
    numbers,
    async (parts) => parts.includes(7) && parts.includes(41),
    5,
  );
  expect(tries).toBe(5);
  expect(kept).toEqual(expect.arrayContaining([7, 41]));
});

test("a failing evening is explained by what it takes to break the promise", async () => {
  const parts = () => ({ ...REAL, habits: { ...REAL.habits, alarms: false } });
  const seed = await failing(
    async (at) => (await attempt({ seed: at, parts, only: null })).broken.length > 0,
  );
  const { broken, only, plan } = await explain({ seed, parts, only: null });
  expect(broken.map(promiseOf)).toContain("L4");
  expect(plan.happenings).toHaveLength(only.length);
  expect((await attempt({ seed, parts, only })).broken).toEqual(broken);
});

async function failing(fails: (seed: number) => Promise<boolean>): Promise<number> {
  for (let seed = 1; seed < 200; seed++) if (await fails(seed)) return seed;
  throw new Error("none fails");
}
