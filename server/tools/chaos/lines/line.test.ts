/**
 * Each fault does what it says, over real sockets. Never how fast: only what came through and what
 * did not.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLine, type Line } from "./line.ts";
import { createWay, FAIR, type Weather } from "./way.ts";

/** Somebody who answers every word with the same in capitals. */
let target: Server;
let accepted: Socket[];
let heard: string;
let line: Line;
const callers: Socket[] = [];

beforeEach(async () => {
  accepted = [];
  heard = "";
  target = createServer((socket) => {
    accepted.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      heard += bytes.toString();
      socket.write(bytes.toString().toUpperCase());
    });
  });
  target.listen(0, "127.0.0.1");
  await once(target, "listening");
  line = await openLine({ host: "127.0.0.1", port: (target.address() as AddressInfo).port });
});
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy();
  await line.close();
  for (const socket of accepted) socket.destroy();
  await new Promise((resolve) => target.close(resolve));
});

type Caller = {
  readonly socket: Socket;
  got(): string;
  readonly pieces: string[];
  readonly closed: Promise<string>;
  until(text: string): Promise<void>;
  say(text: string): Promise<void>;
};

async function call(): Promise<Caller> {
  const socket = connect(line.port, "127.0.0.1");
  callers.push(socket);
  const pieces: string[] = [];
  const got = () => pieces.join("");
  let why = "closed";
  socket.on("data", (bytes) => void pieces.push(bytes.toString()));
  socket.on("error", (error: NodeJS.ErrnoException) => (why = error.code ?? "error"));
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(why)));
  await once(socket, "connect");
  const until = async (text: string) => {
    while (!got().includes(text)) await once(socket, "data");
  };
  return {
    socket,
    pieces,
    got,
    closed,
    until,
    async say(text) {
      socket.write(text);
      await until(text.toUpperCase());
    },
  };
}

/** Long enough for what would come to have come. */
const aWhile = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));

test("without a fault everything passes, and so do the ends of both sides", async () => {
  const one = await call();
  await one.say("hello");
  one.socket.end();
  expect(await one.closed).toBe("closed");
  const two = await call();
  await two.say("again");
  accepted[1]!.end();
  await once(two.socket, "end");
  const three = await call();
  await three.say("last");
  accepted[2]!.resetAndDestroy();
  expect(await three.closed).toBe("ECONNRESET");
  expect(line.tally()).toMatchObject({ opened: 3, refused: 0, broken: 0, up: { passedBytes: 14 } });
});

test("latency: nothing arrives before its time, and in order", async () => {
  const caller = await call();
  line.set({ latencyMs: 40 });
  const from = performance.now();
  await caller.say("a");
  expect(performance.now() - from).toBeGreaterThanOrEqual(79);
  for (const text of ["b", "c", "d"]) caller.socket.write(text);
  await caller.until("BCD");
  expect(line.tally().up.delayed).toBeGreaterThan(0);
});

test("little bandwidth: a long answer takes the time that its bytes need", async () => {
  const caller = await call();
  line.set({ bytesPerSecond: 100_000 }, "down");
  const from = performance.now();
  // Pieces of a fortieth of a second each: nothing waits behind the eighth, which is the last.
  await caller.say("x".repeat(20_000));
  expect(performance.now() - from).toBeGreaterThanOrEqual(175);
  expect(line.tally().down.throttled).toBeGreaterThan(1);
  expect(line.tally().up.throttled).toBe(0);
});

test("slow drip: an answer comes in pieces of a few bytes, and is whole in the end", async () => {
  const caller = await call();
  line.set({ dripBytes: 3 }, "down");
  await caller.say("abcdefghi");
  expect(caller.pieces).toEqual(["ABC", "DEF", "GHI"]);
  expect(line.tally().down.dripped).toBe(3);
});

test("half-open upwards: the target hears nothing, no end either, until the line is clear; what was said is then heard once", async () => {
  const caller = await call();
  await caller.say("before");
  line.set({ holds: true }, "up");
  caller.socket.write("during");
  accepted[0]!.write("downwards passes");
  await caller.until("downwards passes");
  expect(heard).toBe("before");
  caller.socket.destroy();
  let ended = false;
  accepted[0]!.on("end", () => (ended = true));
  await aWhile();
  expect([heard, ended]).toEqual(["before", false]);
  line.clear();
  await once(accepted[0]!, "end");
  expect(heard).toBe("beforeduring");
  expect(line.tally().up.held).toBe(2);
});

