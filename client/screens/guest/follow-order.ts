import { createParser } from "eventsource-parser";
import { endWith } from "../../platform/deadline.ts";
import { takeStreamPlace, type TakePlace } from "../../platform/stream-place.ts";
import { readTextStream } from "../../platform/text-stream.ts";

/** 2.5 heartbeats of the server's usual ten seconds. */
const SILENCE_MS = 25_000;

/**
 * Follows one order's stream until it ends by itself or `signal` ends it; whoever calls decides
 * when to come back. Where other pages of this browser have all places for streams (SYN-36) it
 * follows nothing: the question beside it tells how the order stands.
 */
export async function followOrder(
  headers: Record<string, string>,
  orderId: string,
  signal: AbortSignal,
  onOrder: (answer: unknown) => void,
  takePlace: TakePlace = takeStreamPlace,
): Promise<void> {
  const place = await takePlace("guests");
  if (place === null) return;
  const ending = new AbortController();
  const letGo = endWith(signal, ending);
  void place.gone.then(() => ending.abort());
  try {
    await read(headers, orderId, ending.signal, onOrder);
  } finally {
    letGo();
    place.release();
  }
}

async function read(
  headers: Record<string, string>,
  orderId: string,
  signal: AbortSignal,
  onOrder: (answer: unknown) => void,
): Promise<void> {
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event !== "order") return;
      const answer = parse(data);
      if (answer !== null) onOrder(answer);
    },
  });
  await readTextStream(
    `/api/qr/orders/${orderId}`,
    { Accept: "text/event-stream", ...headers },
    signal,
    SILENCE_MS,
    (text) => parser.feed(text),
  );
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    // A torn message: the next one, or the next question, tells the whole state anyway.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
