import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { tooMany } from "../http/rate-limit.ts";

/**
 * How many orders one table's code may place. The limits per source stop one machine; this one stops a code that was photographed and passed on,
 * which is as many phones as it likes. A code on a counter serves a whole queue, so the number is one that no kitchen cooks; below it, rotating the
 * code ends a prank at once. Counts in this process's memory, by the code: a new one starts afresh.
 */
export type TableLimit = {
  /** Takes a place. Null: it is taken. Else there is none, for so many milliseconds. */
  take(codeHash: string): Promise<number | null>;
  /** The place was for no new order. */
  giveBack(codeHash: string): Promise<void>;
};

const WINDOW_MS = 10 * MINUTE;

export function createTableLimit(orders: number): TableLimit {
  const limiter = new RateLimiterMemory({ points: orders, duration: WINDOW_MS / SECOND });
  const giveBack = async (codeHash: string): Promise<void> => void (await limiter.reward(codeHash));
  return {
    async take(codeHash) {
      try {
        await limiter.consume(codeHash);
        return null;
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        // What was refused took no place.
        await giveBack(codeHash);
        return rejection.msBeforeNext;
      }
    },
    giveBack,
  };
}

export const tooManyOfTable = (waitMs: number) => tooMany(waitMs, "Too many orders were placed with this table's code lately. Please order with the staff, or wait.");
