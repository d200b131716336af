/**
 * Waiting that a shutdown can end at once. A room makes its own, so that stopping it wakes nobody
 * else.
 */
export type Sleeper = {
  /** Resolves after `ms`, or earlier at `cancelAll`. */
  sleep(ms: number): Promise<void>;
  /** Ends every sleep; later ones are over at once. */
  cancelAll(): void;
};

export function createSleeper(): Sleeper {
  const sleeping = new Set<() => void>();
  let cancelled = false;
  return {
    sleep: (ms) =>
      cancelled
        ? Promise.resolve()
        : new Promise((resolve) => {
            const wake = (): void => {
              clearTimeout(timer);
              sleeping.delete(wake);
              resolve();
            };
            const timer = setTimeout(wake, ms);
            sleeping.add(wake);
          }),
    cancelAll() {
      cancelled = true;
      for (const wake of sleeping) wake();
    },
  };
}
