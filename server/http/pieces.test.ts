import { createServer, get, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { inPieces, PIECE_BYTES } from "./pieces.ts";

/** More than both ends of a connection on this machine hold by themselves. */
const LONG = "é".repeat(8 * 1024 * 1024);

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

async function serving(say: (answer: ServerResponse) => void): Promise<number> {
  const server = createServer((_request, answer) => say(answer)).listen(0, "127.0.0.1");
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return (server.address() as AddressInfo).port;
}

const read = (port: number): Promise<string> =>
  new Promise((resolve, reject) =>
    get({ port, host: "127.0.0.1", agent: false }, (response) => resolve(text(response))).once(
      "error",
      reject,
    ),
  );

test.each([LONG, new TextEncoder().encode(LONG)])(
  "a long answer arrives whole, with whatever is said before and after it",
  async (long) => {
    const port = await serving((answer) => {
      answer.writeHead(200);
      inPieces(answer);
      answer.write("before");
      answer.write(long);
      answer.end("after");
    });
    expect((await read(port)) === `before${LONG}after`).toBe(true);
  },
);

test("FAIR-7 what is left of a long answer grows less while it is taken", async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  const port = await serving((answer) => {
    answer.writeHead(200, { "Content-Length": Buffer.byteLength(LONG) });
    inPieces(answer);
    answer.end(LONG);
    resolve(answer);
  });
  const socket = connect({ port, host: "127.0.0.1" }).pause();
  opened.push(() => socket.destroy());
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const answer = await promise;
  await expect
    .poll(() => answer.writableLength)
    .toBeLessThan(Buffer.byteLength(LONG) - PIECE_BYTES);
  expect(answer.writableLength).toBeGreaterThan(0);
});

test("how long an answer is is not lost where its headers are not written yet", async () => {
  const port = await serving((answer) => inPieces(answer).end(LONG));
  const length = await new Promise((resolve) =>
    get({ port, host: "127.0.0.1", agent: false }, (response) =>
      resolve(response.headers["content-length"]),
    ),
  );
  expect(length).toBe(String(Buffer.byteLength(LONG)));
});
