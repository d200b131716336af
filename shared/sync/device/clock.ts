/**
 * How far the server's clock is from this device's: ten tablets with wrong clocks show the same
 * minute (docs/design.md#clocks).
 */
import { fromIso, MINUTE, SECOND } from "#shared/kernel/time.ts";

export type ClockEstimate = {
  readonly offsetMs: number | null;
  /**
   * What a ping said that seemed to have been held up; where the next one says the same, it is so.
   */
  readonly doubtedMs: number | null;
};

export const initialClock: ClockEstimate = { offsetMs: null, doubtedMs: null };

const STEP_MS = 2 * SECOND;
/**
 * No stream is silent for so long: what seems to have been on its way longer says that a clock was
 * set.
 */
const LONGEST_WAY_MS = MINUTE;
const DRIFT_SHARE = 0.1;

/**
 * Takes in a server time that has just arrived. The way here only ever makes it look too old, so a
 * later estimate wins at once and an earlier one slowly; a jump means that one of the clocks was
 * set.
 */
export function adopt(estimate: ClockEstimate, serverTime: string, nowMs: number): ClockEstimate {
  const sample = fromIso(serverTime) - nowMs;
  const before = estimate.offsetMs;
  if (before === null || Math.abs(sample - before) > STEP_MS || sample > before)
    return { offsetMs: sample, doubtedMs: null };
  return { offsetMs: before + (sample - before) * DRIFT_SHARE, doubtedMs: null };
}

/**
 * The same for what a stream brings, which may have been held up: the clock that was set says the
 * same twice.
 */
export function adoptHeard(estimate: ClockEstimate, saidAt: string, nowMs: number): ClockEstimate {
  const sample = fromIso(saidAt) - nowMs;
  const saidBefore =
    estimate.doubtedMs !== null && Math.abs(sample - estimate.doubtedMs) <= STEP_MS;
  return lateMs(estimate, saidAt, nowMs) === 0 || saidBefore
    ? adopt(estimate, saidAt, nowMs)
    : { ...estimate, doubtedMs: sample };
}

/**
 * How long something was held up on its way, beyond what a network takes; 0 where that is not
 * known.
 */
export function lateMs({ offsetMs }: ClockEstimate, saidAt: string, nowMs: number): number {
  if (offsetMs === null) return 0;
  const underWayMs = nowMs + offsetMs - fromIso(saidAt);
  return underWayMs > STEP_MS && underWayMs <= LONGEST_WAY_MS ? underWayMs : 0;
}
