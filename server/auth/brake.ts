import { RateLimiterMemory } from "rate-limiter-flexible";
import { tooMany } from "../http/rate-limit.ts";

/**
 * Slows down who guesses secrets (passwords, pairing codes, the setup token). Five wrong tries from one source in a minute,
 * or thirty in an hour, and it has to wait; right ones are never counted. Tries under way count too, so that guessing
 * in parallel gains nothing.
 */
export const BRAKE = { wrongPerMinute: 5, wrongPerHour: 30, atOnce: 10 } as const;

export type Brake = {
  /** Runs `attempt`; it answers null for "wrong", which is counted. Throws `too_many_requests` where the key must wait. */
  readonly attempt: <T>(key: string, attempt: () => Promise<T | null>) => Promise<T | null>;
};

export function createBrake(limits: { wrongPerMinute: number; wrongPerHour: number; atOnce: number } = BRAKE): Brake {
  const minute = new RateLimiterMemory({ points: limits.wrongPerMinute, duration: 60 });
  const hour = new RateLimiterMemory({ points: limits.wrongPerHour, duration: 3600 });
  const underWay = new Map<string, number>();

  return {
    async attempt(key, attempt) {
      const running = underWay.get(key) ?? 0;
      if (running >= limits.atOnce) throw tooMany(1000);
      underWay.set(key, running + 1);
      try {
        await refuseBraked(minute, key);
        await refuseBraked(hour, key);
        const result = await attempt();
        // `penalty` counts without throwing: the answer to this try is its own, the next one waits.
        if (result === null) await Promise.all([minute.penalty(key), hour.penalty(key)]);
        return result;
      } finally {
        const left = (underWay.get(key) ?? 1) - 1;
        if (left === 0) underWay.delete(key);
        else underWay.set(key, left);
      }
    },
  };
}

async function refuseBraked(limiter: RateLimiterMemory, key: string): Promise<void> {
  const state = await limiter.get(key);
  if (state !== null && state.remainingPoints <= 0) throw tooMany(state.msBeforeNext);
}
