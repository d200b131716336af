import { parseArgs } from "node:util";
import { err, ok, type Result } from "#shared/kernel/result.ts";

export type Options = {
  /** In the order given; all when none is. */
  readonly rows: readonly string[];
  readonly short: boolean;
  readonly write: boolean;
  readonly rounds: number;
  readonly roundMs: number;
  readonly profileDir: string | null;
};

export const usage = (names: readonly string[]): string => `npm run bench -- [rows] [options]

  rows               ${names.join(" ")}; none means all
  --rounds 5         ours and its limit in turn, this often
  --seconds 4        one side of one round
  --short            a second or two per row, to see that they work; the figures mean nothing
  --profile DIR      writes the server's processor profile of each row there
  --write            puts the table at the top of server/tools/bench/RESULTS.md`;

/** What was asked for, or a sentence that says what is wrong with it. */
export function readOptions(
  args: readonly string[],
  names: readonly string[],
): Result<Options, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) return err(`There is no row ${unknown}.`);
    const short = values.short ?? false;
    const rounds = Number(values.rounds ?? (short ? 1 : 5));
    const seconds = Number(values.seconds ?? (short ? 0.5 : 4));
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
      return err(`--rounds is ${values.rounds}; it is a whole number from 1 to 100.`);
    if (!(seconds > 0 && seconds <= 600))
      return err(`--seconds is ${values.seconds}; it is a number above 0 and at most 600.`);
    if (short && values.write === true)
      return err("--short figures mean nothing, so they are not written.");
    return ok({
      rows: positionals.length > 0 ? positionals : names,
      short,
      write: values.write ?? false,
      rounds,
      roundMs: seconds * 1000,
      profileDir: values.profile ?? null,
    });
  } catch (error) {
    if (error instanceof TypeError) return err(error.message);
    throw error;
  }
}

const OPTIONS = {
  short: { type: "boolean" },
  write: { type: "boolean" },
  rounds: { type: "string" },
  seconds: { type: "string" },
  profile: { type: "string" },
} as const;
