/** One evening that is tried: perhaps with a planted bug, perhaps with less in it than was planned. */
import { liveEvening, type Evening } from "./evening.ts";
import { noFaults } from "./faults.ts";
import { REAL, type Parts } from "./parts.ts";
import { planOf, type Kind } from "./plan.ts";
import { shrink } from "./shrink.ts";

export type Trial = {
  readonly seed: number;
  /** Made anew for each try: planted bugs may remember. */
  readonly parts?: () => Parts;
  /** Only these happenings of the plan, by index; null: all of them. */
  readonly only: readonly number[] | null;
  /** With these troubles and no others. */
  readonly troubles?: readonly Kind[];
};

export type Failure = {
  readonly broken: readonly string[];
  /** The happenings that it takes, and each in words. */
  readonly only: readonly number[];
  readonly plan: readonly string[];
  readonly tries: number;
};

/** What an assertion of ours says in the middle of an evening is a broken promise too. */
export async function attempt({ seed, parts = () => REAL, only, troubles = [] }: Trial): Promise<Evening> {
  try {
    return await liveEvening(seed, { parts: parts(), troubles, ...(only === null ? {} : { only: new Set(only) }) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { broken: [`thrown: ${why}`], events: 0, actions: 0, steps: 0, faults: noFaults(), outcomes: new Map(), healedMs: 0 };
  }
}

/** The fewest happenings found that still break the same promise; `mostTries` evenings are lived for it at most. */
export async function explain(trial: Trial, mostTries = 400): Promise<Failure> {
  const { happenings } = planOf(trial.seed, trial.troubles);
  const first = await attempt(trial);
  const promises = new Set(first.broken.map(promiseOf));
  const breaks = async (only: readonly number[]) => (await attempt({ ...trial, only })).broken.some((what) => promises.has(promiseOf(what)));
  const { kept, tries } = await shrink(trial.only ?? happenings.map((_, index) => index), breaks, mostTries);
  const { broken } = await attempt({ ...trial, only: kept });
  const plan = kept.flatMap((index) => {
    const what = happenings[index];
    return what === undefined ? [] : [`${(what.at / 1_000).toFixed(2).padStart(6)} s  ${what.kind}, device ${what.device}`];
  });
  return { broken, only: kept, plan, tries };
}

/** `S4: what …` is about S4: in a smaller evening the same goes wrong with other numbers. */
export const promiseOf = (what: string): string => what.split(":", 1)[0] ?? what;
