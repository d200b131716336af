/**
 * Lives evenings in a test; one that breaks a promise is shrunk, and told with the command that
 * lives it again.
 */
import { expect } from "vitest";
import type { Evening } from "../evening.ts";
import { attempt, explain, report } from "../trial.ts";

const MOST_TRIES = 150;

export async function keepsItsPromises(seed: number): Promise<Evening> {
  const evening = await attempt({ seed, only: null });
  if (evening.broken.length > 0)
    expect.fail(
      `${report(seed, null, await explain({ seed, only: null }, MOST_TRIES))}Find out why, mend it, and keep the evening in known-evenings.ts.`,
    );
  return evening;
}

/** As many from this seed on as there is time for. */
export async function keepTheirPromises(first: number, isOver: () => boolean): Promise<void> {
  for (let seed = first; !isOver(); seed++) await keepsItsPromises(seed);
}
