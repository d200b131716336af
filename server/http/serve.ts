import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { SECOND } from "#shared/kernel/time.ts";
import {
  ANSWER_DEADLINES,
  limitAnswers,
  type AnswerDeadlines,
  type CutReason,
} from "./answer-deadlines.ts";
import { Problem, problemResponse } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";
import { limitHttp2, type Http2Deadlines } from "./http2-deadlines.ts";
import { answerWith, refusedForHeaders, refuseOnTheWire } from "./wire-refusals.ts";

export type ServeOptions = {
  readonly port: number;
  readonly host: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Only tests change them. */
  readonly http2?: Http2Deadlines;
  readonly http1?: { readonly headersMs: number; readonly requestMs: number };
  readonly answers?: AnswerDeadlines;
  /** An answer was cut off, because its reader does not read. */
  readonly onCut?: (reason: CutReason) => void;
};

export type Serving = {
  readonly port: number;
  readonly secure: boolean;
  /**
   * Takes no new connections, lets requests finish for at most `graceMs`, then cuts what is left.
   */
  readonly close: (graceMs: number) => Promise<void>;
};

/** What the app is to the server: `app.fetch` of Hono. */
export type Fetch = (request: Request, env: never) => Response | Promise<Response>;

/**
 * How long a caller may take to send its headers, and its whole request. How long it may take to
 * read the answer: `answer-deadlines.ts`.
 */
const HEADERS_TIMEOUT_MS = 10 * SECOND;
const REQUEST_TIMEOUT_MS = 30 * SECOND;
/**
 * How often Node looks whose time is up. By default it is half a minute, which made 29 and 60
 * seconds of ten and thirty.
 */
const LOOKING = { connectionsCheckingInterval: SECOND / 2 };
/** Longer than proxies usually keep idle connections, so that it is they who close them. */
const KEEP_ALIVE_MS = 75 * SECOND;

/** Starts serving. The error is a sentence for the person who started the server. */
export async function serve(fetch: Fetch, options: ServeOptions): Promise<Result<Serving, string>> {
  const answer = getRequestListener(fetch as Parameters<typeof getRequestListener>[0], {
    hostname: options.host,
    errorHandler: () =>
      problemResponse(
        new Problem("invalid", "The request line or the Host header is not valid.", {
          headers: Object.fromEntries(securityHeaders(options.tls !== null)),
        }),
      ),
  });
  // Over TLS too there are callers that speak HTTP/1.1.
  const listener: Listener = (request, response) => {
    // Of HTTP/2's, what is looked at here is the same.
    if (!refusedForHeaders(request as IncomingMessage, response as ServerResponse))
      void answer(request, response);
  };
  const server =
    options.tls === null
      ? createServer({ requireHostHeader: false, ...LOOKING }, listener)
      : await createTlsServer(
          listener,
          options.tls,
          options.http2 ?? { requestMs: REQUEST_TIMEOUT_MS, idleMs: KEEP_ALIVE_MS },
        );
  refuseOnTheWire(server);
  limitAnswers(server, options.answers ?? ANSWER_DEADLINES, options.onCut ?? (() => undefined));
  const problem = await listen(server, options);
  if (problem !== null) return err(problem);
  return ok({
    port: (server.address() as AddressInfo).port,
    secure: options.tls !== null,
    close: closer(server),
  });
}

type Listener = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

async function createTlsServer(
  listener: Listener,
  tls: NonNullable<ServeOptions["tls"]>,
  deadlines: Http2Deadlines,
): Promise<Http2SecureServer> {
  const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)]);
  const server = createSecureServer(
    {
      cert,
      key,
      allowHTTP1: true,
      ...LOOKING,
      handshakeTimeout: HEADERS_TIMEOUT_MS,
      settings: { maxConcurrentStreams: 200 },
    },
    listener,
  );
  limitHttp2(server, deadlines, answerWith);
  return server;
}

function listen(
  server: Server | Http2SecureServer,
  { port, host, http1 }: ServeOptions,
): Promise<string | null> {
  if ("headersTimeout" in server) {
    server.headersTimeout = http1?.headersMs ?? HEADERS_TIMEOUT_MS;
    server.requestTimeout = http1?.requestMs ?? REQUEST_TIMEOUT_MS;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
  }
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      const sentence = sentenceFor(error, port, host);
      if (sentence === null) reject(error);
      else resolve(sentence);
    };
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve(null);
    });
  });
}

function sentenceFor(error: NodeJS.ErrnoException, port: number, host: string): string | null {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`;
    case "EACCES":
      return `Port ${port} may only be used by an administrator. Choose another port: PORT=8080 npm start`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `This machine has no address ${host}. Set HOST to one of its own, or leave it out.`;
    case undefined:
    default:
      return null;
  }
}

/** Watches what is open, because HTTP/2 sessions and streams of events do not end by themselves. */
function closer(server: Server | Http2SecureServer): Serving["close"] {
  const sessions = new Set<ServerHttp2Session>();
  const answers = new Set<Pick<ServerResponse, "destroy" | "once">>();
  // Also those that left HTTP: Node no longer counts them among its own, and waits for them all the
  // same.
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("session", (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  server.on("request", (_request, response: Pick<ServerResponse, "destroy" | "once">) => {
    answers.add(response);
    response.once("close", () => answers.delete(response));
  });
  return (graceMs) =>
    new Promise((resolve) => {
      const cut = setTimeout(() => {
        for (const answer of answers) answer.destroy();
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      for (const session of sessions) session.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
    });
}
