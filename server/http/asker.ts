/**
 * By what is counted whatever somebody could use up for others: lines in the log
 * (request-lines.ts), memory for answers that are not read (answer-deadlines.ts).
 *
 * 1. Who is believed, in this request or in one before it, is counted by itself, together with its
 *    restaurant.
 * 2. A guest's phone is counted by its table and address, and staff that was not looked up yet
 *    since the start by its address. Both carry a mark that only this installation makes, but who
 *    has a table's code makes as many phones as they like, and a token that was ended keeps its
 *    mark.
 * 3. A stranger is counted by their address.
 * No kind uses up what another has.
 */
import type { Context } from "hono";
import type { HttpEnv } from "./env.ts";
import { sourceKey } from "./source.ts";
import type { Who } from "./who.ts";

/**
 * What the tokens of a request say of who sends it, before the database is asked (auth/vouched.ts).
 */
export type Held = {
  readonly kind: "staff" | "guest";
  /** By a token that was believed here before, and not found to have ended since. */
  readonly isBelieved: boolean;
  readonly key: string;
  /**
   * Of a guest: what the phones of its table and address are counted by together, and all guests of
   * the address.
   */
  readonly together?: { readonly table: string; readonly address: string };
};

export type Holders = {
  /** Who asks, and what they are counted by; null for a stranger. */
  readonly holder: (c: Context<HttpEnv>) => Held | null;
};

export const ASKER_KINDS = ["believed", "marked", "stranger"] as const;
export type AskerKind = (typeof ASKER_KINDS)[number];

export type Asker = {
  readonly kind: AskerKind;
  /** All that may be one person's, or one house's. */
  readonly group: string;
  readonly key: string;
};

export function askerOf(c: Context<HttpEnv>, vouched: Holders): Asker {
  const who = c.get("who") as Who | undefined;
  if (who !== undefined) return believedAsker(who);
  const holder = vouched.holder(c);
  if (holder === null) {
    const source = sourceKey(c.get("source"));
    return { kind: "stranger", group: source, key: source };
  }
  const { key, together, isBelieved } = holder;
  return {
    kind: isBelieved ? "believed" : "marked",
    group: together?.address ?? key,
    key: together?.table ?? key,
  };
}

export const believedAsker = ({
  restaurantId,
  subjectId,
}: Pick<Who, "restaurantId" | "subjectId">): Asker => ({
  kind: "believed",
  group: restaurantId,
  key: subjectId,
});

const askers = new WeakMap<object, Asker>();

/**
 * Tells the server whose answer this is. It is not known there, and may become known better while
 * it is made.
 */
export function nameAsker(c: Context<HttpEnv>, asker: Asker): void {
  if (c.env?.outgoing !== undefined) askers.set(c.env.outgoing, asker);
}

/** Undefined: nobody has looked yet. */
export const namedAsker = (outgoing: object): Asker | undefined => askers.get(outgoing);
