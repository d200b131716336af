import { connect as connectHttp2, type OutgoingHttpHeaders } from "node:http2";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, expect, test } from "vitest";
import { must } from "#shared/kernel/assert.ts";
import { createServings, smallApp } from "./testing/small-server.ts";

const app = smallApp();
app.get("/soon", async (c) => {
  // Behind the turn that brought the request, and what came with it.
  await new Promise(setImmediate);
  return c.text("soon");
});
/** Needs no body. */
let done = 0;
app.post("/done", (c) => {
  done += 1;
  return c.body(null, 204);
});

const { tls, start, stop, remove } = createServings(app);
afterEach(stop);
afterAll(remove);

test.each([
  [
    "a Host that is none",
    "GET / HTTP/1.1\r\nHost: bad host\r\nConnection: close\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "two Hosts",
    "GET /hello HTTP/1.1\r\nHost: x\r\nhost: y\r\nConnection: close\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "one Host twice",
    "GET /hello HTTP/1.1\r\nHost: x\r\nHost: x\r\nConnection: close\r\n\r\n",
    400,
    "invalid",
  ],
  ["two Hosts in HTTP/1.0", "GET /hello HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", 400, "invalid"],
  ["an empty Host", "GET /hello HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", 400, "invalid"],
  [
    "a list of Hosts",
    "GET /hello HTTP/1.1\r\nHost: x, y\r\nConnection: close\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "a Host with somebody's name",
    "GET /hello HTTP/1.1\r\nHost: me@x\r\nConnection: close\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "an address of another host",
    "GET http://y/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "an address of no host",
    "GET http:///hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    400,
    "invalid",
  ],
  ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "invalid"],
  ["a method that is none", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "invalid"],
  ["another protocol", "\u0016\u0003\u0001\u0002", 400, "invalid"],
  [
    "headers without an end",
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(17_000)}\r\n\r\n`,
    431,
    "headers_too_large",
  ],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "a body in gzip",
    "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "a body in chunks of gzip",
    "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "a body in nothing",
    "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \r\n\r\n",
    400,
    "invalid",
  ],
  [
    "an expectation",
    "GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nConnection: close\r\n\r\n",
    417,
    "expectation_failed",
  ],
  ["a tunnel", "CONNECT elsewhere:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed"],
])(
  "%s is refused with the reason, before there is a request",
  async (_what, bytes, status, code) => {
    const { port } = await start();
    const socket = connect(port, "127.0.0.1");
    socket.write(bytes, "latin1");
    const answer = await text(socket);
    expect(answer).toMatch(
      new RegExp(
        `^HTTP/1\\.1 ${status} .*\r\n(.*\r\n)*content-type: application/problem\\+json\r\n`,
        "i",
      ),
    );
    expect(answer.toLowerCase()).toContain("\r\nx-content-type-options: nosniff\r\n");
    expect(JSON.parse(must(answer.split("\r\n\r\n")[1], "a body"))).toMatchObject({ status, code });
  },
);

test.each([
  "GET http://X:80/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "GET /hello HTTP/1.0\r\n\r\n",
])("one name in one way, or none in the old way, is served: %j", async (bytes) => {
  const { port } = await start();
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes, "latin1");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
});

test.each(["plain", "TLS"])(
  "what is refused for how its body is coded is not done, %s",
  async (how) => {
    const before = done;
    const { port } = await start(how === "TLS" ? { tls } : {});
    for (const coding of ["gzip", "identity", "x", "chunked, gzip"]) {
      const socket =
        how === "TLS"
          ? connectTls({
              port,
              host: "127.0.0.1",
              rejectUnauthorized: false,
              ALPNProtocols: ["http/1.1"],
            })
          : connect(port, "127.0.0.1");
      socket.write(`POST /done HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ${coding}\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(done).toBe(before);
    if (how === "TLS") return;
    await fetch(`http://127.0.0.1:${port}/done`, { method: "POST" });
    expect(done).toBe(before + 1);
  },
);

test("what is refused for how its body is coded is refused to the end, however much of it comes behind", async () => {
  const { port } = await start();
  for (let time = 0; time < 20; time++) {
    const socket = connect(port, "127.0.0.1");
    socket.write(
      `POST /done HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n${"z".repeat(400_000)}`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 .*coded in no other way/s);
  }
});

test("what is refused before there is a request is refused over HTTP/2 too, and the session goes on", async () => {
  const { port } = await start({ tls });
  const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
  const ask = async (headers: OutgoingHttpHeaders): Promise<unknown[]> => {
    const request = session.request(headers);
    const status = new Promise((resolve) =>
      request.once("response", (answer) => resolve(answer[":status"])),
    );
    const body = await text(request.end());
    return [
      await status,
      body.startsWith("{") ? (JSON.parse(body) as { code: string }).code : body,
    ];
  };
  expect(await ask({ ":method": "CONNECT", ":authority": "elsewhere:443" })).toEqual([
    405,
    "method_not_allowed",
  ]);
  expect(await ask({ ":method": "GET", ":path": "/hello", expect: "200-ok" })).toEqual([
    417,
    "expectation_failed",
  ]);
  expect(await ask({ ":method": "GET", ":path": "/hello", ":authority": "x", host: "y" })).toEqual([
    400,
    "invalid",
  ]);
  expect(
    await ask({ ":method": "GET", ":path": "/hello", ":authority": "x:443", host: "X" }),
  ).toEqual([200, "hello"]);
  expect(await ask({ ":method": "GET", ":path": "/hello" })).toEqual([200, "hello"]);
  session.destroy();
});

test.each(["CONNECT elsewhere:443 HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n"])(
  "who is refused and does not hang up keeps no connection, and nobody from closing: %j",
  async (bytes) => {
    const { port, close } = await start();
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.write(bytes);
    await new Promise((resolve) => socket.once("data", resolve));
    socket.on("error", () => undefined).write("x".repeat(60_000));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await close(10);
    socket.end();
    await closed;
  },
);

test("nonsense behind a whole request is refused behind its answer", async () => {
  const { port } = await start();
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /soon HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
  const answers = await text(socket);
  expect([...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map((found) => found[1])).toEqual([
    "200",
    "400",
  ]);
});

test("nonsense behind a request whose answer has begun ends the connection, and is no part of the answer", async () => {
  const { port } = await start();
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  const rest = text(socket).catch(() => "");
  socket.write("nonsense\r\n\r\n");
  expect(await rest).not.toContain("HTTP/1.1 400");
});
