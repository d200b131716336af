import { get as httpGet, type IncomingMessage } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { get as httpsGet } from "node:https";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, expect, test } from "vitest";
import { serve } from "./serve.ts";
import { openSmallStream } from "./sse.ts";
import { createServings, smallApp } from "./testing/small-server.ts";

const app = smallApp();
app.post("/body", async (c) => c.text(`${(await c.req.arrayBuffer()).byteLength} bytes`));
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

const { tls, start, stop, remove } = createServings(app);
afterEach(stop);
afterAll(remove);

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

test("closing lets nobody in and cuts what does not end by itself", async () => {
  const { port, close } = await start();
  const stream = await answerOf(httpGet(`http://127.0.0.1:${port}/stream`));
  const cut = new Promise((resolve) => stream.once("error", resolve).once("close", resolve));
  await close(10);
  await cut;
  await expect(fetch(`http://127.0.0.1:${port}/hello`)).rejects.toThrow("fetch failed");
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
