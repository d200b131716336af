import { setTimeout as sleep } from "node:timers/promises";
import type { HeardEvent } from "#shared/orders/event.ts";
import { readEvent } from "#shared/sync/messages/event.ts";
import { listen, Refused, type Api } from "./api.ts";

export type LogReader = { stop(): Promise<void> };

/**
 * Reads a restaurant's log from its beginning (or after `since`) and on, each event once and in
 * order, opening the stream again wherever it ends. `failed` is told about what cannot be mended by
 * trying again; the reading ends then.
 */
export function readLog(
  api: Api,
  since: number,
  take: (event: HeardEvent) => void,
  failed: (error: unknown) => void,
): LogReader {
  const stopping = new AbortController();
  const reading = run(api, since, take, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) failed(error);
  });
  return {
    async stop() {
      stopping.abort();
      await reading;
    },
  };
}

const REOPEN_MS = 250;

async function run(
  api: Api,
  since: number,
  take: (event: HeardEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let cursor = since;
  while (!signal.aborted) {
    try {
      for await (const message of listen(api, `/api/events/orders?since=${cursor}`, signal)) {
        if (message.event === "reset")
          throw new Error(`the log cannot be read after ${cursor} any more`);
        if (message.id === undefined) continue;
        const event = readEvent(JSON.parse(message.data));
        if (typeof event === "string" || event.seq !== cursor + 1)
          throw new Error(`after event ${cursor} came ${message.data.slice(0, 200)}`);
        cursor = event.seq;
        take(event);
      }
    } catch (error) {
      // A connection that broke is opened again; what the server says no to is not.
      if (!(error instanceof TypeError) && !(error instanceof Refused && error.status >= 500))
        throw error;
    }
    await sleep(REOPEN_MS, undefined, { signal });
  }
}
