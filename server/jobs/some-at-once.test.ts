import { expect, test } from "vitest";
import { AT_ONCE, someAtOnce } from "./some-at-once.ts";

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

test("so many wait at once and no more; where one is done the next begins, though others still wait", async () => {
  const ends: (() => void)[] = [];
  const all = someAtOnce(
    Array.from(
      { length: AT_ONCE + 2 },
      () => () => new Promise<void>((resolve) => ends.push(resolve)),
    ),
  );
  await turn();
  expect(ends.length).toBe(AT_ONCE);
  ends[5]!();
  await turn();
  expect(ends.length).toBe(AT_ONCE + 1);
  ends[6]!();
  await turn();
  for (const end of ends) end();
  await all;
  expect(ends.length).toBe(AT_ONCE + 2);
});

test("all are tried, whatever becomes of one; then the first failure is thrown", async () => {
  const tried: number[] = [];
  const failing = someAtOnce(
    Array.from({ length: AT_ONCE * 2 }, (_, index) => async () => {
      tried.push(index);
      if (index % 3 === 1) throw new Error(`task ${index}`);
    }),
  );
  await expect(failing).rejects.toThrow("task 1");
  expect(tried.length).toBe(AT_ONCE * 2);
});
