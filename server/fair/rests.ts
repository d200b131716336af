/**
 * Which lines rest, and until when (FAIR-10). A rest is short and bounded, so that a database that
 * stalls does not keep its victims waiting afterwards.
 */
export type Rests = {
  /** `key` has worked for so long. */
  worked(key: string, tookMs: number): void;
  /** Looked up after those that have rested enough were let go. */
  isResting(key: string): boolean;
  /** Where all that wait rest: until the first has rested, or `arrival`. */
  firstOrArrival(arrival: Promise<void>): Promise<void>;
};

export type RestsDeps = {
  /** Counts up, whatever happens to clocks. */ readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export const MAX_REST_MS = 50;

export function createRests({ nowMs, sleep }: RestsDeps): Rests {
  const resting = new Map<string, number>();

  const letGo = (untilMs: number): void => {
    for (const [key, until] of resting) if (until <= untilMs) resting.delete(key);
  };

  return {
    worked: (key, tookMs) => void resting.set(key, nowMs() + Math.min(MAX_REST_MS, tookMs)),
    isResting(key) {
      letGo(nowMs());
      return resting.has(key);
    },
    async firstOrArrival(arrival) {
      const first = Math.min(...resting.values());
      const slept = sleep(Math.max(0, first - nowMs())).then(() => true);
      // A sleep that a shutdown ended counts as slept: what waits is to be finished.
      if (await Promise.race([slept, arrival.then(() => false)])) letGo(first);
    },
  };
}
