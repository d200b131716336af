/**
 * What goes wrong when: a seed's own order of faults, each kind once before any comes again, often
 * two or three at a time.
 */
import type { Random } from "#shared/kernel/random.ts";
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { Fault, FaultKind } from "./faults/fault.ts";

export type Blow = {
  readonly kind: FaultKind;
  readonly delayMs: number;
  readonly holdMs: number;
  /** Of whom it meets and how hard. */
  readonly seed: number;
};

/** Faults that overlap; everything is mended before the next round. */
export type Round = readonly Blow[];

export type Pace = {
  readonly holdMs: readonly [number, number];
  /** Chance that one more joins. */ readonly together: number;
};

const MOST_TOGETHER = 3;

/** For ever; the first rounds have each kind once. */
export function* rounds(
  random: Random,
  kinds: readonly FaultKind[],
  touchesOf: (kind: FaultKind) => Fault["touches"],
  pace: Pace,
): Generator<Round, never> {
  for (let deck: FaultKind[] = []; ;) {
    if (deck.length === 0) deck = shuffled(kinds, random);
    const taken = deck.splice(0, 1);
    while (taken.length < MOST_TOGETHER && happens(random, pace.together)) {
      const touched = taken.map(touchesOf);
      const next = deck.findIndex(
        (kind) =>
          !touched.includes("everything") &&
          touchesOf(kind) !== "everything" &&
          !touched.includes(touchesOf(kind)),
      );
      if (next === -1) break;
      taken.push(...deck.splice(next, 1));
    }
    yield taken.map((kind) => ({
      kind,
      delayMs: between(random, 0, 600),
      holdMs: between(random, ...pace.holdMs),
      seed: between(random, 0, 1_000_000_000),
    }));
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(Math.floor(random.next() * left.length), 1));
}
