import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { isPlanted } from "#shared/simulation/planted/planted.ts";

export type Options = {
  /** How many evenings at most, and until when. */
  readonly runs: number;
  readonly seconds: number;
  /** Of the first; each next has the next. */
  readonly seed: number;
  readonly jobs: number;
  readonly bug: string | null;
  readonly only: readonly number[] | null;
};

export const USAGE = `npm run sim -- [options]

  --runs 10000     how many evenings; each has a seed of its own, one after the other
  --seed 42        of the first; without it one is drawn, and told
  --seconds 60     ends after this long, however many were lived by then
  --jobs 2         how many threads; without it one for each processor
  --bug NAME       with a planted bug: every promise must be able to break (shared/simulation/planted)
  --only 3,5,8     only these happenings of the plan: what a failure prints`;

const MAX = 1_000_000_000;

/** What was asked for, or a sentence that says what is wrong with it. */
export function readOptions(args: readonly string[]): Result<Options, string> {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { runs: text, seed: text, seconds: text, jobs: text, bug: text, only: text },
    });
    const numbers = {
      runs: values.runs ?? (values.seconds === undefined ? "10000" : String(MAX)),
      seed: values.seed ?? String(randomInt(MAX)),
      seconds: values.seconds ?? String(MAX),
      jobs: values.jobs ?? String(availableParallelism()),
    };
    for (const [name, given] of Object.entries(numbers)) {
      if (
        !/^\d{1,10}$/.test(given) ||
        Number(given) > MAX ||
        (name !== "seed" && Number(given) === 0)
      )
        return err(`--${name} is ${given}; it is a number up to ${MAX}.`);
    }
    if (values.bug !== undefined && !isPlanted(values.bug))
      return err(`There is no planted bug ${values.bug}; shared/simulation/planted lists them.`);
    if (values.only !== undefined && !/^(\d+(,\d+)*)?$/.test(values.only))
      return err(`--only is ${values.only}; it is a list of numbers.`);
    const only =
      values.only === undefined
        ? null
        : values.only
            .split(",")
            .filter((it) => it !== "")
            .map(Number);
    const { runs, seed, seconds, jobs } = numbers;
    return ok({
      runs: Number(runs),
      seed: Number(seed),
      seconds: Number(seconds),
      jobs: Math.min(Number(jobs), Number(runs)),
      bug: values.bug ?? null,
      only,
    });
  } catch (error) {
    if (error instanceof TypeError) return err(error.message);
    throw error;
  }
}
