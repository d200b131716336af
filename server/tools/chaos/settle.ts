/** Waits until everybody has sent and read everything, and says who has not. */
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import type { Head } from "./checker/truth.ts";

export type Settling = {
  /** Where the log ends; null while the database does not say. */
  readonly head: () => Promise<Head | null>;
  readonly parts: readonly {
    isSettled(head: Head): boolean | Promise<boolean>;
    unsettled(): string | Promise<string>;
  }[];
};

export type Settled = {
  /** When the last of them was, after `sinceMs`. */
  readonly tookMs: number;
  /**
   * Who was not after `SLOW_MS`, and how it stood with them then: where to look for what took so
   * long.
   */
  readonly slow: readonly string[];
  /** Who still was not when the time was over, and how it stands with them. */
  readonly stuck: readonly string[];
};

const LOOK_EVERY_MS = 40;
/** The target. */
export const SLOW_MS = 5 * SECOND;

/** `sinceMs`: when everything was mended, on the clock of `performance.now`. */
export async function settle(
  { head, parts }: Settling,
  sinceMs: number,
  withinMs: number,
  isStopped: () => boolean,
): Promise<Settled> {
  let slow: readonly string[] | null = null;
  for (;;) {
    const at = await head();
    const left = at === null ? null : await unsettledOf(parts, at);
    const now = performance.now();
    // The log may have grown while they were asked.
    if (left?.length === 0 && (await head())?.id === at?.id)
      return { tookMs: now - sinceMs, slow: slow ?? [], stuck: [] };
    if (slow === null && now - sinceMs > SLOW_MS) slow = await howItStands(left);
    if (now - sinceMs >= withinMs || isStopped()) {
      const stuck = await howItStands(left);
      return {
        tookMs: now - sinceMs,
        slow: slow ?? [],
        stuck: stuck.length > 0 ? stuck : ["the log does not come to rest"],
      };
    }
    await sleep(LOOK_EVERY_MS);
  }
}

const howItStands = async (left: Settling["parts"] | null): Promise<string[]> =>
  left === null
    ? ["the database does not answer"]
    : Promise.all(left.map(async (part) => part.unsettled()));

async function unsettledOf(parts: Settling["parts"], at: Head) {
  const settled = await Promise.all(parts.map(async (part) => part.isSettled(at)));
  return parts.filter((_, index) => settled[index] !== true);
}
