import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { err, ok, type Result } from "#shared/kernel/result.ts";

export type Options = { readonly count: number; readonly slow: number; readonly seed: number };

export const USAGE = `npm run fuzz -- [options]

  --count 100000   how many requests
  --slow 100000    how often a place of a request is filled to the brim; each with everything is some twelve thousand
  --seed 42        the same seed makes the same choices; without it one is drawn, and told`;

const MAX = 10_000_000;

/** What was asked for, or a sentence that says what is wrong with it. */
export function readOptions(args: readonly string[]): Result<Options, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { count: { type: "string" }, slow: { type: "string" }, seed: { type: "string" } },
    });
    const whole = (text: string): boolean => /^\d{1,8}$/.test(text) && Number(text) <= MAX;
    const { count = "100000", slow = "100000", seed = String(randomInt(1_000_000)) } = values;
    if (!whole(count) || Number(count) === 0)
      return err(`--count is ${count}; it is a number from 1 to ${MAX}.`);
    if (!whole(slow)) return err(`--slow is ${slow}; it is a number from 0 to ${MAX}.`);
    if (!whole(seed)) return err(`--seed is ${seed}; it is a number from 0 to ${MAX}.`);
    return ok({ count: Number(count), slow: Number(slow), seed: Number(seed) });
  } catch (error) {
    if (error instanceof TypeError) return err(error.message);
    throw error;
  }
}
