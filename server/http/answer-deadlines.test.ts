import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { connect as connectHttp2, type ClientHttp2Session } from "node:http2";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Hono } from "hono";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ANSWER_DEADLINES, type AnswerDeadlines, type CutReason } from "./answer-deadlines.ts";
import { serve, type Serving } from "./serve.ts";
import { believedAsker, nameAsker } from "./asker.ts";
import { openSmallStream } from "./sse.ts";
import type { HttpEnv } from "./env.ts";
import { selfSigned } from "./testing/certificate.ts";

/** More than both ends of a connection on this machine hold by themselves. */
const BYTES = 16 * 1024 * 1024;
const PIECE = new Uint8Array(64 * 1024).fill(120);

let pulled = 0;
const app = new Hono<HttpEnv>();
app.use(async (c, next) => {
  c.set("requestId", "r1");
  await next();
});
app.get("/whole", (c) => c.body("x".repeat(BYTES)));
/** More than a stream's window over HTTP/2, less than what Node lets a session hold. */
app.get("/two", (c) => c.body("x".repeat(2 * 1024 * 1024)));
app.get("/pieces", (c) =>
  c.body(
    new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(PIECE);
          if (pulled * PIECE.length >= BYTES) controller.close();
        },
      },
      { highWaterMark: 1 },
    ),
  ),
);
/** The same, to a device. */
app.get("/whole/device", (c) => {
  nameAsker(c, believedAsker({ restaurantId: "r1", subjectId: "tablet" }));
  return c.body("x".repeat(BYTES));
});
/** To strangers at as many addresses as one likes. */
app.get("/from/:address/:path", (c) => {
  const { address, path } = c.req.param();
  nameAsker(c, { kind: "stranger", group: address, key: address });
  return c.body("x".repeat(path === "two" ? 2 * 1024 * 1024 : 5));
});
app.get("/hello", (c) => c.text("hello"));
app.get("/waits", async (c) => {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return c.text("at last");
});
app.get("/stream", (c) => {
  const { stream, response } = openSmallStream(c);
  stream.send("order", {});
  return response;
});

let directory = "";
let tls = { certFile: "", keyFile: "" };
const open: Serving[] = [];
const sockets: Socket[] = [];
const sessions: ClientHttp2Session[] = [];
let cuts: CutReason[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "heard-answers-"));
  const { cert, key } = selfSigned();
  tls = { certFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
  await writeFile(tls.certFile, cert);
  await writeFile(tls.keyFile, key);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const session of sessions.splice(0)) session.destroy();
  await Promise.all(open.splice(0).map((serving) => serving.close(0)));
});
afterAll(() => rm(directory, { recursive: true }));

async function start(over: Partial<AnswerDeadlines>, secure = false): Promise<Serving> {
  cuts = [];
  pulled = 0;
  const answers = { ...ANSWER_DEADLINES, lookEveryMs: 20, ...over };
  const started = await serve(app.fetch, {
    port: 0,
    host: "127.0.0.1",
    tls: secure ? tls : null,
    answers,
    onCut: (reason) => cuts.push(reason),
  });
  if (!started.ok) throw new Error(started.error);
  open.push(started.value);
  return started.value;
}

/** Asks, and takes nothing. */
function asleep(
  port: number,
  path: string,
): { readonly socket: Socket; readonly closed: Promise<unknown> } {
  const socket = connect({ port, host: "127.0.0.1" });
  sockets.push(socket);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined).pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  return { socket, closed };
}

/** The same over HTTP/2: a window of nothing, so that not even a system's buffer takes it. */
function asleepOverHttp2(port: number, path: string): { readonly closed: Promise<unknown> } {
  const session = connectHttp2(`https://localhost:${port}`, {
    rejectUnauthorized: false,
    settings: { initialWindowSize: 0 },
  });
  sessions.push(session);
  const closed = new Promise((resolve) => session.once("close", resolve));
  session.on("error", () => undefined);
  session.request({ ":path": path }).on("error", () => undefined);
  return { closed };
}

test.each(["/whole", "/pieces"])(
  "FAIR-7 a reader that takes nothing of %s is cut off, and others are answered",
  async (path) => {
    const { port } = await start({ stalledMs: 100 });
    const reader = asleep(port, path);
    await expect.poll(() => cuts).toEqual(["stalled"]);
    expect(await (await fetch(`http://127.0.0.1:${port}/hello`)).text()).toBe("hello");
    reader.socket.resume();
    await reader.closed;
  },
);

test("FAIR-7 an answer in pieces is made no further than its reader takes it", async () => {
  const { port } = await start({});
  asleep(port, "/pieces");
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = pulled > 0 && pulled === before;
        before = pulled;
        return isStill;
      },
      { interval: 100 },
    )
    .toBe(true);
  expect(pulled * PIECE.length).toBeLessThan(BYTES);
});

test("FAIR-7 over HTTP/2 too, and its session goes with it where nothing else is on it", async () => {
  const { port } = await start({ stalledMs: 100 }, true);
  const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
  session.on("error", () => undefined);
  const closed = new Promise((resolve) => session.once("close", resolve));
  session
    .request({ ":path": "/whole" })
    .on("error", () => undefined)
    .pause();
  await closed;
  expect(cuts).toEqual(["stalled"]);
});

test("FAIR-7 over HTTP/2 also an answer that waited for us for longer than that before it began", async () => {
  const { port } = await start({ stalledMs: 100 }, true);
  await asleepOverHttp2(port, "/waits").closed;
  expect(cuts).toEqual(["stalled"]);
});

