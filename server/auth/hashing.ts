/**
 * Whose password is hashed when. A hash takes a thread of the pool, and a core, for as long as a
 * kitchen's hundred requests do: all in all at most three run side by side, so that the pool's
 * fourth is free for files and names.
 *
 * 1. Strangers have two places, taken by source in turn; of one source one runs and five wait, as
 *    many as it may try in a minute; fifty wait in all.
 * 2. Known browsers have one of their own, taken by account in turn, whatever strangers do; of one
 *    account five wait.
 * 3. Who finds no place is asked to come again in a second.
 */
import { SECOND } from "#shared/kernel/time.ts";
import { Crowded } from "../fair/crowded.ts";
import { createTurnstile, type Turnstile } from "../fair/turnstile.ts";
import { tooMany } from "../http/rate-limit.ts";

const RETRY_MS = SECOND;
const WAITING = { all: 50, each: 5 };

/** Runs `hash` in its turn. Throws `too_many_requests` where there is no place. */
type InTurn = <T>(key: string, hash: () => Promise<T>) => Promise<T>;

export type Hashing = { readonly stranger: InTurn; readonly known: InTurn };

export function createHashing(): Hashing {
  return {
    stranger: inTurn(createTurnstile({ atOnce: 2, each: 1, waiting: WAITING })),
    known: inTurn(createTurnstile({ atOnce: 1, each: 1, waiting: WAITING })),
  };
}

const inTurn =
  (turnstile: Turnstile): InTurn =>
  (key, hash) =>
    turnstile.run(key, hash).catch((error: unknown) => {
      throw error instanceof Crowded ? tooMany(RETRY_MS) : error;
    });
