/** How a reader is let go, and when it comes back. */

import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { EndReason, OpenStream } from "./open-stream.ts";
import { isWritable } from "./outgoing.ts";

/** How long an ended response may take to close. */
const FINISH_MS = 2 * SECOND;
/**
 * When readers come back after a drain: spread, so that a restarted server is not met by all of
 * them at once.
 */
const RETRY_MS = { least: 500, most: 3_000 } as const;

export async function finishStream(
  stream: OpenStream,
  reason: EndReason,
  random: Random,
): Promise<void> {
  if (!isWritable(stream)) return;
  const { out } = stream;
  if (reason === "failed" || reason === "stalled") {
    out.destroy();
    return;
  }
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    out.destroy();
    resolve();
  }, FINISH_MS);
  out.once("close", resolve);
  out.end(reason === "draining" || reason === "unavailable" ? `retry: ${retryMs(random)}\n\n` : "");
  await closed;
  clearTimeout(timer);
}

export function retryMs(random: Random): number {
  return Math.round(RETRY_MS.least + random.next() * (RETRY_MS.most - RETRY_MS.least));
}
