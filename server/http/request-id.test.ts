import { Hono } from "hono";
import { expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import type { HttpEnv } from "./env.ts";
import { once } from "./once.ts";
import { requestId } from "./request-id.ts";

function linesAt(level: string): { readonly app: Hono<HttpEnv>; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(level, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const app = new Hono<HttpEnv>();
  app.use(requestId(log, 0));
  app.get("/orders", (c) => {
    const mine = c.get("log");
    c.set("log", once(() => mine().child({ restaurantId: "r1" })));
    return c.text("here");
  });
  return { app, lines };
}

test("each line about a request has the id that its answer has, and whose it is once that is known", async () => {
  const { app, lines } = linesAt("debug");
  const [found, missing] = [await app.request("/orders?token=secret"), await app.request("/nowhere")];
  expect(lines).toMatchObject([
    { level: "debug", requestId: found.headers.get("x-request-id"), restaurantId: "r1", method: "GET", path: "/orders", status: 200 },
    { level: "info", requestId: missing.headers.get("x-request-id"), path: "/nowhere", status: 404 },
  ]);
});

test("what went well is no line, but has an id", async () => {
  const { app, lines } = linesAt("info");
  expect((await app.request("/orders")).headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  expect(lines).toEqual([]);
});
