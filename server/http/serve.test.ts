import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get as httpGet, type IncomingMessage } from "node:http";
import { connect as connectHttp2, type OutgoingHttpHeaders } from "node:http2";
import { get as httpsGet } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { Hono } from "hono";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { must } from "#shared/kernel/assert.ts";
import { serve, type Serving } from "./serve.ts";
import { openSmallStream } from "./sse.ts";
import type { HttpEnv } from "./env.ts";
import { selfSigned } from "./testing/certificate.ts";

const app = new Hono<HttpEnv>();
app.use(async (c, next) => {
  c.set("requestId", "r1");
  await next();
});
app.get("/soon", async (c) => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return c.text("soon");
});
app.get("/hello", (c) => c.text("hello"));
app.post("/body", async (c) => c.text(`${(await c.req.arrayBuffer()).byteLength} bytes`));
// A caller that went away is no news here.
app.onError((_error, c) => c.body(null, 400));
/** Needs no body. */
let done = 0;
app.post("/done", (c) => {
  done += 1;
  return c.body(null, 204);
});
app.post("/slowly", async (c) => {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return c.text("at last");
});
/** A stream whose reader leaves before it begins, and whether it is told. */
let arrived = Promise.withResolvers<void>();
let left = Promise.withResolvers<void>();
app.get("/late", async (c) => {
  const gone = new Promise((resolve) => c.env.outgoing?.once("close", () => resolve(null)));
  arrived.resolve();
  await gone;
  const { stream, response } = openSmallStream(c);
  stream.onClose(left.resolve);
  return response;
});
app.get("/stream", (c) => {
  const { stream, response } = openSmallStream(c);
  stream.send("order", { a: "b\nc" });
  return response;
});

let directory = "";
let tls = { certFile: "", keyFile: "" };
const open: Serving[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "heard-tls-"));
  const { cert, key } = selfSigned();
  tls = { certFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
  await writeFile(tls.certFile, cert);
  await writeFile(tls.keyFile, key);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((serving) => serving.close(0)));
});
afterAll(() => rm(directory, { recursive: true }));

async function start(over: Partial<Parameters<typeof serve>[1]> = {}): Promise<Serving> {
  const started = await serve(app.fetch, { port: 0, host: "127.0.0.1", tls: null, ...over });
  if (!started.ok) throw new Error(started.error);
  open.push(started.value);
  return started.value;
}

const answerOf = (request: ReturnType<typeof httpGet>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => request.once("response", resolve).once("error", reject));

test("serves HTTP on the port it says", async () => {
  const { port, secure } = await start();
  expect(secure).toBe(false);
  expect(await (await fetch(`http://127.0.0.1:${port}/hello`)).text()).toBe("hello");
});

test("a taken port is said in a sentence, with the way out", async () => {
  const { port } = await start();
  const second = await serve(app.fetch, { port, host: "127.0.0.1", tls: null });
  expect(second).toEqual({ ok: false, error: expect.stringContaining(`Port ${port} is taken`) });
});

test("serves HTTPS to HTTP/1.1 and HTTP/2 alike, streams too", async () => {
  const { port } = await start({ tls });
  const options = { rejectUnauthorized: false };
  expect(await text(await answerOf(httpsGet(`https://localhost:${port}/hello`, options)))).toBe(
    "hello",
  );
  const session = connectHttp2(`https://localhost:${port}`, options);
  const request = session.request({ ":path": "/stream" });
  const first = await new Promise<string>((resolve) =>
    request.setEncoding("utf8").once("data", resolve),
  );
  expect(first).toBe('event: order\ndata: {"a":"b\\nc"}\n\n');
  session.destroy();
});

describe("over HTTP/2, where Node has no deadlines,", () => {
  const post = { ":method": "POST", ":path": "/body" };

  test("a body that does not end is answered with the reason, and costs the session's other requests nothing", async () => {
    const { port } = await start({ tls, http2: { requestMs: 50, idleMs: 60_000 } });
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    const stuck = session.request(post);
    stuck.write("{");
    const status = new Promise((resolve) =>
      stuck.once("response", (headers) => resolve(headers[":status"])),
    );
    let said = "";
    stuck.setEncoding("utf8").on("data", (piece: string) => (said += piece));
    await new Promise((resolve) => stuck.once("close", resolve));
    expect([await status, JSON.parse(said)]).toMatchObject([408, { code: "too_slow" }]);
    const whole = session.request(post);
    expect(await text(whole.end("{}"))).toBe("2 bytes");
    session.destroy();
  });

  test("one that ends in time, and a stream of events, may last as long as they like", async () => {
    const { port } = await start({ tls, http2: { requestMs: 20, idleMs: 20 } });
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    const stream = session.request({ ":path": "/stream" });
    await new Promise((resolve) => stream.once("data", resolve));
    const slow = session.request({ ":method": "POST", ":path": "/slowly" });
    expect(await text(slow.end("{}"))).toBe("at last");
    expect([stream.closed, session.closed]).toEqual([false, false]);
    session.destroy();
  });

  test("a session on which nothing is asked is closed", async () => {
    const { port } = await start({ tls, http2: { requestMs: 60_000, idleMs: 50 } });
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    await new Promise((resolve) => session.once("close", resolve));
    const asked = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    const closed = new Promise((resolve) => asked.once("close", resolve));
    expect(await text(asked.request({ ":path": "/hello" }))).toBe("hello");
    await closed;
  });
});

test("closing lets nobody in and cuts what does not end by itself", async () => {
  const { port, close } = await start();
  const stream = await answerOf(httpGet(`http://127.0.0.1:${port}/stream`));
  const cut = new Promise((resolve) => stream.once("error", resolve).once("close", resolve));
  await close(10);
  await cut;
  await expect(fetch(`http://127.0.0.1:${port}/hello`)).rejects.toThrow("fetch failed");
});

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
  "headers and bodies that do not end are answered when their time is up, and not when Node next looks by itself, %s",
  async (how) => {
    const http1 = { headersMs: 200, requestMs: 400 };
    const { port } = await start(how === "TLS" ? { tls, http1 } : { http1 });
    const slow = async (bytes: string): Promise<string> => {
      const socket =
        how === "TLS"
          ? connectTls({
              port,
              host: "127.0.0.1",
              rejectUnauthorized: false,
              ALPNProtocols: ["http/1.1"],
            })
          : connect(port, "127.0.0.1");
      socket.write(bytes);
      return text(socket);
    };
    // Node's own interval is longer than a test may take.
    const answers = await Promise.all([
      slow("GET /hello HTTP/1.1\r\nHost: x\r\nX: "),
      slow("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"),
    ]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"too_slow"/s);
  },
);

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

test("a stream whose reader left before it began is told so, over HTTP/1.1 and HTTP/2", async () => {
  const plain = await start();
  const socket = connect(plain.port, "127.0.0.1");
  socket.write("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  await arrived.promise;
  socket.destroy();
  await left.promise;

  [arrived, left] = [Promise.withResolvers(), Promise.withResolvers()];
  const secure = await start({ tls });
  const session = connectHttp2(`https://localhost:${secure.port}`, { rejectUnauthorized: false });
  const request = session.request({ ":path": "/late" }).on("error", () => undefined);
  await arrived.promise;
  request.close();
  await left.promise;
  session.destroy();
});
