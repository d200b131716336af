import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { FAULT_KINDS, type FaultKind } from "./faults/fault.ts";

export type Options = {
  /** After so long it ends, whatever was done by then. */
  readonly minutes: number;
  readonly seed: number;
  /** Ends after so many; null: only by time. */
  readonly ops: number | null;
  readonly withBrowser: boolean;
  /** Only these kinds of faults; null: all. */
  readonly only: readonly FaultKind[] | null;
};

export const USAGE = `npm run chaos -- [options]

  --minutes 5         how long at most
  --seed 42           of what goes wrong and when; without it one is drawn, and told
  --ops 5000          ends after so many operations
  --without-browser   only protocol clients, no Chromium
  --only KINDS        only these faults, with commas between: ${FAULT_KINDS.join(", ")}`;

const MAX = 1_000_000_000;
const MAX_MINUTES = 600;

/** What was asked for, or a sentence that says what is wrong with it. */
export function readOptions(args: readonly string[]): Result<Options, string> {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: text,
        seed: text,
        ops: text,
        only: text,
        "without-browser": { type: "boolean" },
      },
    });
    const minutes = Number(values.minutes ?? 5);
    if (!Number.isFinite(minutes) || minutes <= 0 || minutes > MAX_MINUTES)
      return err(`--minutes is ${values.minutes}; it is a number up to ${MAX_MINUTES}.`);
    const { seed = String(randomInt(MAX)), ops } = values;
    for (const [name, given] of Object.entries({ seed, ...(ops === undefined ? {} : { ops }) })) {
      if (
        !/^\d{1,10}$/.test(given) ||
        Number(given) > MAX ||
        (name === "ops" && Number(given) === 0)
      )
        return err(`--${name} is ${given}; it is a number up to ${MAX}.`);
    }
    const only = values.only?.split(",").map((kind) => kind.trim()) ?? null;
    const unknown = only?.find((kind) => !isKind(kind));
    if (unknown !== undefined)
      return err(`--only names ${unknown}; the kinds are ${FAULT_KINDS.join(", ")}.`);
    return ok({
      minutes,
      seed: Number(seed),
      ops: ops === undefined ? null : Number(ops),
      withBrowser: values["without-browser"] !== true,
      only: only?.filter(isKind) ?? null,
    });
  } catch (error) {
    if (error instanceof TypeError) return err(error.message);
    throw error;
  }
}

const isKind = (text: string): text is FaultKind =>
  (FAULT_KINDS as readonly string[]).includes(text);
