import { createParser } from "eventsource-parser";
import { readTextStream } from "../../platform/text-stream.ts";

/** 2.5 heartbeats of the server's usual ten seconds. */
const SILENCE_MS = 25_000;

/** Follows one order's stream until it ends by itself or `signal` ends it; whoever calls decides when to come back. */
export async function followOrder(headers: Record<string, string>, orderId: string, signal: AbortSignal, onOrder: (answer: unknown) => void): Promise<void> {
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event !== "order") return;
      const answer = parse(data);
      if (answer !== null) onOrder(answer);
    },
  });
  await readTextStream(`/api/qr/orders/${orderId}`, { Accept: "text/event-stream", ...headers }, signal, SILENCE_MS, (text) => parser.feed(text));
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
