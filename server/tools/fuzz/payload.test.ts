import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { curlLine, wireBytes, type Framing, type Payload } from "./payload.ts";

const payload = (over: Partial<Payload> = {}): Payload => ({
  route: "POST /x",
  method: "POST",
  target: "/x?a='b'",
  headers: [
    ["Host", "h"],
    ["X", "it's \u00e9"],
  ],
  body: Buffer.from('{"a":"b%\\u0000"}\u00ff', "latin1"),
  framing: "length",
  mayWrite: false,
  ...over,
});

test.each<[Framing, string]>([
  ["length", "Content-Length: 6\r\n\r\nabcdef"],
  ["chunked", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"],
  ["too-long", "Content-Length: 16\r\n\r\nabcdef"],
  ["too-short", "Content-Length: 3\r\n\r\nabcdef"],
  ["cut", "Content-Length: 6\r\n\r\nabc"],
])("framing %s goes over the wire as it says", (framing, end) => {
  expect(wireBytes(payload({ body: Buffer.from("abcdef"), framing, headers: [] })).toString()).toBe(
    `POST /x?a='b' HTTP/1.1\r\n${end}`,
  );
});

describe("the line for a shell", () => {
  /** What the shell makes of it: `curl` is a function that shows its arguments and its input. */
  const run = (line: string): { args: string[]; input: Buffer } => {
    const out = execFileSync(
      "bash",
      ["-c", `curl() { printf '%s\\0' "$@"; printf '\\1'; cat; }; ${line}`],
      { input: "" },
    );
    const end = out.indexOf(1);
    return {
      args: out.subarray(0, end).toString("latin1").split("\0").slice(0, -1),
      input: out.subarray(end + 1),
    };
  };

  test("gives the very bytes back, quotes, percent signs and halves of characters too", () => {
    const given = payload();
    const { args, input } = run(curlLine(given, "http://127.0.0.1:1"));
    expect(input).toEqual(given.body);
    expect(args).toEqual(
      expect.arrayContaining(["POST", "X: it's \u00e9", "http://127.0.0.1:1/x?a='b'"]),
    );
  });

  test("makes a long header instead of showing it", () => {
    const line = curlLine(
      payload({ body: null, headers: [["X", `${"y".repeat(9_000)}z`]] }),
      "http://h",
    );
    expect(line.length).toBeLessThan(200);
    expect(run(line).args).toContain(`X: ${"y".repeat(9_000)}z`);
  });
});
