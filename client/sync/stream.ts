import { readStreamRefusal } from "#shared/sync/device/answers.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Failure, Input } from "#shared/sync/device/ports.ts";
import { retryAfterOf } from "../platform/http.ts";
import { addressOf } from "./event-address.ts";
import { readStream } from "./stream-reader.ts";

export type StreamAsk = {
  /** The number under which its words are told. */
  readonly stream: number;
  readonly cursor: Cursor;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * Opens the event stream by `fetch`, because the browser's EventSource stops for good on a 503 and may stay OPEN while it is dead.
 * Ends with exactly one `stream-ended` or `stream-reset`, unless it is closed first. It keeps no time: the core's watchdog does.
 */
export function openStream(ask: StreamAsk, tell: (input: Input) => void, fetcher: Fetcher = fetch): () => void {
  const { stream } = ask;
  const abort = new AbortController();
  const say = (input: Input) => {
    if (!abort.signal.aborted) tell(input);
  };
  const run = async () => {
    const response = await fetcher(addressOf(ask.cursor), {
      headers: { Accept: "text/event-stream", ...ask.headers },
      cache: "no-store",
      signal: abort.signal,
    });
    if (response.status !== 200 || !isEventStream(response)) return say(await refusal(stream, response));
    if (await readAll(response, stream, say)) say({ kind: "stream-ended", stream, failure: null });
  };
  run().catch((error: unknown) => {
    if (abort.signal.aborted) return;
    say({ kind: "stream-ended", stream, failure: failureFrom(error) });
  });
  return () => abort.abort();
}

type Fetcher = (url: string, init: RequestInit) => Promise<Response>;

/** True when it came to its end without having said why. */
async function readAll(response: Response, stream: number, say: (input: Input) => void): Promise<boolean> {
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

async function refusal(stream: number, response: Response): Promise<Input> {
  const body = jsonOf(await response.text());
  const retryAfterMs = retryAfterOf(response);
  return readStreamRefusal(stream, { status: response.status, body, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
}

const isEventStream = (response: Response): boolean => (response.headers.get("Content-Type") ?? "").startsWith("text/event-stream");

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** fetch throws TypeError when a connection breaks, a DOMException when the browser stops it; anything else is a bug, and is said as one. */
function failureFrom(error: unknown): Failure {
  if (error instanceof TypeError || error instanceof DOMException) return { kind: "unreachable" };
  return { kind: "nonsense", detail: String(error) };
}
