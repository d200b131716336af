/**
 * Ours and the limit in turn, so that whatever else the machine does falls on both; medians, so
 * that one bad moment counts once.
 */
import type { Bench, Figure, Target } from "./row.ts";

export type Side = "ours" | "limit";

/**
 * Measures both sides `rounds` times after one round that is thrown away (code gets compiled, plans
 * and pages get warm).
 */
export async function inTurn<T>(
  bench: Bench,
  measure: (side: Side, ms: number) => Promise<T>,
): Promise<readonly Record<Side, T>[]> {
  const both = async (ms: number, oursFirst: boolean): Promise<Record<Side, T>> => {
    if (oursFirst) return { ours: await measure("ours", ms), limit: await measure("limit", ms) };
    const limit = await measure("limit", ms);
    return { ours: await measure("ours", ms), limit };
  };
  if (!bench.short) await both(bench.roundMs / 2, true);
  const rounds: Record<Side, T>[] = [];
  for (let round = 0; round < bench.rounds; round += 1)
    rounds.push(await both(bench.roundMs, round % 2 === 0));
  return rounds;
}

export type Named = { readonly what: string; readonly unit: string; readonly target?: Target };

/** One figure of the rounds. */
export function figure<T>(
  { what, unit, target }: Named,
  rounds: readonly Record<Side, T>[],
  pick: (measured: T) => number,
): Figure {
  return {
    what,
    unit,
    target: target ?? null,
    ours: median(rounds.map((round) => pick(round.ours))),
    limit: median(rounds.map((round) => pick(round.limit))),
    ratio: median(rounds.map((round) => pick(round.ours) / pick(round.limit))),
  };
}

/** A figure that is held against a number and not against a limit. */
export function plainFigure({ what, unit, target }: Named, values: readonly number[]): Figure {
  return { what, unit, target: target ?? null, ours: median(values), limit: null, ratio: null };
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Of values in ascending order. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  const value = sorted[at];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
}
