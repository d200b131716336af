import { readStreamRefusal } from "#shared/sync/device/answers.ts";
import type { Failure, Input } from "#shared/sync/device/ports.ts";
import type { StreamAsk } from "#shared/sync/device/shell/exchanges.ts";
import { readStream } from "#shared/sync/device/shell/stream-reader.ts";
import { isLost, isWanted, reach, readAnswer, type Fetcher } from "../platform/our-server.ts";
import { takeStreamPlace, type TakePlace } from "../platform/stream-place.ts";

export type StreamPorts = { readonly fetcher: Fetcher; readonly takePlace: TakePlace };

/**
 * Opens the event stream by `fetch`, because the browser's EventSource stops for good on a 503 and
 * may stay OPEN while it is dead. Ends with exactly one `stream-ended`, `stream-reset` or
 * `stream-unplaced`, unless it is closed first. It keeps no time: the core's watchdog does.
 */
export function openServerStream(
  ask: StreamAsk,
  tell: (input: Input) => void,
  { fetcher, takePlace }: StreamPorts = { fetcher: reach, takePlace: takeStreamPlace },
): () => void {
  const { stream } = ask;
  const abort = new AbortController();
  const say = (input: Input) => {
    if (!abort.signal.aborted) tell(input);
  };
  const run = async () => {
    const place = await takePlace("staff");
    if (place === null) return say({ kind: "stream-unplaced", stream });
    if (abort.signal.aborted) return place.release();
    let over = false;
    void place.gone.then(() => {
      if (over) return;
      say({ kind: "stream-unplaced", stream });
      abort.abort();
    });
    try {
      await read();
    } finally {
      over = true;
      place.release();
    }
  };
  const read = async () => {
    const response = await fetcher(ask.path, { headers: { ...ask.headers }, signal: abort.signal });
    if (!isWanted(response, "text/event-stream"))
      return say(readStreamRefusal(stream, await readAnswer(response)));
    if (await readAll(response, stream, say)) say({ kind: "stream-ended", stream, failure: null });
  };
  run().catch((error: unknown) => {
    if (abort.signal.aborted) return;
    say({ kind: "stream-ended", stream, failure: failureFrom(error) });
  });
  return () => abort.abort();
}

/** True when it came to its end without having said why. */
async function readAll(
  response: Response,
  stream: number,
  say: (input: Input) => void,
): Promise<boolean> {
  const body = response.body;
  if (body === null) return true;
  const decoder = new TextDecoder();
  const reader = readStream(stream, say);
  const source = body.getReader();
  for (;;) {
    const { done, value } = await source.read();
    if (done) return true;
    if (!reader.feed(decoder.decode(value, { stream: true }))) {
      await source.cancel();
      return false;
    }
  }
}

/** What is neither the network's end nor the browser's is a bug, and is said as one. */
const failureFrom = (error: unknown): Failure =>
  isLost(error) ? { kind: "unreachable" } : { kind: "nonsense", detail: String(error) };
