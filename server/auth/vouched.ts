/**
 * Who is somebody, told from the request alone: before the database is asked, so that a flood of
 * strangers costs it nothing and costs nobody their turn.
 *
 * 1. A device's or owner's token carries a mark that only this installation can make (tokens.ts).
 *    Once it was believed here its holder is counted by it, and by nothing that others do at the
 *    same address. Before that, and so at the first request after a start, all such tokens of one
 *    address are counted together, apart from strangers: a mark never ends, and a token that was
 *    ended keeps it.
 * 2. A token from before there were marks is vouched for once it was believed here.
 * 3. A token that was found to have ended makes its holder a stranger.
 * 4. A guest's phone that opened a session at a table has a mark of its own kind and a smaller
 *    share: one phone that floods costs the others at its table nothing. A phone opens as many
 *    sessions as it likes, so those of one table at one address have a share together, and all
 *    guests of one address (rate-limit.ts).
 * 5. Any other is a stranger's: it is counted by its address, and only so many of one address are
 *    looked up at all.
 * A mark is no permission: whether a token is good is asked each time (authenticate.ts). Nor is it
 * a source for who guesses secrets (secret-source.ts).
 */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Holders } from "../http/asker.ts";
import type { HttpEnv } from "../http/env.ts";
import { consume } from "../http/rate-limit.ts";
import { sourceKey } from "../http/source.ts";
import { GUEST_COOKIE, heldTokens } from "./cookies.ts";
import { groupOf, isMarked } from "./tokens.ts";

export type Vouched = Holders & {
  /**
   * What `look` finds of the first staff token that the request carries and that is good; null
   * where none is. Made-up tokens are not looked up.
   */
  readonly staff: <T>(
    c: Context<HttpEnv>,
    look: (token: string) => Promise<T | null>,
  ) => Promise<T | null>;
  /**
   * Looks a token up by `look`, which answers null for one that is unknown. Throws
   * `too_many_requests` where its address has sent too many made-up ones.
   */
  readonly lookUp: <T>(
    c: Context<HttpEnv>,
    token: string,
    look: () => Promise<T | null>,
  ) => Promise<T | null>;
};

/**
 * A restaurant has a few dozen devices behind one address, and each asks again about a token that
 * was ended once a minute.
 */
const UNKNOWN_TOKENS = { requests: 300, seconds: 10 };
/**
 * Forgetting one costs its holder nothing but being counted with its address until it is believed
 * again.
 */
const MAX_REMEMBERED = 10_000;

export function createVouched(
  serverSecret: Uint8Array,
  unknown: { requests: number; seconds: number } = UNKNOWN_TOKENS,
): Vouched {
  const believed = new Set<string>();
  const ended = new Set<string>();
  const strangers = new RateLimiterMemory({ points: unknown.requests, duration: unknown.seconds });
  const isVouched = (token: string): boolean =>
    believed.has(token) || (isMarked(serverSecret, "staff", token) && !ended.has(token));
  const remember = (tokens: Set<string>, token: string): void => {
    if (tokens.size >= MAX_REMEMBERED) tokens.clear();
    tokens.add(token);
  };
  const lookUpVouched = async <T>(
    token: string,
    look: () => Promise<T | null>,
  ): Promise<T | null> => {
    const found = await look();
    if (found === null) {
      believed.delete(token);
      remember(ended, token);
    } else if (!believed.has(token)) remember(believed, token);
    return found;
  };
  return {
    holder(c) {
      const held = heldTokens(c);
      const own = held.find((token) => believed.has(token));
      if (own !== undefined) return { kind: "staff", isBelieved: true, key: keyOf(own) };
      const source = sourceKey(c.get("source"));
      if (held.some(isVouched))
        return { kind: "staff", isBelieved: false, key: `not looked up yet at ${source}` };
      const guest = getCookie(c, GUEST_COOKIE);
      if (guest === undefined || !isMarked(serverSecret, "guest", guest)) return null;
      return {
        kind: "guest",
        isBelieved: false,
        key: keyOf(guest),
        together: { table: `table ${groupOf(guest)} at ${source}`, address: `guests at ${source}` },
      };
    },
    async staff(c, look) {
      for (const token of heldTokens(c).filter(isVouched)) {
        const found = await lookUpVouched(token, () => look(token));
        if (found !== null) return found;
      }
      return null;
    },
    async lookUp(c, token, look) {
      if (isVouched(token)) return lookUpVouched(token, look);
      const source = sourceKey(c.get("source"));
      await consume(strangers, source);
      const found = await look();
      if (found === null) return null;
      await strangers.reward(source);
      remember(believed, token);
      return found;
    },
  };
}

/** Enough to tell tokens apart, those of one group too, and no secret. */
const keyOf = (token: string): string => `holder ${token.slice(4, 24)}`;
