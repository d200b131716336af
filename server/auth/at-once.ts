/**
 * How much the holder of one token has under way at once (FAIR-11). An answer that is not read is
 * under way until it is cut off (http/answer-deadlines.ts), so who asks for answers without reading
 * them has a few of them made, and no more work done for it meanwhile: 4,000 snapshots or pages
 * that one device asked for over HTTP/2 and did not read took the process from 132 to 813 MB. A
 * stream of events is under way until it begins: streams are counted by themselves (SYN-31).
 *
 * It is the token's bearer alone who waits, whoever shares an address or a proxy's connection with
 * it. What waits is asked anew who it is when its turn comes.
 */
import type { Context } from "hono";
import { SECOND } from "#shared/kernel/time.ts";
import { Crowded } from "../fair/crowded.ts";
import { createTurnstile, type Places } from "../fair/turnstile.ts";
import type { HttpEnv } from "../http/env.ts";
import { isGone } from "../http/sse.ts";

export type AtOnce = {
  /**
   * Resolves when it is this request's turn. Its place is given back when its answer is over, or a
   * stream begins. Rejects with `Crowded` where too many wait, or it has waited for long.
   */
  readonly enter: (c: Context<HttpEnv>, key: string) => Promise<void>;
};

/**
 * A tablet has six streams and a handful of requests; a program that sends orders side by side is
 * no slower for waiting here than for waiting on the writer.
 */
export const HOLDER_AT_ONCE: Places = {
  atOnce: Infinity,
  each: 16,
  waiting: { all: 5_000, each: 200 },
};

/**
 * Then it is told to come again: two programs that share a token see that, and not a request that
 * hangs for as long as the other's does.
 */
export const MAX_WAIT_MS = 5 * SECOND;

export function createAtOnce(places: Places = HOLDER_AT_ONCE): AtOnce {
  const turnstile = createTurnstile(places);
  return {
    async enter(c, key) {
      const outgoing = c.env?.outgoing;
      if (outgoing === undefined) return;
      const over = Promise.withResolvers<void>();
      c.set("streams", over.resolve);
      outgoing.once("close", over.resolve);
      // Who left already closes no more.
      if (isGone(outgoing)) over.resolve();
      const turn = Promise.withResolvers<void>();
      turnstile
        .run(key, () => {
          turn.resolve();
          return over.promise;
        })
        .catch(turn.reject);
      const late = setTimeout(
        () => turn.reject(new Crowded("this token has as much under way as it may")),
        MAX_WAIT_MS,
      );
      await turn.promise.finally(() => clearTimeout(late));
    },
  };
}
