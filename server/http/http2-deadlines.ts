/**
 * The deadlines that HTTP/1.1 has of Node and HTTP/2 has not (measured: after 200 s a body that
 * never ended and a session without a request were both still there): a request has to arrive
 * whole, and a session on which nothing is asked is closed. Readers of answers:
 * `answer-deadlines.ts`.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  constants,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { Problem } from "./problem.ts";

export type Http2Deadlines = {
  /** From the headers to the end of the body. */
  readonly requestMs: number;
  /** Without any frame, and without an open stream. */
  readonly idleMs: number;
};

export function limitHttp2(
  server: Http2SecureServer,
  { requestMs, idleMs }: Http2Deadlines,
  answer: (request: IncomingMessage, response: ServerResponse, problem: Problem) => void,
): void {
  const streams = new WeakMap<Http2Session, number>();
  server.on("session", (session: Http2Session) => {
    session.setTimeout(idleMs);
    // A callback of `setTimeout` is called once: a session whose time was up while a stream was open
    // would never be closed.
    session.on("timeout", () => {
      // A stream of events between two heartbeats is no idleness; when it ends that is a frame, and
      // the time begins again.
      if ((streams.get(session) ?? 0) === 0) session.close();
    });
  });
  server.on(
    "request",
    (
      request: IncomingMessage & Partial<Pick<Http2ServerRequest, "stream">>,
      response: ServerResponse,
    ) => {
      const { stream } = request;
      if (request.httpVersionMajor !== 2 || stream === undefined) return;
      const { session } = stream;
      if (session !== undefined) {
        streams.set(session, (streams.get(session) ?? 0) + 1);
        stream.once("close", () => streams.set(session, (streams.get(session) ?? 1) - 1));
      }
      if (stream.endAfterHeaders) return;
      const late = setTimeout(() => {
        if (hasArrived(stream) || stream.destroyed) return;
        if (stream.headersSent) return stream.close(constants.NGHTTP2_CANCEL);
        answer(request, response, new Problem("too_slow", "The request did not arrive in time."));
        // Behind the whole answer: nobody waits for the rest of the question.
        stream.close(constants.NGHTTP2_NO_ERROR);
      }, requestMs);
      stream.once("close", () => clearTimeout(late));
    },
  );
}

/** The caller has sent its last byte, whether or not anybody has read it. */
const hasArrived = ({ state, closed }: ServerHttp2Stream): boolean =>
  closed ||
  state.state === constants.NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE ||
  state.state === constants.NGHTTP2_STREAM_STATE_CLOSED;
