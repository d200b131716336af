import { expect, test } from "vitest";
import { MINUTE } from "#shared/kernel/time.ts";
import { createSparing } from "./sparing.ts";

function watched(limits = { ofOne: 3, ofAll: 10 }, level: "info" | "warn" = "info") {
  let now = 5 * MINUTE;
  const said: object[] = [];
  const warned: object[] = [];
  const due: (() => void)[] = [];
  const sparing = createSparing({
    log: {
      info: (fields: object) => void said.push(fields),
      warn: (fields: object) => void warned.push(fields),
    },
    clock: { now: () => now },
    level,
    heldMessage: "held",
    limits,
    later: (_, work) => void due.push(work),
  });
  const lines = (asker: string, times: number): number =>
    Array.from({ length: times }, () => sparing.mayWrite(asker)).filter(Boolean).length;
  return {
    lines,
    said,
    warned,
    pass: (ms: number) => (now += ms),
    ring: () => due.splice(0).forEach((work) => work()),
  };
}

test("of one asker some lines a minute, of others theirs; what is held back is summed up when the minute is over", () => {
  const { lines, said, ring, pass } = watched();
  expect([lines("a", 1_000), lines("b", 2), lines("c", 5)]).toEqual([3, 2, 3]);
  expect(said).toEqual([]);
  pass(MINUTE);
  ring();
  expect(said).toEqual([
    {
      held: 999,
      most: [
        { source: "a", lines: 1_000 },
        { source: "c", lines: 5 },
      ],
    },
  ]);
  expect(lines("a", 5)).toBe(3);
});

test("of all together so many, however many askers there are", () => {
  const { lines, said, pass } = watched();
  let written = 0;
  for (let n = 0; n < 20_000; n++) written += lines(`asker ${n}`, 1);
  expect(written).toBe(10);
  pass(MINUTE);
  expect(lines("late", 1)).toBe(1);
  expect(said).toEqual([{ held: 19_990, most: [] }]);
});

test("nothing is summed up where nothing was held back, and a clock that is set back begins anew", () => {
  const { lines, said, pass, ring } = watched();
  lines("a", 3);
  pass(2 * MINUTE);
  expect(lines("a", 3)).toBe(3);
  pass(-60 * MINUTE);
  expect(lines("a", 3)).toBe(3);
  ring();
  expect(said).toEqual([]);
});

test("what must not be missed is summed up as loudly as it is said", () => {
  const { lines, said, warned, pass, ring } = watched({ ofOne: 3, ofAll: 10 }, "warn");
  lines("internal", 5);
  pass(MINUTE);
  ring();
  expect([warned, said]).toEqual([[{ held: 2, most: [{ source: "internal", lines: 5 }] }], []]);
});
