/**
 * Who is somebody, told from the request alone: before the database is asked, so that a flood of strangers costs it nothing and costs nobody their turn.
 *
 * 1. A device's or owner's token carries a mark that only this installation can make (tokens.ts). Whoever holds one is counted by it, and by nothing that
 *    others do at the same address; so it is at every process, and at the first request after a start.
 * 2. A token from before there were marks is vouched for once it was believed here.
 * 3. A guest's phone that opened a session at a table has a mark of its own kind and a smaller share: one phone that floods costs the others at its table nothing.
 * 4. Any other is a stranger's: it is counted by its address, and only so many of one address are looked up at all.
 * A mark is no permission: whether a token is good is asked each time (authenticate.ts).
 */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { HttpEnv } from "../http/env.ts";
import { consume } from "../http/rate-limit.ts";
import { sourceKey } from "../http/source.ts";
import { GUEST_COOKIE, heldTokens } from "./cookies.ts";
import { isMarked, type Holder } from "./tokens.ts";

export type Vouched = {
  /** Who asks, and what they are counted by; null for a stranger. */
  readonly holder: (c: Context<HttpEnv>) => { readonly kind: Holder; readonly key: string } | null;
  /** Looks a token up by `look`, which answers null for one that is unknown. Throws `too_many_requests` where its address has sent too many made-up ones. */
  readonly lookUp: <T>(c: Context<HttpEnv>, token: string, look: () => Promise<T | null>) => Promise<T | null>;
};

/** A restaurant has a few dozen devices behind one address, and each asks again about a token that was ended once a minute. */
const UNKNOWN_TOKENS = { requests: 300, seconds: 10 };
/** Forgetting one costs its holder nothing but being counted with its address until it is believed again. */
const MAX_REMEMBERED = 10_000;

export function createVouched(serverSecret: Uint8Array, unknown: { requests: number; seconds: number } = UNKNOWN_TOKENS): Vouched {
  const believed = new Set<string>();
  const strangers = new RateLimiterMemory({ points: unknown.requests, duration: unknown.seconds });
  const isVouched = (token: string): boolean => isMarked(serverSecret, "staff", token) || believed.has(token);
  return {
    holder(c) {
      const token = heldTokens(c).find(isVouched);
      if (token !== undefined) return { kind: "staff", key: keyOf(token) };
      const guest = getCookie(c, GUEST_COOKIE);
      return guest !== undefined && isMarked(serverSecret, "guest", guest) ? { kind: "guest", key: keyOf(guest) } : null;
    },
    async lookUp(c, token, look) {
      if (isVouched(token)) return look();
      const source = sourceKey(c.get("source"));
      await consume(strangers, source);
      const found = await look();
      if (found === null) return null;
      await strangers.reward(source);
      if (believed.size >= MAX_REMEMBERED) believed.clear();
      believed.add(token);
      return found;
    },
  };
}

/** Enough to tell tokens apart, and no secret. */
const keyOf = (token: string): string => `holder ${token.slice(4, 20)}`;
