/**
 * A few places that restaurants take in turn (FAIR-1 to FAIR-3). Where there is place and nobody
 * waits for it, entering waits for nothing.
 */

import { Crowded } from "./crowded.ts";
import { createFairQueue, type LineLimits } from "./fair-queue.ts";

export type Places = {
  /** Under way at once. */ readonly atOnce: number;
  /** Of one restaurant. */ readonly each: number;
  readonly waiting: LineLimits;
};

export type Turnstile = {
  /**
   * Does the work when its turn comes. Rejects with `Crowded` where too many wait already, else as
   * the work does.
   */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  stats(): { readonly running: number; readonly waiting: number };
};

export function createTurnstile({ atOnce, each, waiting }: Places): Turnstile {
  const running = new Map<string, number>();
  const queue = createFairQueue<Waiting>(waiting);
  let taken = 0;

  const isFree = (key: string): boolean => taken < atOnce && (running.get(key) ?? 0) < each;
  const take = (key: string): void => {
    taken += 1;
    running.set(key, (running.get(key) ?? 0) + 1);
  };
  const leave = (key: string): void => {
    const left = (running.get(key) ?? 1) - 1;
    taken -= 1;
    if (left === 0) running.delete(key);
    else running.set(key, left);
    for (let next = queue.shift(isFree); next !== undefined; next = queue.shift(isFree)) {
      take(next.key);
      next.item.enter();
    }
  };
  /**
   * Who waits while there is place waits for its own restaurant's turn only, so a newcomer of
   * another passes nobody.
   */
  const enter = (key: string): Promise<void> | null => {
    if (isFree(key)) {
      take(key);
      return null;
    }
    return new Promise((resolve, reject) => {
      const refused = queue.push(key, { enter: resolve, refuse: reject });
      refused?.item.refuse(new Crowded("too much of one restaurant waits already"));
    });
  };

  return {
    async run(key, work) {
      const wait = enter(key);
      if (wait !== null) await wait;
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
    stats: () => ({ running: taken, waiting: queue.size() }),
  };
}

type Waiting = { readonly enter: () => void; readonly refuse: (error: Error) => void };
