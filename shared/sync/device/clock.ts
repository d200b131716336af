/** How far the server's clock is from this device's: ten tablets with wrong clocks show the same minute (DESIGN §4). */
import { fromIso, SECOND } from "#shared/kernel/time.ts";

export type ClockEstimate = { readonly offsetMs: number | null };

export const initialClock: ClockEstimate = { offsetMs: null };

const STEP_MS = 2 * SECOND;
const DRIFT_SHARE = 0.1;

/**
 * Takes in a server time that has just arrived. The way here only ever makes it look too old, so a later estimate wins at once and an
 * earlier one slowly; a jump means that one of the clocks was set.
 */
export function adopt(estimate: ClockEstimate, serverTime: string, nowMs: number): ClockEstimate {
  const sample = fromIso(serverTime) - nowMs;
  const before = estimate.offsetMs;
  if (before === null || Math.abs(sample - before) > STEP_MS || sample > before) return { offsetMs: sample };
  return { offsetMs: before + (sample - before) * DRIFT_SHARE };
}
