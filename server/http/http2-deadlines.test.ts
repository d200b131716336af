import { once } from "node:events";
import {
  connect as connectHttp2,
  constants,
  type Http2ServerResponse,
  type ServerHttp2Stream,
} from "node:http2";
import { text } from "node:stream/consumers";
import type { Context } from "hono";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { must } from "#shared/kernel/assert.ts";
import type { HttpEnv } from "./env.ts";
import { createServings, smallApp } from "./testing/small-server.ts";

/** The last POST, as the server has it, and whether `/slowly` may be answered. */
let asked = Promise.withResolvers<ServerHttp2Stream>();
let mayAnswer = Promise.withResolvers<void>();

const streamOf = (c: Context<HttpEnv>): ServerHttp2Stream =>
  (c.env.outgoing as unknown as Http2ServerResponse).stream;

const app = smallApp();
app.post("/body", async (c) => {
  asked.resolve(streamOf(c));
  return c.text(`${(await c.req.arrayBuffer()).byteLength} bytes`);
});
app.post("/slowly", async (c) => {
  asked.resolve(streamOf(c));
  await mayAnswer.promise;
  return c.text("at last");
});

const { tls, start, stop, remove } = createServings(app);
beforeEach(() => {
  [asked, mayAnswer] = [Promise.withResolvers(), Promise.withResolvers()];
});
afterEach(async () => {
  vi.useRealTimers();
  await stop();
});
afterAll(remove);

/** Node keeps the time of a session by itself, and says this when it is up. */
const idleFor = ({ session }: ServerHttp2Stream) => must(session, "a session").emit("timeout");

describe("over HTTP/2, where Node has no deadlines,", () => {
  const post = { ":method": "POST", ":path": "/body" };

  test("a body that does not end is answered with the reason, and costs the session's other requests nothing", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { port } = await start({ tls, http2: { requestMs: 50, idleMs: 60_000 } });
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    const stuck = session.request(post);
    stuck.write("{");
    const status = new Promise((resolve) =>
      stuck.once("response", (headers) => resolve(headers[":status"])),
    );
    let said = "";
    stuck.setEncoding("utf8").on("data", (piece: string) => (said += piece));
    const closed = once(stuck, "close");
    await asked.promise;
    vi.advanceTimersByTime(50);
    await closed;
    expect([await status, JSON.parse(said)]).toMatchObject([408, { code: "too_slow" }]);
    const whole = session.request(post);
    expect(await text(whole.end("{}"))).toBe("2 bytes");
    session.destroy();
  });

  test("one that ends in time, and a stream of events, may last as long as they like", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { port } = await start({ tls, http2: { requestMs: 20, idleMs: 60_000 } });
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    const stream = session.request({ ":path": "/stream" });
    await once(stream, "data");
    const slow = session.request({ ":method": "POST", ":path": "/slowly" });
    slow.end("{}");
    const served = await asked.promise;
    await expect
      .poll(() => served.state.state)
      .toBe(constants.NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE);
    vi.advanceTimersByTime(20);
    idleFor(served);
    mayAnswer.resolve();
    expect(await text(slow)).toBe("at last");
    expect([stream.closed, session.closed]).toEqual([false, false]);
    session.destroy();
  });

  test("a session on which nothing is asked is closed", async () => {
    const { port } = await start({ tls, http2: { requestMs: 60_000, idleMs: 50 } });
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    await once(session, "close");
  });

  test("a session on which nothing is asked any more is closed, however often its time was up while something was", async () => {
    const { port } = await start({ tls, http2: { requestMs: 60_000, idleMs: 60_000 } });
    const session = connectHttp2(`https://localhost:${port}`, { rejectUnauthorized: false });
    const closed = once(session, "close");
    const request = session.request({ ":method": "POST", ":path": "/slowly" });
    request.end();
    const served = await asked.promise;
    const { session: servedSession } = served;
    const over = once(served, "close");
    idleFor(served);
    idleFor(served);
    mayAnswer.resolve();
    expect(await text(request)).toBe("at last");
    await over;
    must(servedSession, "a session").emit("timeout");
    await closed;
  });
});
