import type { MiddlewareHandler } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { askerOf, nameAsker, type Holders } from "./asker.ts";
import type { HttpEnv } from "./env.ts";
import { Problem } from "./problem.ts";
import { sourceKey } from "./source.ts";

/**
 * How many requests are taken per class, each class counted by itself. Whoever has shown who they
 * are is counted by that (`holder`), so that nothing that strangers do at the same address costs
 * them anything: a guest on the restaurant's Wi-Fi and the kitchen's tablets have one address.
 * Everybody else is counted by their source; `health`, `page` (what is no API: the app's own files)
 * and `any` are counted apart, so that a flood of one leaves the others. A replayed day is sixty
 * days in one: generous numbers that only stop what no restaurant does. A phone opens sessions as
 * it likes, so guests are counted three times: the session, all of one table at one address (four
 * phones' worth), all of one address (a hundred guests on the house's Wi-Fi have six requests a
 * second each).
 */
export const RATE_LIMITS = {
  guestWrite: { requests: 3_000, seconds: 10 },
  guestRead: { requests: 6_000, seconds: 10 },
  staff: { requests: 10_000, seconds: 10 },
  guest: { requests: 500, seconds: 10 },
  guestsOfTable: { requests: 2_000, seconds: 10 },
  guestsOfAddress: { requests: 6_000, seconds: 10 },
  health: { requests: 2_000, seconds: 10 },
  page: { requests: 10_000, seconds: 10 },
  any: { requests: 10_000, seconds: 10 },
} as const;

export type RouteClass = keyof typeof RATE_LIMITS;

export type RateLimiter = {
  /** Before anything else is done for a request. */
  readonly everybody: MiddlewareHandler<HttpEnv>;
  /** Besides, for what takes a table's code. */
  readonly guests: (routeClass: "guestWrite" | "guestRead") => MiddlewareHandler<HttpEnv>;
};

/**
 * Counts in this process's memory: a second server doubles what a source may do, which the numbers
 * allow for. What protects secrets is counted for all (brake.ts).
 */
export function createRateLimiter(
  vouched: Holders,
  limits: Readonly<Record<RouteClass, { requests: number; seconds: number }>> = RATE_LIMITS,
): RateLimiter {
  const limiterOf = (routeClass: RouteClass): RateLimiterMemory =>
    new RateLimiterMemory({
      points: limits[routeClass].requests,
      duration: limits[routeClass].seconds,
    });
  const limiters: Record<RouteClass, RateLimiterMemory> = {
    guestWrite: limiterOf("guestWrite"),
    guestRead: limiterOf("guestRead"),
    staff: limiterOf("staff"),
    guest: limiterOf("guest"),
    guestsOfTable: limiterOf("guestsOfTable"),
    guestsOfAddress: limiterOf("guestsOfAddress"),
    health: limiterOf("health"),
    page: limiterOf("page"),
    any: limiterOf("any"),
  };
  return {
    async everybody(c, next) {
      const holder = vouched.holder(c);
      nameAsker(c, askerOf(c, { holder: () => holder }));
      // The session first: a request refused to one phone is not taken from the others.
      if (holder !== null) await consume(limiters[holder.kind], holder.key);
      if (holder?.together !== undefined) {
        await consume(limiters.guestsOfTable, holder.together.table);
        await consume(limiters.guestsOfAddress, holder.together.address);
      }
      if (holder === null) await consume(limiters[classOf(c.req.path)], sourceKey(c.get("source")));
      await next();
    },
    guests: (routeClass) => async (c, next) => {
      await consume(limiters[routeClass], vouched.holder(c)?.key ?? sourceKey(c.get("source")));
      await next();
    },
  };
}

function classOf(path: string): "health" | "page" | "any" {
  if (path.startsWith("/api/health/")) return "health";
  return path === "/api" || path.startsWith("/api/") ? "any" : "page";
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
  return new Problem("too_many_requests", `${why} Try again in ${seconds} s.`.trim(), {
    headers: { "Retry-After": String(seconds) },
  });
}
