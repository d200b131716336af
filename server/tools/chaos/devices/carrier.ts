/** Carries a protocol client's exchanges over connections of its own, so that they end with it. */
import { Agent, request, type ClientRequest, type IncomingMessage } from "node:http";
import { readStreamRefusal, type HttpAnswer } from "#shared/sync/device/answers.ts";
import type { Failure, Input } from "#shared/sync/device/ports.ts";
import type { Ask, Carrier } from "#shared/sync/device/shell/exchanges.ts";
import { readStream } from "#shared/sync/device/shell/stream-reader.ts";

export type NodeCarrier = Carrier & {
  /** Takes no more bytes of streams, as a tablet that sleeps, or takes them again. */
  stall(stalled: boolean): void;
  /** Cuts everything, as a process that dies. */
  close(): void;
};

export function createCarrier(port: number, token: string | null): NodeCarrier {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  const auth: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
  const streaming = new Set<IncomingMessage>();
  const open = new Set<ClientRequest>();
  let stalled = false;

  function send(
    path: string,
    { method, body, headers }: Omit<Ask, "timeoutMs">,
    answered: (response: IncomingMessage) => void,
    failed: () => void,
  ): ClientRequest {
    const text = body === undefined ? null : JSON.stringify(body);
    const framing =
      text === null
        ? {}
        : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(text)) };
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method,
        agent,
        headers: { Accept: "application/json", ...auth, ...framing, ...headers },
      },
      answered,
    );
    open.add(sent);
    sent.on("close", () => open.delete(sent));
    sent.on("error", failed);
    sent.end(text ?? undefined);
    return sent;
  }

  return {
    ask: (path, ask) =>
      new Promise((resolve) => {
        const sent = send(
          path,
          ask,
          (response) => {
            void answerOf(response).then((answer) => {
              clearTimeout(timer);
              resolve(answer);
            });
          },
          () => resolve(NONE),
        );
        // Of the whole exchange; a socket that was silent is not used again.
        const timer = setTimeout(() => sent.destroy(), ask.timeoutMs);
        sent.on("close", () => clearTimeout(timer));
      }),
    stream({ stream, path, headers }, tell) {
      let closed = false;
      const say = (input: Input): void => {
        closed ||= input.kind === "stream-ended" || input.kind === "stream-reset";
        tell(input);
      };
      const ended = (failure: Failure | null): void => {
        if (!closed) say({ kind: "stream-ended", stream, failure });
      };
      const sent = send(
        path,
        { method: "GET", headers },
        (response) => {
          if (response.statusCode !== 200) {
            void answerOf(response).then((answer) => {
              if (!closed) say(readStreamRefusal(stream, answer));
            });
            return;
          }
          streaming.add(response);
          const reader = readStream(stream, say);
          response.setEncoding("utf8");
          response.on("data", (text: string) => {
            if (closed || !reader.feed(text)) response.destroy();
          });
          if (stalled) response.pause();
          response.on("error", () => undefined);
          response.on("close", () => {
            streaming.delete(response);
            ended(response.complete ? null : { kind: "unreachable" });
          });
        },
        () => ended({ kind: "unreachable" }),
      );
      return () => {
        closed = true;
        sent.destroy();
      };
    },
    stall(on) {
      stalled = on;
      for (const response of streaming)
        if (on) response.pause();
        else response.resume();
    },
    close() {
      for (const sent of open) sent.destroy();
      agent.destroy();
    },
  };
}

const NONE: HttpAnswer = { status: 0, body: null };

/** No answer where it broke off. */
function answerOf(response: IncomingMessage): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (piece: string) => (text += piece));
    response.on("error", () => resolve(NONE));
    response.on("close", () =>
      resolve(
        response.complete
          ? { status: response.statusCode ?? 0, body: jsonOf(text), ...retryAfter(response) }
          : NONE,
      ),
    );
  });
}

function retryAfter({ headers }: IncomingMessage): { retryAfterMs?: number } {
  const seconds = Number(headers["retry-after"] ?? 0);
  return seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
}

/** Null where it is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
