/**
 * What is known of one open stream, by its loop (stream-loop.ts) and by who ends it (stream.ts),
 * and how its loop sleeps.
 */

import type { StreamSubject } from "./claim.ts";
import type { Feed, Position } from "./fanout.ts";
import type { Outgoing } from "./outgoing.ts";

export type EndReason =
  | "gone"
  | "stalled"
  | "revoked"
  | "reset"
  | "draining"
  | "replaced"
  | "unavailable"
  | "failed";

export type OpenStream = {
  readonly subject: StreamSubject;
  readonly out: Outgoing;
  readonly openedAt: number;
  ended: EndReason | null;
  /** The connection is closed: nothing more can be written. */
  gone: boolean;
  attention: Attention;
  /**
   * What is being read for it, until the loop has it: kept longer, it would be a page for each
   * stream that sleeps.
   */
  ahead: PageAhead | null;
  /** Whether the last write was taken in time. */
  lastTaken: Promise<boolean> | true;
  readonly wake: () => void;
  readonly end: (reason: EndReason) => void;
  /** Returns at the next change, at the end, or after `ms`. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The connection is closed. The loop may still wait for the database. */
  readonly left: Promise<void>;
  readonly leave: () => void;
  readonly done: Promise<void>;
  readonly finished: () => void;
};

/** Whether its loop has to read again, or waits until it has to. */
export type Attention =
  /** Something has come since it last read: it reads again before it sleeps. */
  | { readonly kind: "awake" }
  /** Nothing has come since it last read. */
  | { readonly kind: "calm" }
  /** Nothing has come since it last read, and it waits for something to come. */
  | { readonly kind: "asleep"; readonly rouse: () => void };

type PageAhead = ReturnType<Feed["read"]>;

/** What comes from here on wakes the stream, as what has come before is in what is read. */
export function readAhead(stream: OpenStream, feed: Feed, position: Position): PageAhead {
  stream.attention = { kind: "calm" };
  const ahead = feed.read(position);
  // Where nobody waits for it any more, the stream has ended for another reason.
  ahead.catch(() => undefined);
  return (stream.ahead = ahead);
}

export function createOpenStream(
  subject: StreamSubject,
  out: Outgoing,
  openedAt: number,
): OpenStream {
  const { promise: done, resolve: finished } = Promise.withResolvers<void>();
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const stream: OpenStream = {
    subject,
    out,
    openedAt,
    ended: null,
    gone: false,
    attention: { kind: "calm" },
    ahead: null,
    lastTaken: true,
    left,
    leave,
    done,
    finished,
    wake() {
      const before = stream.attention;
      stream.attention = { kind: "awake" };
      if (before.kind === "asleep") before.rouse();
    },
    end(reason) {
      stream.ended ??= reason;
      stream.wake();
    },
    async sleep(ms) {
      if (stream.attention.kind === "awake") return;
      const { promise, resolve: rouse } = Promise.withResolvers<void>();
      stream.attention = { kind: "asleep", rouse };
      const timer = setTimeout(
        () => {
          stream.attention = { kind: "calm" };
          rouse();
        },
        Math.max(0, ms),
      );
      await promise;
      clearTimeout(timer);
    },
  };
  return stream;
}
