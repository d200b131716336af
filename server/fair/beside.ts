/**
 * Who works beside whom (FAIR-10). A restaurant that is alone may have all there is; beside others
 * it rests between its pieces of work, so that what a neighbour meets is short. Only the last two
 * that worked are remembered: whoever asks is one of them or neither.
 */
import { SECOND } from "#shared/kernel/time.ts";

export type Beside = {
  worked(restaurantId: string): void;
  /** Whether another restaurant worked a moment ago. */
  isBeside(restaurantId: string): boolean;
};

/**
 * Who pushed this long ago is likely to push again: a cook bumps, a floor orders, and devices send
 * what they kept.
 */
export const BESIDE_MS = SECOND;

export function createBeside(nowMs: () => number): Beside {
  let last: Seen | null = null;
  let another: Seen | null = null;
  return {
    worked(restaurantId) {
      if (last !== null && last.restaurantId !== restaurantId) another = last;
      last = { restaurantId, atMs: nowMs() };
    },
    isBeside(restaurantId) {
      const other = last?.restaurantId === restaurantId ? another : last;
      return other !== null && nowMs() - other.atMs < BESIDE_MS;
    },
  };
}

type Seen = { readonly restaurantId: string; readonly atMs: number };
