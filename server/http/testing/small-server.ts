/** A small app, served on a port of its own as the product is. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import type { HttpEnv } from "../env.ts";
import { serve, type ServeOptions, type Serving } from "../serve.ts";
import { openSmallStream } from "../sse.ts";
import { selfSigned } from "./certificate.ts";

export function smallApp(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(async (c, next) => {
    c.set("requestId", "r1");
    await next();
  });
  app.get("/hello", (c) => c.text("hello"));
  app.get("/stream", (c) => {
    const { stream, response } = openSmallStream(c);
    stream.send("order", { a: "b\nc" });
    return response;
  });
  // A caller that went away is no news here.
  app.onError((_error, c) => c.body(null, 400));
  return app;
}

export function createServings(app: Hono<HttpEnv>) {
  const directory = mkdtempSync(join(tmpdir(), "heard-tls-"));
  const tls = { certFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
  const { cert, key } = selfSigned();
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.keyFile, key);
  const open: Serving[] = [];

  async function start(over: Partial<ServeOptions> = {}): Promise<Serving> {
    const started = await serve(app.fetch, { port: 0, host: "127.0.0.1", tls: null, ...over });
    if (!started.ok) throw new Error(started.error);
    open.push(started.value);
    return started.value;
  }

  async function stop(): Promise<void> {
    await Promise.all(open.splice(0).map((serving) => serving.close(0)));
  }

  return { tls, start, stop, remove: () => rmSync(directory, { recursive: true }) };
}
