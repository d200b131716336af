/**
 * A small HTTP/1.1 caller over a bare socket: it sends exactly the bytes it is given, and reads
 * whatever comes back.
 */
import { connect, type Socket } from "node:net";
import { SECOND } from "#shared/kernel/time.ts";
import { isWhole, wireBytes, type Payload } from "./payload.ts";

export type Answer = {
  /**
   * `answer`; `closed`: the connection ended without one; `cut`: we ended it and wait for none;
   * `hung`: nothing came in time.
   */
  readonly kind: "answer" | "closed" | "cut" | "hung";
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly ms: number;
};

/** A connection that is kept while both sides keep it; used by one caller at a time. */
export type Caller = {
  readonly send: (payload: Payload) => Promise<Answer>;
  readonly close: () => void;
};

export const HUNG_AFTER_MS = 10 * SECOND;
/** How long a sender that promised more waits before it ends its half. */
const PATIENCE_MS = 15;

export function createCaller(port: number): Caller {
  let kept: Socket | null = null;

  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
      socket
        .once("connect", () => {
          socket.off("error", reject);
          resolve(socket);
        })
        .once("error", reject);
    });

  return {
    async send(payload) {
      const whole = isWhole(payload);
      const used =
        whole && kept !== null && !kept.destroyed && kept.readable && kept.writable ? kept : null;
      if (used === null) kept?.destroy();
      kept = null;
      const socket = used ?? (await open());
      const { answer, reusable } = await exchange(socket, payload);
      // The server may end a kept connection just as the next request leaves: that is told apart by
      // asking once more on a new one.
      if (answer.kind === "closed" && used !== null) return this.send(payload);
      if (reusable && whole) kept = socket;
      else socket.destroy();
      return answer;
    },
    close: () => void kept?.destroy(),
  };
}

function exchange(
  socket: Socket,
  payload: Payload,
): Promise<{ answer: Answer; reusable: boolean }> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const over = (kind: Answer["kind"], read: Read | null = null): void => {
      clearTimeout(hung);
      clearTimeout(patience);
      socket.off("data", data).off("end", ended).off("close", ended).off("error", ended);
      // The answer is in; how the connection ends is nobody's business any more.
      if (socket.listenerCount("error") === 0) socket.on("error", ignore);
      const answer = {
        kind,
        status: read?.status ?? 0,
        headers: read?.headers ?? new Map<string, string>(),
        body: read?.body ?? Buffer.alloc(0),
        ms: performance.now() - startedAt,
      };
      resolve({ answer, reusable: read?.reusable ?? false });
    };
    const data = (chunk: Buffer): void => {
      chunks.push(chunk);
      const read = readAnswer(Buffer.concat(chunks), payload.method, false);
      if (read !== null) over("answer", read);
    };
    const ended = (): void => {
      const read = readAnswer(Buffer.concat(chunks), payload.method, true);
      over(read === null ? "closed" : "answer", read);
    };
    const hung = setTimeout(() => over("hung"), HUNG_AFTER_MS);
    const patience = isWhole(payload)
      ? undefined
      : setTimeout(() => {
          if (payload.framing === "cut") over("cut");
          else socket.end();
        }, PATIENCE_MS);
    socket.on("data", data).on("end", ended).on("close", ended).on("error", ended);
    socket.write(wireBytes(payload));
  });
}

const ignore = (): void => undefined;

type Read = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly reusable: boolean;
};

/**
 * The answer in these bytes, or null while it is not all there. Of a stream the first whole event
 * is enough.
 */
function readAnswer(bytes: Buffer, method: string, isAll: boolean): Read | null {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const [statusLine = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0);
  const rest = bytes.subarray(headEnd + 4);
  if (status >= 100 && status < 200) return readAnswer(rest, method, isAll);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const closes = headers.get("connection")?.toLowerCase() === "close";
  const read = (body: Buffer, reusable: boolean): Read => ({
    status,
    headers,
    body,
    reusable: reusable && !closes && !isAll,
  });
  if (method === "HEAD" || status === 204 || status === 304)
    return read(Buffer.alloc(0), rest.length === 0);
  const declared = headers.get("content-length");
  if (declared !== undefined)
    return rest.length >= Number(declared)
      ? read(rest.subarray(0, Number(declared)), rest.length === Number(declared))
      : null;
  const chunked = headers.get("transfer-encoding")?.toLowerCase() === "chunked";
  const decoded = chunked ? dechunk(rest) : { body: rest, whole: isAll };
  const isStream = headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (isStream && decoded.body.includes("\n\n")) return read(decoded.body, false);
  return decoded.whole || isAll ? read(decoded.body, chunked && decoded.whole) : null;
}

function dechunk(bytes: Buffer): { readonly body: Buffer; readonly whole: boolean } {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return { body: Buffer.concat(parts), whole: false };
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
    if (size === 0) return { body: Buffer.concat(parts), whole: bytes.length >= lineEnd + 4 };
    if (bytes.length < lineEnd + 4 + size) return { body: Buffer.concat(parts), whole: false };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 4 + size;
  }
}
