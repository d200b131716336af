import { expect, test } from "vitest";
import { seededRandom } from "#shared/kernel/seeded-random.ts";
import { FAULTS } from "./faults/all.ts";
import { FAULT_KINDS, type FaultKind } from "./faults/fault.ts";
import { rounds, type Round } from "./plan.ts";

const touchesOf = (kind: FaultKind) => FAULTS[kind].touches;
const PACE = { holdMs: [100, 200], together: 0.5 } as const;

function first(count: number, seed: number): Round[] {
  const plan = rounds(seededRandom(seed), FAULT_KINDS, touchesOf, PACE);
  return Array.from({ length: count }, () => plan.next().value);
}

test("a seed is a schedule", () => {
  expect(first(40, 7)).toEqual(first(40, 7));
  expect(first(40, 7)).not.toEqual(first(40, 8));
});

test("each kind comes once before any comes again, several at a time", () => {
  const kinds: FaultKind[] = [];
  const plan = rounds(seededRandom(1), FAULT_KINDS, touchesOf, PACE);
  let most = 0;
  while (kinds.length < FAULT_KINDS.length) {
    const round = plan.next().value;
    most = Math.max(most, round.length);
    kinds.push(...round.map(({ kind }) => kind));
  }
  expect(kinds.toSorted()).toEqual([...FAULT_KINDS].toSorted());
  expect(most).toBeGreaterThan(1);
});

test("two of one round never touch the same, and what touches everything is alone", () => {
  for (const round of first(300, 3)) {
    const touched = round.map(({ kind }) => touchesOf(kind));
    expect(new Set(touched).size).toBe(touched.length);
    if (touched.includes("everything")) expect(round).toHaveLength(1);
    for (const { holdMs } of round) expect(holdMs).toBeGreaterThanOrEqual(100);
  }
});
