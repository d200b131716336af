import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { Hono } from "hono";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod/mini";
import { createVouched } from "../auth/vouched.ts";
import { createLogger } from "../log/logger.ts";
import { readJson } from "./body.ts";
import type { HttpEnv } from "./env.ts";
import { onError } from "./errors.ts";
import { requestId } from "./request-id.ts";
import { serve, type Serving } from "./serve.ts";
import { source } from "./source.ts";
import { selfSigned } from "./testing/certificate.ts";

let lines: Record<string, unknown>[] = [];
const log = createLogger("info", {
  write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
});
let begun = Promise.withResolvers<void>();
let over = Promise.withResolvers<void>();
const app = new Hono<HttpEnv>();
app.use(
  source({ trustProxy: 0, publicUrl: null }),
  requestId(log, createVouched(new Uint8Array(32)), 0),
);
app.use(async (_c, next) => {
  begun.resolve();
  await next();
  over.resolve();
});
app.post("/body", async (c) => c.json(await readJson(c, z.looseObject({}))));
app.onError(onError);

let directory = "";
let tls = { certFile: "", keyFile: "" };
const open: Serving[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "heard-cut-off-"));
  const { cert, key } = selfSigned();
  tls = { certFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
  await writeFile(tls.certFile, cert);
  await writeFile(tls.keyFile, key);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((serving) => serving.close(0)));
  vi.restoreAllMocks();
});
afterAll(() => rm(directory, { recursive: true }));

async function start(secure: boolean, requestMs = 60_000): Promise<number> {
  [lines, begun, over] = [[], Promise.withResolvers(), Promise.withResolvers()];
  const started = await serve(app.fetch, {
    port: 0,
    host: "127.0.0.1",
    tls: secure ? tls : null,
    http1: { headersMs: requestMs, requestMs },
    http2: { requestMs, idleMs: 60_000 },
  });
  if (!started.ok) throw new Error(started.error);
  open.push(started.value);
  return started.value.port;
}

const LENGTHS = { declared: "Content-Length: 5000", chunked: "Transfer-Encoding: chunked" };

const WAYS: Record<string, (socket: Socket) => unknown> = {
  ended: (socket) => socket.end(),
  destroyed: (socket) => socket.destroy(),
  reset: (socket) => socket.resetAndDestroy(),
  "left to its deadline": () => undefined,
};

const wires = ["plain", "TLS"].flatMap((wire) =>
  Object.keys(LENGTHS).flatMap((length) =>
    Object.keys(WAYS).map((way) => [wire, length as keyof typeof LENGTHS, way] as const),
  ),
);

test.each(wires)(
  "over HTTP/1.1, %s, a body of %s length that is %s is no mistake of ours",
  async (wire, length, way) => {
    const said = vi.spyOn(console, "error");
    const port = await start(wire === "TLS", way === "left to its deadline" ? 200 : undefined);
    const bare = connect(port, "127.0.0.1");
    const socket =
      wire === "TLS"
        ? connectTls({ socket: bare, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] })
        : bare;
    socket
      .on("error", () => undefined)
      .resume()
      .write(
        `POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${LENGTHS[length]}\r\n\r\n${length === "chunked" ? "1\r\n{\r\n" : "{"}`,
      );
    await begun.promise;
    WAYS[way]?.(way === "reset" ? bare : socket);
    await over.promise;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lines).toMatchObject([{ level: "info", status: 408 }]);
    expect(said).not.toHaveBeenCalled();
    socket.destroy();
  },
);

test.each([
  ["declared", "reset"],
  ["unknown", "reset"],
  ["declared", "left to its deadline"],
  ["unknown", "left to its deadline"],
  ["declared", "cut with its connection"],
  ["unknown", "cut with its connection"],
])("over HTTP/2 a body of %s length that is %s is no mistake of ours", async (length, way) => {
  const said = vi.spyOn(console, "error");
  const port = await start(true, way === "left to its deadline" ? 200 : undefined);
  const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
  session.on("error", () => undefined);
  const request = session.request({
    ":method": "POST",
    ":path": "/body",
    "content-type": "application/json",
    ...(length === "declared" ? { "content-length": "5000" } : {}),
  });
  request
    .on("error", () => undefined)
    .resume()
    .write("{");
  await begun.promise;
  if (way === "reset") request.close(8);
  else if (way === "cut with its connection") session.destroy();
  await over.promise;
  await new Promise((resolve) => setTimeout(resolve, 20));
  // Without a length, what HTTP/2 has when its stream is closed passes for the whole: it is no JSON
  // then.
  expect(lines).toMatchObject([
    {
      level: "info",
      status:
        length === "declared"
          ? 408
          : (expect.toSatisfy((status) => status === 400 || status === 408) as number),
    },
  ]);
  expect(said).not.toHaveBeenCalled();
  session.destroy();
});
