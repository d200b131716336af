import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { HttpEnv } from "./env.ts";
import { securityHeaders } from "./security-headers.ts";
import { Problem } from "./problem.ts";

/**
 * What every stream of events is sent with as it begins: nothing on the way may keep or gather it,
 * and for the rest it is an answer like any other.
 */
export function streamHeaders(c: Context<HttpEnv>): Record<string, string> {
  (c.get("streams") as (() => void) | undefined)?.();
  return {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
    "X-Request-Id": c.get("requestId"),
    ...Object.fromEntries(securityHeaders(c.get("secure"))),
  };
}

/**
 * A reader that has not taken what it was sent before the next heartbeat but one is gone or stuck.
 */
const MAX_BUFFERED_BYTES = 64 * 1024;

export type SmallStream = {
  /** Sends one event. A reader that does not read is cut off instead of being queued for. */
  readonly send: (event: string, data: unknown) => void;
  /** Says when to come back, and ends. */
  readonly end: (retryMs: number) => void;
  /** Calls back once the reader is gone: at once where it is already. */
  readonly onClose: (closed: () => void) => void;
};

/**
 * Has the reader left already? Its 'close' is over then and will not come again: who only waits for
 * it keeps the stream's heartbeat and its place for ever. (The fuzzer found this: readers that
 * leave while the database is still being asked.)
 */
export function isGone(outgoing: NonNullable<HttpEnv["Bindings"]["outgoing"]>): boolean {
  // An answer over HTTP/2 does not know it itself; its stream does.
  const { stream } = outgoing as { readonly stream?: { readonly destroyed: boolean } };
  return stream?.destroyed ?? outgoing.destroyed;
}

/**
 * For streams of a few small events (a guest's order). The event log has its own, with cursors and
 * catch-up.
 */
export function openSmallStream(c: Context<HttpEnv>): {
  readonly stream: SmallStream;
  readonly response: Response;
} {
  const outgoing = c.env?.outgoing;
  if (outgoing === undefined)
    throw new Problem("not_acceptable", "Streams need a connection of their own.");
  outgoing.writeHead(200, streamHeaders(c));
  outgoing.flushHeaders();
  const closed = (): boolean => isGone(outgoing) || outgoing.writableEnded;
  const stream: SmallStream = {
    send(event, data) {
      if (closed()) return;
      outgoing.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (outgoing.writableLength > MAX_BUFFERED_BYTES) outgoing.destroy();
    },
    end(retryMs) {
      if (!closed()) outgoing.end(`retry: ${Math.round(retryMs)}\n\n`);
    },
    onClose(listener) {
      if (isGone(outgoing)) listener();
      else outgoing.once("close", listener);
    },
  };
  return { stream, response: RESPONSE_ALREADY_SENT };
}
