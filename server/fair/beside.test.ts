import { expect, test } from "vitest";
import { BESIDE_MS, createBeside } from "./beside.ts";

test("FAIR-10 a restaurant is beside others while another worked a moment ago, and never beside itself", () => {
  let now = 0;
  const beside = createBeside(() => now);
  expect(beside.isBeside("a")).toBe(false);
  for (let turn = 0; turn < 3; turn += 1) beside.worked("a");
  expect([beside.isBeside("a"), beside.isBeside("b")]).toEqual([false, true]);
  beside.worked("b");
  now = BESIDE_MS - 1;
  beside.worked("a");
  expect([beside.isBeside("a"), beside.isBeside("b"), beside.isBeside("c")]).toEqual([
    true,
    true,
    true,
  ]);
  now = BESIDE_MS;
  expect([beside.isBeside("a"), beside.isBeside("b")]).toEqual([false, true]);
  now = 2 * BESIDE_MS;
  expect([beside.isBeside("a"), beside.isBeside("b"), beside.isBeside("c")]).toEqual([
    false,
    false,
    false,
  ]);
});

test("FAIR-10 of three, who works all the time does not hide that another did", () => {
  let now = 0;
  const beside = createBeside(() => now);
  for (const who of ["a", "b", "c", "c", "c"]) {
    beside.worked(who);
    now += 1;
  }
  expect([beside.isBeside("a"), beside.isBeside("b"), beside.isBeside("c")]).toEqual([
    true,
    true,
    true,
  ]);
});