test("half-open downwards: the target hears and answers, and the caller learns nothing of it, not even that it died", async () => {
  const caller = await call();
  line.set({ holds: true }, "down");
  caller.socket.write("question");
  while (heard !== "question") await aWhile(5);
  accepted[0]!.destroy();
  await aWhile();
  expect([caller.got(), caller.socket.destroyed]).toEqual(["", false]);
  line.clear();
  await caller.closed;
  expect(caller.got()).toBe("QUESTION");
});

test("a held way stops reading its source when it is full, and reads on when there is room again", () => {
  const calls: string[] = [];
  const source = {
    pause: () => calls.push("pause"),
    resume: () => calls.push("resume"),
  } as unknown as Socket;
  let passed = 0;
  const to = {
    destroyed: false,
    write: (bytes: Buffer) => ((passed += bytes.length), true),
  } as unknown as Socket;
  let weather: Weather = { ...FAIR, holds: true };
  const way = createWay(source, to, () => weather, {
    delayed: 0,
    throttled: 0,
    dripped: 0,
    held: 0,
    passedBytes: 0,
  });
  way.push(Buffer.alloc(200 * 1024));
  expect(calls).toEqual([]);
  way.push(Buffer.alloc(100 * 1024));
  expect([calls, passed]).toEqual([["pause"], 0]);
  weather = FAIR;
  way.look();
  expect([calls.at(-1), passed]).toEqual(["resume", 300 * 1024]);
});

test("cut: connections are reset, new ones are refused, and mended it carries again", async () => {
  const caller = await call();
  await caller.say("before");
  line.cut();
  expect(await caller.closed).toBe("ECONNRESET");
  const refused = connect(line.port, "127.0.0.1");
  callers.push(refused);
  await new Promise((resolve) => refused.on("error", resolve));
  line.mend();
  await (await call()).say("after");
  expect(line.tally()).toMatchObject({ refused: 1, broken: 1, opened: 2 });
});

test("silence: open connections carry nothing for ever, new ones work, and who still waits is known", async () => {
  const caller = await call();
  await caller.say("before");
  const idle = await call();
  const silence = line.silence();
  expect([silence.connections, silence.waiting()]).toEqual([2, 0]);
  caller.socket.write("lost");
  accepted[0]!.write("lost too");
  const fresh = await call();
  await fresh.say("new");
  line.clear();
  await aWhile();
  expect([heard, caller.got(), caller.socket.destroyed, silence.waiting()]).toEqual([
    "beforenew",
    "BEFORE",
    false,
    1,
  ]);
  caller.socket.destroy();
  await caller.closed;
  await aWhile();
  expect(silence.waiting()).toBe(0);
  silence.end();
  expect(await idle.closed).toBe("ECONNRESET");
});

test("who was answered does not wait, and who listens to a stream waits for ever", async () => {
  const [caller, listener] = [await call(), await call()];
  await caller.say("ask");
  accepted[1]!
    .removeAllListeners("data")
    .on("data", () => accepted[1]!.write("content-type: text/event-stream"));
  listener.socket.write("listen");
  await listener.until("event-stream");
  accepted[1]!.write("more");
  await listener.until("more");
  expect(line.silence().waiting()).toBe(1);
});

test("whoever watches may keep bytes back, mark a connection, hold one way of it and break it", async () => {
  const caller = await call();
  line.watch({
    up: (bytes, connection) => {
      if (bytes.includes("hold")) connection.up.hold(true);
      return !bytes.includes("secret");
    },
    down: (bytes, connection) => {
      if (bytes.includes("BYE")) connection.break();
      return true;
    },
  });
  await caller.say("open");
  caller.socket.write("secret");
  await aWhile();
  caller.socket.write("hold");
  caller.socket.destroy();
  await aWhile();
  expect(heard).toBe("open");
  const other = await call();
  other.socket.write("bye");
  expect(await other.closed).toBe("ECONNRESET");
  expect(other.got()).toBe("");
  expect(heard).toBe("openbye");
  line.unwatch();
  await (await call()).say("bye");
});

test("a target that is not there resets the caller, and a Unix socket is a target like any other", async () => {
  await new Promise((resolve) => target.close(resolve));
  const caller = await call();
  expect(await caller.closed).toBe("ECONNRESET");
  const dir = mkdtempSync(join(tmpdir(), "heard-line-"));
  const path = join(dir, "socket");
  target = createServer((socket) => {
    accepted.push(socket);
    socket
      .on("error", () => undefined)
      .on("data", (bytes) => socket.write(bytes.toString().toUpperCase()));
  });
  target.listen(path);
  await once(target, "listening");
  await line.close();
  line = await openLine({ path });
  const local = await call();
  await local.say("through a file");
  line.breakAll();
  expect(await local.closed).toBe("ECONNRESET");
  rmSync(dir, { recursive: true, force: true });
});