test("FAIR-7 over HTTP/2 the session's other answers go on", async () => {
  const { port } = await start({ stalledMs: 100 }, true);
  const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
  const stream = session.request({ ":path": "/stream" });
  await new Promise((resolve) => stream.once("data", resolve));
  const stuck = session.request({ ":path": "/two" });
  const ended = new Promise((resolve) => stuck.once("error", resolve));
  stuck.pause();
  // Not an end: half an answer is none.
  expect(await ended).toMatchObject({ code: "ERR_HTTP2_STREAM_ERROR" });
  expect(await text(session.request({ ":path": "/hello" }).end())).toBe("hello");
  expect([stream.closed, cuts]).toEqual([false, ["stalled"]]);
  session.destroy();
});

test("FAIR-7 a byte now and then is no reading", async () => {
  const { port } = await start({ graceMs: 100, leastPace: 1024 * 1024 * 1024 });
  const { socket, closed } = asleep(port, "/whole");
  const sipping = setInterval(() => socket.read(1), 10);
  await expect.poll(() => cuts).toEqual(["slow"]);
  clearInterval(sipping);
  socket.resume();
  await closed;
});

test("FAIR-7 what is said and not taken is bounded in all: who has waited longest goes, who reads does not", async () => {
  const { port } = await start({
    heldBytes: { ...ANSWER_DEADLINES.heldBytes, stranger: 3 * BYTES },
  });
  const readers = [];
  for (let reader = 0; reader < 6; reader += 1) readers.push(asleep(port, "/whole"));
  await expect.poll(() => cuts.length).toBeGreaterThanOrEqual(2);
  expect(new Set(cuts)).toEqual(new Set(["crowded"]));
  expect((await (await fetch(`http://127.0.0.1:${port}/whole`)).text()).length).toBe(BYTES);
  expect(readers).toHaveLength(6);
});

test("FAIR-7 it is counted as it is said: whatever is made between two looks", async () => {
  const { port } = await start({
    lookEveryMs: 3_600_000,
    heldBytes: { ...ANSWER_DEADLINES.heldBytes, stranger: 3 * BYTES },
  });
  for (let reader = 0; reader < 6; reader += 1) asleep(port, "/whole");
  await expect.poll(() => cuts.length).toBeGreaterThanOrEqual(2);
});

test("FAIR-7 a device that has waited longest does not go for strangers", async () => {
  const { port } = await start(
    { heldBytes: { ...ANSWER_DEADLINES.heldBytes, stranger: 2 * BYTES } },
    true,
  );
  const tablet = asleepOverHttp2(port, "/whole/device");
  let isClosed = false;
  void tablet.closed.then(() => (isClosed = true));
  for (let reader = 0; reader < 6; reader += 1) asleepOverHttp2(port, "/whole");
  await expect.poll(() => cuts.length).toBeGreaterThanOrEqual(3);
  expect([isClosed, new Set(cuts)]).toEqual([false, new Set(["crowded"])]);
});

test("FAIR-7 who reads, slowly, is not cut off for many that leave little", async () => {
  const { port } = await start(
    {
      leastPace: 1,
      heldBytes: { ...ANSWER_DEADLINES.heldBytes, stranger: 2 * 1024 * 1024 + 20 * 50 * 1024 },
    },
    true,
  );
  const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
  sessions.push(session);
  const reader = session.request({ ":path": "/from/phone/two" });
  // It takes one window, and no more until the others are gone.
  await new Promise((resolve) => reader.once("readable", resolve));
  const flood = connectHttp2(`https://localhost:${port}`, {
    rejectUnauthorized: false,
    settings: { initialWindowSize: 0 },
  });
  sessions.push(flood);
  flood.on("error", () => undefined);
  for (let n = 0; n < 100; n += 1)
    flood.request({ ":path": `/from/${n}/little` }).on("error", () => undefined);
  await expect.poll(() => cuts.length).toBeGreaterThanOrEqual(70);
  expect([(await text(reader)).length, new Set(cuts)]).toEqual([
    2 * 1024 * 1024,
    new Set(["crowded"]),
  ]);
});

test("FAIR-7 over HTTP/2 a session goes with the last of its answers, however many go at once", async () => {
  const { port } = await start({ heldBytes: { ...ANSWER_DEADLINES.heldBytes, stranger: 1 } }, true);
  const session = connectHttp2(`https://localhost:${port}`, {
    rejectUnauthorized: false,
    settings: { initialWindowSize: 0 },
  });
  session.on("error", () => undefined);
  const closed = new Promise((resolve) => session.once("close", resolve));
  for (let stream = 0; stream < 5; stream += 1)
    session.request({ ":path": "/hello" }).on("error", () => undefined);
  await closed;
  expect(cuts).toHaveLength(5);
});

test("whoever waits for us, or for the next event, is not cut off, and a connection is used again", async () => {
  const { port } = await start({ stalledMs: 30, graceMs: 0 });
  const stream = get(`http://127.0.0.1:${port}/stream`);
  const response = await new Promise<{ destroyed: boolean }>((resolve) =>
    stream.once("response", resolve),
  );
  for (let time = 0; time < 2; time += 1)
    expect(await (await fetch(`http://127.0.0.1:${port}/waits`)).text()).toBe("at last");
  expect([response.destroyed, cuts]).toEqual([false, []]);
  stream.destroy();
});
