import { EventEmitter } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, type ClientHttp2Session } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Hono } from "hono";
import type { Context } from "hono";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { Crowded } from "../fair/crowded.ts";
import { namedAsker } from "../http/asker.ts";
import type { HttpEnv } from "../http/env.ts";
import { onError } from "../http/errors.ts";
import { serve } from "../http/serve.ts";
import { source } from "../http/source.ts";
import { streamHeaders } from "../http/sse.ts";
import { selfSigned } from "../http/testing/certificate.ts";
import { createAtOnce, HOLDER_AT_ONCE, MAX_WAIT_MS } from "./at-once.ts";
import { createAuthenticator } from "./authenticate.ts";
import { newToken } from "./tokens.ts";
import { createVouched } from "./vouched.ts";

const SECRET = new Uint8Array(32);

afterEach(() => void vi.useRealTimers());

/** Two at once, three may wait. */
function places() {
  const { enter } = createAtOnce({ ...HOLDER_AT_ONCE, each: 2, waiting: { all: 10, each: 3 } });
  const entered: string[] = [];
  const ask = (name: string, key = "tablet", isGone = false) => {
    const outgoing = Object.assign(new EventEmitter(), { destroyed: isGone });
    const set = new Map<string, () => void>();
    const c = {
      env: { outgoing },
      set: (what: string, value: () => void) => void set.set(what, value),
    } as unknown as Context<HttpEnv>;
    const turn = enter(c, key).then(() => void entered.push(name));
    turn.catch(() => undefined);
    return {
      turn,
      close: () => {
        outgoing.destroyed = true;
        outgoing.emit("close");
      },
      streams: () => set.get("streams")?.(),
    };
  };
  const now = async (): Promise<string[]> => {
    await new Promise(setImmediate);
    return entered;
  };
  return { ask, now };
}

test("FAIR-11 who has as much under way as it may waits until an answer is over, in the order of asking; nobody else waits for it", async () => {
  const { ask, now } = places();
  const first = ask("1");
  for (const name of ["2", "3", "4"]) ask(name);
  ask("another's", "phone");
  expect(await now()).toEqual(["1", "2", "another's"]);
  first.close();
  expect(await now()).toEqual(["1", "2", "another's", "3"]);
});

test("FAIR-11 a stream that begins gives its place back, and so does who leaves while waiting", async () => {
  const { ask, now } = places();
  const stream = ask("stream");
  const second = ask("2");
  const left = ask("left");
  ask("3");
  ask("4");
  stream.streams();
  expect(await now()).toEqual(["stream", "2", "left"]);
  left.close();
  expect(await now()).toEqual(["stream", "2", "left", "3"]);
  second.close();
  expect(await now()).toEqual(["stream", "2", "left", "3", "4"]);
});

test("FAIR-11 who left before its turn was asked for keeps no place", async () => {
  const { ask, now } = places();
  for (const name of ["1", "2"]) ask(name, "tablet", true);
  await now();
  for (const name of ["3", "4", "5"]) ask(name);
  expect(await now()).toEqual(["1", "2", "3", "4"]);
});

test("FAIR-11 at its limit the line takes no more", async () => {
  const { ask, now } = places();
  for (const name of ["1", "2", "3", "4", "5"]) ask(name);
  await expect(ask("6").turn).rejects.toBeInstanceOf(Crowded);
  expect(await now()).toEqual(["1", "2"]);
});

test("FAIR-11 who has waited for long is told to come again, and takes no place when it gets free", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { ask, now } = places();
  const first = ask("1");
  const [, third] = [ask("2"), ask("3")];
  await vi.advanceTimersByTimeAsync(MAX_WAIT_MS - 1);
  ask("4");
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();
  await expect(third.turn).rejects.toBeInstanceOf(Crowded);
  // It was answered.
  third.close();
  first.close();
  expect(await now()).toEqual(["1", "2", "4"]);
});

const directory = await mkdtemp(join(tmpdir(), "heard-at-once-"));
const tls = { certFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
const { cert, key } = selfSigned();
await Promise.all([writeFile(tls.certFile, cert), writeFile(tls.keyFile, key)]);
afterAll(() => rm(directory, { recursive: true }));

test("FAIR-11 of answers that a device does not read over HTTP/2 a few are made, on however many connections; streams and other devices go on", async () => {
  const vouched = createVouched(SECRET);
  const credential = {
    restaurantId: "r1",
    kind: "device",
    role: "kitchen",
    letter: "A",
    name: "Grill",
    stationIds: [],
    expiresAt: null,
  } as const;
  const auth = createAuthenticator(
    {
      findCredential: (hash) => Promise.resolve({ ...credential, subjectId: hash, deviceId: hash }),
      credentialFate: () => Promise.resolve("unknown"),
    },
    vouched,
  );
  let made = 0;
  const askers = new Set<string>();
  const app = new Hono<HttpEnv>();
  app.use(source({ trustProxy: 0, publicUrl: null }));
  app.get("/answer", auth.anyone, (c) => {
    made += 1;
    askers.add(namedAsker(c.env.outgoing ?? c)?.kind ?? "nobody");
    return c.text("x".repeat(10_000));
  });
  app.get("/stream", auth.anyone, (c) => {
    c.set("requestId", "r1");
    return c.body(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("event: order\n\n")),
      }),
      200,
      streamHeaders(c),
    );
  });
  app.onError(onError);
  // Only a place ends a wait here. By the clock, who waits is told to come again after five seconds,
  // and on a busy machine all this takes longer.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const serving = await serve(app.fetch, { port: 0, host: "127.0.0.1", tls });
  if (!serving.ok) throw new Error(serving.error);
  const sessions: ClientHttp2Session[] = [];
  const session = (initialWindowSize: number): ClientHttp2Session => {
    const opened = connect(`https://localhost:${serving.value.port}`, {
      rejectUnauthorized: false,
      settings: { initialWindowSize },
    });
    opened.on("error", () => undefined);
    sessions.push(opened);
    return opened;
  };
  const [greedy, other] = [newToken(SECRET, "staff").text, newToken(SECRET, "staff").text];
  const ask = (on: ClientHttp2Session, path: string, token: string) =>
    on.request({ ":path": path, authorization: `Bearer ${token}` }).on("error", () => undefined);
  try {
    const reading = session(65_535);
    // More than may be under way: each gives its place back as it begins.
    for (let n = 0; n < HOLDER_AT_ONCE.each + 4; n += 1) {
      const stream = ask(reading, "/stream", greedy);
      await new Promise((resolve) => stream.once("data", resolve));
    }
    for (let n = 0; n < 4; n += 1) {
      const unread = session(0);
      for (let stream = 0; stream < 20; stream += 1) ask(unread, "/answer", greedy);
    }
    await expect.poll(() => made).toBe(HOLDER_AT_ONCE.each);
    expect(await text(ask(reading, "/answer", other))).toHaveLength(10_000);
    expect([made, [...askers]]).toEqual([HOLDER_AT_ONCE.each + 1, ["believed"]]);
    for (const unread of sessions.slice(1)) unread.destroy();
    expect(await text(ask(reading, "/answer", greedy))).toHaveLength(10_000);
  } finally {
    vi.useRealTimers();
    for (const opened of sessions) opened.destroy();
    await serving.value.close(0);
  }
});
