/** Turns the text of one stream into inputs, as shared/sync/device/shell/stream-reader.ts does it in a browser. */
import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import { readEvent } from "#shared/sync/messages/event.ts";
import { pingSchema, readySchema } from "#shared/sync/messages/stream.ts";

export type StreamReader = {
  /** Takes the next piece; false once reading on is pointless. */
  feed(text: string): boolean;
  /** It has said itself that it is over. */
  ended(): boolean;
};

export function readStream(stream: number, tell: (input: Input) => void): StreamReader {
  let events: HeardEvent[] = [];
  let ended = false;
  const flush = (): void => {
    if (events.length > 0) tell({ kind: "stream-events", stream, events });
    events = [];
  };
  const end = (input: Input): void => {
    flush();
    ended = true;
    tell(input);
  };

  const parser = createParser({
    onEvent(message) {
      if (ended) return;
      const said = read(stream, message);
      if (said === null) end({ kind: "stream-ended", stream, failure: { kind: "nonsense", detail: `stream: ${message.event ?? "message"} cannot be read` } });
      else if (said.kind === "stream-events") events.push(...said.events);
      else if (said.kind === "stream-reset") end(said);
      else {
        flush();
        tell(said);
      }
    },
  });

  return {
    feed(text) {
      if (ended) return false;
      parser.feed(text);
      flush();
      return !ended;
    },
    ended: () => ended,
  };
}

type Said = Extract<Input, { kind: "stream-ready" | "stream-ping" | "stream-events" | "stream-reset" }>;

function read(stream: number, { event: name, data }: EventSourceMessage): Said | null {
  const json = jsonOf(data);
  if (name === "reset") return { kind: "stream-reset", stream };
  if (name === "ready") {
    const ready = readySchema.safeParse(json);
    return ready.success ? { kind: "stream-ready", stream, ready: ready.data } : null;
  }
  if (name === "ping") {
    const ping = pingSchema.safeParse(json);
    return ping.success ? { kind: "stream-ping", stream, ping: ping.data } : null;
  }
  const event = readEvent(json);
  return typeof event === "string" ? null : { kind: "stream-events", stream, events: [event] };
}

/** Null where it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
