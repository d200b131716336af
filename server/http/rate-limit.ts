import type { MiddlewareHandler } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { HttpEnv } from "./env.ts";
import { Problem } from "./problem.ts";
import { sourceKey } from "./source.ts";

/**
 * How many requests one source may make per route class. A whole restaurant stands behind one address, and a replayed
 * day is sixty days in one: generous numbers that only stop what no restaurant does.
 */
export const RATE_LIMITS = {
  guestWrite: { requests: 3_000, seconds: 10 },
  guestRead: { requests: 6_000, seconds: 10 },
  any: { requests: 10_000, seconds: 10 },
} as const;

export type RouteClass = keyof typeof RATE_LIMITS;

export type RateLimiter = { readonly limit: (routeClass: RouteClass) => MiddlewareHandler<HttpEnv> };

/** Counts in this process's memory: a second server doubles what a source may do, which the numbers allow for. */
export function createRateLimiter(limits: Readonly<Record<RouteClass, { requests: number; seconds: number }>> = RATE_LIMITS): RateLimiter {
  const limiterOf = ({ requests, seconds }: { requests: number; seconds: number }): RateLimiterMemory => new RateLimiterMemory({ points: requests, duration: seconds });
  const limiters: Record<RouteClass, RateLimiterMemory> = {
    guestWrite: limiterOf(limits.guestWrite),
    guestRead: limiterOf(limits.guestRead),
    any: limiterOf(limits.any),
  };
  return {
    limit: (routeClass) => async (c, next) => {
      await consume(limiters[routeClass], sourceKey(c.get("source")));
      await next();
    },
  };
}

/** Takes one point or throws `too_many_requests` with Retry-After. */
export async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) throw tooMany(rejection.msBeforeNext);
    throw rejection;
  }
}

/** A 429 that says when to come back, and why where it is not plain. */
export function tooMany(waitMs: number, why = ""): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new Problem("too_many_requests", `${why} Try again in ${seconds} s.`.trim(), { headers: { "Retry-After": String(seconds) } });
}
