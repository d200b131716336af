/**
 * Refusals that Node makes before there is a request to route: what is no HTTP, headers that are
 * too large or too slow. Node's own answers to these are bare status lines; a caller is owed the
 * reason here too.
 */
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Http2SecureServer } from "node:http2";
import type { Duplex } from "node:stream";
import { SECOND } from "#shared/kernel/time.ts";
import { securityHeaders } from "./security-headers.ts";
import { hostProblem } from "./named-host.ts";
import { Problem, PROBLEMS, problemBody, problemResponse } from "./problem.ts";

/**
 * Answers them on this server, each as problem+json, and closes the connection: what follows on it
 * cannot be told from the rest of what was refused.
 */
export function refuseOnTheWire(server: Server | Http2SecureServer): void {
  /** The last request on a connection. */
  const last = new WeakMap<
    Duplex,
    { readonly request: IncomingMessage; readonly response: ServerResponse }
  >();
  server.on(
    "request",
    (request: IncomingMessage, response: ServerResponse) =>
      void (request.httpVersionMajor === 1 && last.set(request.socket, { request, response })),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const { request, response } = last.get(socket) ?? {};
    // What still comes is being read and dropped, so that the refusal arrives.
    if (refused.has(socket)) return;
    const isOwed = response !== undefined && !response.writableFinished;
    // Bytes in the middle of an answer would be read as part of it.
    if (error.code === "ECONNRESET" || !socket.writable || (isOwed && response.headersSent))
      socket.destroy();
    // What came behind a whole request is refused behind its answer: before it, a caller would take
    // what was done for refused.
    else if (isOwed && request?.complete === true)
      response.once("finish", () => refuse(socket, problemOf(error)));
    else refuse(socket, problemOf(error));
  });
  server.on("connect", (request: IncomingMessage, rest: Duplex | ServerResponse) => {
    const problem = new Problem("method_not_allowed", "This server is no proxy.");
    // Under one name, HTTP/1.1 hands over the bare socket and HTTP/2 an answer to fill.
    if (request.httpVersionMajor === 1) refuse(rest as Duplex, problem);
    else answerWith(request, rest as ServerResponse, problem);
  });
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) =>
    answerWith(
      request,
      response,
      new Problem("expectation_failed", "Only 100-continue can be expected."),
    ),
  );
}

/** Refuses a request that is none by its headers. True where it did. */
export function refusedForHeaders(request: IncomingMessage, response: ServerResponse): boolean {
  const { headers, httpVersionMajor, socket } = request;
  const problem = hostProblem(request);
  if (problem !== null) {
    answerWith(request, response, problem);
    return true;
  }
  if (httpVersionMajor !== 1) return false;
  // Node refuses it only behind its headers: what needs no body would be done by then, and the
  // caller would take it for refused.
  const coding = headers["transfer-encoding"];
  if (coding === undefined || coding.trim().toLowerCase() === "chunked") return false;
  refuse(socket, new Problem("invalid", "A body may be chunked, and coded in no other way."));
  return true;
}

/** Answers without the app. */
export function answerWith(
  { httpVersionMajor, socket }: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
): void {
  const { status, headers } = problemResponse(problem);
  const body = JSON.stringify(problemBody(problem));
  response
    .writeHead(status, {
      ...Object.fromEntries([...headers, ...securityHeaders(isSecure(socket))]),
      "Content-Length": Buffer.byteLength(body),
      ...(httpVersionMajor === 1 ? { Connection: "close" } : {}),
    })
    .end(body);
}

function problemOf({ code }: NodeJS.ErrnoException): Problem {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new Problem(
        "headers_too_large",
        "The address and the headers may have 16 KiB together.",
      );
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new Problem("too_large", "The chunks' extensions are too long.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new Problem("too_slow", "The request did not arrive in time.");
    case undefined:
    default:
      return new Problem("invalid", "This is not HTTP/1.1.");
  }
}

const refused = new WeakSet<Duplex>();

function refuse(socket: Duplex, problem: Problem): void {
  refused.add(socket);
  const { status } = PROBLEMS[problem.code];
  const body = JSON.stringify(problemBody(problem));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/problem+json",
    "Cache-Control: no-store",
    ...securityHeaders(isSecure(socket)).map((header) => header.join(": ")),
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  // What still comes is read and dropped: closing on unread bytes resets the connection, and the
  // answer with it. But not for ever.
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(cut));
  socket.on("error", () => socket.destroy());
}

const isSecure = (socket: Duplex): boolean => "encrypted" in socket && socket.encrypted === true;

const LINGER_MS = 2 * SECOND;
