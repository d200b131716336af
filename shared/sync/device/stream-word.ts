import type { HeardEvent } from "#shared/orders/event.ts";
import { readEvent } from "../messages/event.ts";
import { pingSchema, readySchema, type Ping, type Ready } from "../messages/stream.ts";

/** One message of an event stream, as the text's fields say it. */
export type StreamMessage = {
  readonly event?: string | undefined;
  readonly id?: string | undefined;
  readonly data: string;
};

export type StreamWord =
  | { readonly kind: "event"; readonly event: HeardEvent }
  | { readonly kind: "ready"; readonly ready: Ready }
  | { readonly kind: "ping"; readonly ping: Ping }
  | { readonly kind: "reset" }
  /** An event that only a newer app can take (SYN-38). */
  | { readonly kind: "newer" }
  /** What stands in the log there is not as it should be (SYN-39). */
  | { readonly kind: "unreadable" }
  /** A word of a newer server, and none of our business. */
  | { readonly kind: "other" }
  | { readonly kind: "nonsense"; readonly detail: string };

/** What a message of a stream says. */
export function readStreamWord({ event: name, id, data }: StreamMessage): StreamWord {
  const json = parseJson(data);
  if (json === undefined)
    return { kind: "nonsense", detail: `stream: ${name ?? "message"} is not JSON` };
  switch (name) {
    case "ready": {
      const parsed = readySchema.safeParse(json);
      return parsed.success
        ? { kind: "ready", ready: parsed.data }
        : { kind: "nonsense", detail: "stream: ready is not readable" };
    }
    case "ping": {
      const parsed = pingSchema.safeParse(json);
      return parsed.success
        ? { kind: "ping", ping: parsed.data }
        : { kind: "nonsense", detail: "stream: ping is not readable" };
    }
    case "reset":
      return { kind: "reset" };
    default: {
      // What has no place in the log is a word of a newer server.
      if (id === undefined || id === "") return { kind: "other" };
      const event = readEvent(json);
      return typeof event === "string" ? { kind: event } : { kind: "event", event };
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
