/** One request as it goes over the wire, and how it is told to a person. */

export type Header = readonly [name: string, value: string];

/**
 * How the body is framed: with its length; in chunks; with a length that is too long (the sender
 * ends early) or too short (the rest looks like a request of its own); with both; cut off half-way;
 * with chunks that lie.
 */
export const FRAMINGS = [
  "length",
  "chunked",
  "too-long",
  "too-short",
  "both",
  "cut",
  "bad-chunk",
] as const;
export type Framing = (typeof FRAMINGS)[number];

export type Payload = {
  /** The route it is meant for, as the route table names it. */
  readonly route: string;
  readonly method: string;
  /** What stands in the request line; one character is one byte, here and in the headers. */
  readonly target: string;
  /** All but those of the framing. */
  readonly headers: readonly Header[];
  readonly body: Buffer | null;
  readonly framing: Framing;
  /** Can the server have a reason to change anything? Where not, it must not. */
  readonly mayWrite: boolean;
};

/** The bytes. For `cut` and `too-long` not all of what was announced. */
export function wireBytes({ method, target, headers, body, framing }: Payload): Buffer {
  const framed = body === null ? { headers: [], bytes: Buffer.alloc(0) } : frame(body, framing);
  const lines = [...headers, ...framed.headers]
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`, "latin1"),
    framed.bytes,
  ]);
}

/** The connection can be used again, and an answer is owed. */
export const isWhole = ({ framing }: Payload): boolean =>
  framing === "length" || framing === "chunked";

function frame(
  body: Buffer,
  framing: Framing,
): { readonly headers: readonly Header[]; readonly bytes: Buffer } {
  const length = (n: number): Header => ["Content-Length", String(n)];
  const chunked: Header = ["Transfer-Encoding", "chunked"];
  switch (framing) {
    case "length":
      return { headers: [length(body.length)], bytes: body };
    case "chunked":
      return { headers: [chunked], bytes: chunks(body) };
    case "too-long":
      return { headers: [length(body.length + 10)], bytes: body };
    case "too-short":
      return { headers: [length(Math.floor(body.length / 2))], bytes: body };
    case "both":
      return { headers: [length(body.length), chunked], bytes: chunks(body) };
    case "cut":
      return {
        headers: [length(body.length)],
        bytes: body.subarray(0, Math.floor(body.length / 2)),
      };
    case "bad-chunk":
      return {
        headers: [chunked],
        bytes: Buffer.concat([Buffer.from("fffffffffffffffffff\r\n"), body]),
      };
  }
}

function chunks(body: Buffer): Buffer {
  const half = Math.ceil(body.length / 2);
  const parts = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0);
  return Buffer.concat([
    ...parts.flatMap((part) => [
      Buffer.from(`${part.length.toString(16)}\r\n`),
      part,
      Buffer.from("\r\n"),
    ]),
    Buffer.from("0\r\n\r\n"),
  ]);
}

/** The request as a line for a shell. What curl itself will not send is told in words behind it. */
export function curlLine(payload: Payload, origin: string): string {
  const { method, target, headers, body, framing } = payload;
  const parts = [
    "curl",
    "-sS",
    "-i",
    "--path-as-is",
    "-X",
    quote(method),
    ...(headers.some(([name]) => name === "Host") ? [] : ["-H", "'Host:'"]),
    ...headers.flatMap(([name, value]) => [
      "-H",
      quote(value === "" ? `${name};` : `${name}: ${value}`),
    ]),
  ];
  if (framing === "chunked") parts.push("-H", quote("Transfer-Encoding: chunked"));
  if (body !== null) parts.push("--data-binary", "@-");
  parts.push(quote(`${origin}${target}`));
  const input = body === null ? "" : `printf ${quote(shown(body))} | `;
  const rest = body !== null && body.length > SHOWN_BYTES ? `  # ${body.length} bytes in all` : "";
  return `${input}${parts.join(" ")}${isWhole(payload) ? "" : `  # framing: ${framing}`}${rest}`;
}

const SHOWN_BYTES = 2_000;

/** In printf's own escapes, so that any byte can be pasted. */
function shown(body: Buffer): string {
  return [...body.subarray(0, SHOWN_BYTES)]
    .map((byte) =>
      byte === 0x25
        ? "%%"
        : byte === 0x5c
          ? "\\\\"
          : byte >= 0x20 && byte < 0x7f
            ? String.fromCharCode(byte)
            : `\\x${byte.toString(16).padStart(2, "0")}`,
    )
    .join("");
}

/** For a shell; a long run of one letter is made there. */
function quote(text: string): string {
  let out = "";
  let at = 0;
  for (const run of text.matchAll(/([a-zA-Z])\1{300,}/g)) {
    out += `${quoted(text.slice(at, run.index))}$(printf %${run[0].length}s | tr ' ' ${run[1]})`;
    at = run.index + run[0].length;
  }
  return out + quoted(text.slice(at));
}

function quoted(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text
    .split("")
    .map((sign) =>
      sign === "'" || sign === "\\"
        ? `\\${sign}`
        : sign >= " " && sign <= "~"
          ? sign
          : `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`,
    )
    .join("")}'`;
}
