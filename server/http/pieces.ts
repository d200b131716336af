/**
 * Long answers are given to the system in pieces, so that it shows how much of them is taken
 * (held-answers.ts). Of what is written at once Node says nothing until the last byte is gone: a
 * phone that had read 200 of a script's 230 KB looked like one that had read nothing.
 */
import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";

/** As much as one frame of HTTP/2, or one record of TLS, holds. */
export const PIECE_BYTES = 16 * 1024;

type Say = (...said: unknown[]) => unknown;
export type Spoken = { write: Say; end: Say };

/** The answer, which from now on cuts whatever is said to it into pieces. */
export function inPieces(answer: ServerResponse | Http2ServerResponse): Spoken {
  const spoken = answer as Spoken;
  const write = spoken.write;
  for (const name of ["write", "end"] as const) {
    const say = spoken[name];
    spoken[name] = (chunk, ...rest) => {
      // Where Node writes the headers with the first of it, that must be all of it: its length goes
      // with them.
      if (!answer.headersSent || !isLong(chunk)) return say.call(answer, chunk, ...rest);
      oneByOne(answer);
      const bytes =
        typeof chunk === "string"
          ? Buffer.from(chunk, typeof rest[0] === "string" ? (rest[0] as BufferEncoding) : "utf8")
          : chunk;
      let at = 0;
      for (; bytes.length - at > PIECE_BYTES; at += PIECE_BYTES)
        write.call(answer, bytes.subarray(at, at + PIECE_BYTES));
      return say.call(
        answer,
        bytes.subarray(at),
        ...rest.filter((one) => typeof one === "function"),
      );
    };
  }
  return spoken;
}

export const lengthOf = (chunk: unknown): number =>
  typeof chunk === "string"
    ? Buffer.byteLength(chunk)
    : chunk instanceof Uint8Array
      ? chunk.length
      : 0;

const isLong = (chunk: unknown): chunk is string | Uint8Array => lengthOf(chunk) > PIECE_BYTES;

/**
 * Without its `_writev` a stream writes one piece after the other. A connection of HTTP/1.1 has it
 * again for its next answer.
 */
function oneByOne(answer: ServerResponse | Http2ServerResponse): void {
  const stream: { _writev?: unknown } | null = "stream" in answer ? answer.stream : answer.socket;
  if (stream === null || stream._writev === null) return;
  stream._writev = null;
  answer.once("close", () => delete stream._writev);
}
