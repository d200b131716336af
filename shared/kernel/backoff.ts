import type { Random } from "./random.ts";

export type BackoffPolicy = {
  /** The ceiling of the first wait, in milliseconds. */
  readonly baseMs: number;
  /** No wait is drawn from above this, in milliseconds. */
  readonly capMs: number;
  /** No wait is shorter: full jitter may draw 0, and 0 is a hot loop (L3). */
  readonly floorMs: number;
};

/**
 * How long to wait before attempt `attempt` (1 is the first retry): uniformly between the floor and
 * `base · 2^(attempt-1)`, capped. Full jitter, because many tablets behind one router fail at the
 * same moment (AWS, "Exponential backoff and jitter").
 */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: Random): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(policy.floorMs, Math.round(random.next() * ceiling));
}
