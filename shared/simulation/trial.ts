/**
 * One evening that is tried: perhaps with a planted bug, perhaps with less in it than was planned.
 */
import { liveEvening, type Evening } from "./evening.ts";
import { noFaults } from "./faults.ts";
import { REAL, type Parts } from "./parts.ts";
import { planOf, writePlan, type Kind, type Plan } from "./plan.ts";
import { shrink } from "./shrink.ts";

export type Trial = {
  readonly seed: number;
  /** Made anew for each try: planted bugs may remember. */
  readonly parts?: () => Parts;
  /** Only these happenings of the plan, by index; null: all of them. */
  readonly only: readonly number[] | null;
  /** With these troubles and no others. */
  readonly troubles?: readonly Kind[];
  /** This plan, and not the seed's own. */
  readonly plan?: Plan;
};

export type Failure = {
  readonly broken: readonly string[];
  /** The happenings that it takes, by index, and the plan with no others. */
  readonly only: readonly number[];
  readonly plan: Plan;
  readonly tries: number;
};

/** What an assertion of ours says in the middle of an evening is a broken promise too. */
export async function attempt({
  seed,
  parts = () => REAL,
  only,
  troubles = [],
  plan,
}: Trial): Promise<Evening> {
  try {
    return await liveEvening(seed, {
      parts: parts(),
      troubles,
      ...(only === null ? {} : { only: new Set(only) }),
      ...(plan === undefined ? {} : { plan }),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      broken: [`thrown: ${why}`],
      events: 0,
      actions: 0,
      steps: 0,
      faults: noFaults(),
      outcomes: new Map(),
      healedMs: 0,
    };
  }
}

/**
 * The fewest happenings found that still break the same promise; `mostTries` evenings are lived for
 * it at most.
 */
export async function explain(trial: Trial, mostTries = 400): Promise<Failure> {
  const plan = trial.plan ?? planOf(trial.seed, trial.troubles);
  const first = await attempt(trial);
  const promises = new Set(first.broken.map(promiseOf));
  const breaks = async (only: readonly number[]) =>
    (await attempt({ ...trial, only })).broken.some((what) => promises.has(promiseOf(what)));
  const { kept, tries } = await shrink(
    trial.only ?? plan.happenings.map((_, index) => index),
    breaks,
    mostTries,
  );
  const { broken } = await attempt({ ...trial, only: kept });
  return {
    broken,
    only: kept,
    plan: { ...plan, happenings: plan.happenings.filter((_, index) => kept.includes(index)) },
    tries,
  };
}

/**
 * A failure for a person: what broke, what it takes, the commands that live it again, and the plan
 * as known-evenings.ts keeps it.
 */
export function report(
  seed: number,
  bug: string | null,
  { broken, only, plan, tries }: Failure,
): string {
  const command = `npm run sim -- --runs 1 --seed ${seed}${bug === null ? "" : ` --bug "${bug}"`}`;
  const takes = plan.happenings.map(
    ({ at, kind, device }) =>
      `  ${(at / 1_000).toFixed(2).padStart(6)} s  ${kind}, device ${device}`,
  );
  return [
    `seed ${seed} breaks:`,
    ...broken.map((what) => `  ${what}`),
    `it takes (of ${tries} tries the smallest):`,
    ...takes,
    "again:",
    `  ${command}`,
    `  ${command} --only "${only.join(",")}"`,
    "to be kept:",
    `  seed: ${seed}, plan: readPlan("${writePlan(plan)}")`,
    "",
  ].join("\n");
}

/** `S4: what …` is about S4: in a smaller evening the same goes wrong with other numbers. */
export const promiseOf = (what: string): string => what.split(":", 1)[0] ?? what;
