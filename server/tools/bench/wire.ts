/**
 * HTTP/1.1 over bare sockets: the load must cost less than what it measures, and Node's own client
 * costs more than many a server.
 */
import { connect, type Socket } from "node:net";

export type Caller = {
  /** One request after the other. Rejects when the connection ends. */
  ask(request: string): Promise<{ readonly status: number; readonly body: string }>;
  /** A server ends a connection on which nobody asks. */
  isOpen(): boolean;
  close(): void;
};

export async function openCaller(port: number): Promise<Caller> {
  const socket = await dial(port);
  let waiting: {
    resolve(answer: { status: number; body: string }): void;
    reject(error: Error): void;
  } | null = null;
  let got = "";
  socket.on("data", (chunk: Buffer) => {
    got = got === "" ? chunk.toString("latin1") : got + chunk.toString("latin1");
    const answer = answerIn(got);
    if (answer === null) return;
    got = "";
    const call = waiting;
    waiting = null;
    call?.resolve(answer);
  });
  socket.on("error", () => undefined);
  socket.on("close", () => waiting?.reject(new Error("the connection ended before the answer")));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error("the connection has ended"));
        waiting = { resolve, reject };
        socket.write(request);
      }),
    isOpen: () => !socket.destroyed,
    close: () => void socket.destroy(),
  };
}

export type Target = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
};

export function requestText({ method, path, headers }: Target, body: string | null): string {
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  const framing =
    body === null
      ? ""
      : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}${framing}\r\n${body ?? ""}`;
}

export type Reading = { close(): void };

/**
 * Opens a stream and hands over every chunk as it comes, its HTTP framing included. Resolves at the
 * first byte; rejects unless it is a 200.
 */
export async function openStream(
  port: number,
  target: Target,
  onChunk: (chunk: Buffer) => void,
  onEnd: () => void = () => undefined,
): Promise<Reading> {
  const socket = await dial(port);
  socket.on("error", () => undefined);
  socket.on("close", onEnd);
  socket.write(requestText(target, null));
  await new Promise<void>((resolve, reject) => {
    socket.once("close", () => reject(new Error(`${target.path} ended before it began`)));
    socket.once("data", (chunk: Buffer) => {
      if (chunk.toString("latin1", 0, 12) !== "HTTP/1.1 200")
        return reject(new Error(`${target.path} answered ${chunk.toString("latin1", 0, 600)}`));
      // Before anybody awaits this: the next chunk may be here already.
      socket.on("data", onChunk);
      resolve();
      onChunk(chunk);
    });
  });
  return { close: () => void socket.destroy() };
}

/**
 * Asks and never takes a byte, as a tablet that freezes then. That it was cut off it does not even
 * learn: the end comes behind what it has not taken.
 */
export function openFrozen(port: number, target: Target): Reading {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => undefined);
  socket.write(requestText(target, null));
  socket.pause();
  return { close: () => void socket.destroy() };
}

/**
 * One request on a new connection: how long until its first event or first byte of a body, and
 * until `last` has come (null: the whole body, by its length). Rejects unless it is a 200.
 */
export async function timeRead(
  port: number,
  target: Target,
  last: string | null,
): Promise<{ readonly firstMs: number; readonly wholeMs: number }> {
  const startedAt = performance.now();
  const socket = await dial(port);
  let firstMs: number | null = null;
  let bytes = 0;
  let wanted = Infinity;
  let tail = Buffer.alloc(0);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.once("close", () => reject(new Error(`${target.path} ended early`)));
      socket.on("data", (chunk: Buffer) => {
        if (bytes === 0 && chunk.toString("latin1", 0, 12) !== "HTTP/1.1 200")
          return reject(new Error(`${target.path} answered ${chunk.toString("latin1", 0, 600)}`));
        if (bytes === 0 && last === null) wanted = lengthIn(chunk);
        bytes += chunk.length;
        if (last === null) firstMs ??= performance.now() - startedAt;
        else {
          const text = Buffer.concat([tail, chunk]);
          if (firstMs === null && text.includes("event: order_created"))
            firstMs = performance.now() - startedAt;
          // What ends it stands near the end of some chunk, or is cut by it.
          if (text.includes(last, Math.max(0, text.length - NEAR_END_BYTES))) resolve();
          tail = Buffer.from(text.subarray(Math.max(0, text.length - NEAR_END_BYTES)));
        }
        if (bytes >= wanted) resolve();
      });
      socket.write(requestText(target, null));
    });
  } finally {
    socket.destroy();
  }
  const wholeMs = performance.now() - startedAt;
  return { firstMs: firstMs ?? wholeMs, wholeMs };
}

const NEAR_END_BYTES = 4_096;

function lengthIn(chunk: Buffer): number {
  const end = chunk.indexOf("\r\n\r\n");
  const length = /content-length: (\d+)/i.exec(chunk.toString("latin1", 0, end))?.[1];
  if (length === undefined) throw new Error("a body without a length");
  return end + 4 + Number(length);
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  return socket;
}

function answerIn(text: string): { status: number; body: string } | null {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const status = Number(text.slice(9, 12));
  const head = text.slice(0, end).toLowerCase();
  const body = text.slice(end + 4);
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  if (length !== undefined) return body.length >= Number(length) ? { status, body } : null;
  if (head.includes("transfer-encoding: chunked"))
    return body.endsWith("0\r\n\r\n") ? { status, body } : null;
  return { status, body };
}
