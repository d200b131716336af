import { Hono } from "hono";
import { expect, test } from "vitest";
import { createAuthenticator } from "../auth/authenticate.ts";
import { newToken } from "../auth/tokens.ts";
import { createVouched } from "../auth/vouched.ts";
import { createLogger } from "../log/logger.ts";
import type { HttpEnv } from "./env.ts";
import { requestId } from "./request-id.ts";

const SECRET = new Uint8Array(32);
const TOKEN = { Authorization: `Bearer ${newToken(SECRET, "staff").text}` };

function linesAt(level: string): { readonly app: Hono<HttpEnv>; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(level, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const app = new Hono<HttpEnv>();
  app.use(requestId(log, 0));
  const credential = { restaurantId: "r1", kind: "device", subjectId: "tablet", role: "kitchen", letter: "A", name: "Grill", deviceId: "tablet", stationIds: [], expiresAt: null } as const;
  const auth = createAuthenticator({ findCredential: () => Promise.resolve(credential), credentialFate: () => Promise.resolve("unknown") }, createVouched(SECRET));
  app.get("/orders", auth.anyone, (c) => {
    c.get("log")().debug("looked at");
    return c.text("here");
  });
  app.get("/refused", auth.anyone, (c) => c.text("", 409));
  return { app, lines };
}

test("each line about a request has the id that its answer has, and whose it is once that is known", async () => {
  const { app, lines } = linesAt("debug");
  const [found, missing] = [await app.request("/orders?token=secret", { headers: TOKEN }), await app.request("/nowhere")];
  expect(lines).toMatchObject([
    { level: "debug", requestId: found.headers.get("x-request-id"), restaurantId: "r1", subjectId: "tablet", msg: "looked at" },
    { level: "debug", requestId: found.headers.get("x-request-id"), restaurantId: "r1", method: "GET", path: "/orders", status: 200 },
    { level: "info", requestId: missing.headers.get("x-request-id"), path: "/nowhere", status: 404 },
  ]);
});

test("what went well is no line, but has an id", async () => {
  const { app, lines } = linesAt("info");
  expect((await app.request("/orders", { headers: TOKEN })).headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  expect(lines).toEqual([]);
});

test("a table's secret that was led into the path is in no line", async () => {
  const { app, lines } = linesAt("debug");
  await app.request("/t%23q7Zb3-_hT0aJ9kLm2nOpQrStUvWxYz0123456789abc");
  expect(lines).toMatchObject([{ path: "/t…" }]);
});

test("a flood of refusals is a few lines and a sum; what a device runs into at the same address has its own", async () => {
  const { app, lines } = linesAt("info");
  for (let n = 0; n < 500; n++) await app.request(`/nowhere/${n}`);
  expect(lines).toHaveLength(30);
  expect((await app.request("/refused", { headers: TOKEN })).status).toBe(409);
  expect(lines.slice(30)).toMatchObject([{ path: "/refused", status: 409, subjectId: "tablet" }]);
});
