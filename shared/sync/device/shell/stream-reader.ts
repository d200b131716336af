/**
 * Turns the text of one stream into inputs. Events that came in one piece of text are told as one.
 */
import { createParser } from "eventsource-parser";
import type { HeardEvent } from "#shared/orders/event.ts";
import { UNREADABLE, type Input } from "../ports.ts";
import { readStreamWord } from "../stream-word.ts";

export type StreamReader = {
  /**
   * Takes the next piece; false once the stream has said something that makes reading on pointless.
   */
  feed(text: string): boolean;
};

/** An order of a hundred lines with long notes is far below this. */
const MAX_EVENT_CHARACTERS = 4 * 1024 * 1024;

export function readStream(stream: number, tell: (input: Input) => void): StreamReader {
  let events: HeardEvent[] = [];
  let ended = false;

  const flush = () => {
    if (events.length > 0) tell({ kind: "stream-events", stream, events });
    events = [];
  };
  const end = (input: Input) => {
    flush();
    ended = true;
    tell(input);
  };
  const nonsense = (detail: string) =>
    end({ kind: "stream-ended", stream, failure: { kind: "nonsense", detail } });

  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onError: (error) => {
      // A field that we do not know is allowed by the format; a line without an end is not.
      if (!ended && error.type === "max-buffer-size-exceeded") nonsense(error.message);
    },
    onEvent: (message) => {
      if (ended) return;
      const said = readStreamWord(message);
      switch (said.kind) {
        case "event":
          events.push(said.event);
          return;
        case "ready":
          flush();
          return tell({ kind: "stream-ready", stream, ready: said.ready });
        case "ping":
          flush();
          return tell({ kind: "stream-ping", stream, ping: said.ping });
        case "reset":
          return end({ kind: "stream-reset", stream });
        case "newer":
          return end({ kind: "stream-ended", stream, failure: { kind: "needs-update" } });
        case "unreadable":
          return end({ kind: "stream-reset", stream, cause: UNREADABLE });
        case "other":
          return;
        case "nonsense":
          return nonsense(said.detail);
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
  };
}
