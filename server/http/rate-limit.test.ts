import { Hono } from "hono";
import { expect, test } from "vitest";
import type { HttpEnv } from "./env.ts";
import { onError } from "./errors.ts";
import { createRateLimiter, RATE_LIMITS } from "./rate-limit.ts";
import { source } from "./source.ts";

const one = { requests: 2, seconds: 60 };

function appWithLimit(): Hono<HttpEnv> {
  const limiter = createRateLimiter({ guestWrite: one, guestRead: one, any: one });
  const app = new Hono<HttpEnv>();
  app.use(source({ trustProxy: 1, publicUrl: null }));
  app.get("/any", limiter.limit("any"), (c) => c.text("ok"));
  app.get("/guest", limiter.limit("guestRead"), (c) => c.text("ok"));
  app.onError(onError);
  return app;
}

const from = (address: string): RequestInit => ({ headers: { "X-Forwarded-For": address } });

test("one request more than allowed is refused and told when to come back", async () => {
  const app = appWithLimit();
  expect((await app.request("/any", from("1.1.1.1"))).status).toBe(200);
  expect((await app.request("/any", from("1.1.1.1"))).status).toBe(200);
  const refused = await app.request("/any", from("1.1.1.1"));
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: "too_many_requests" });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("sources and route classes are counted apart", async () => {
  const app = appWithLimit();
  for (let i = 0; i < 3; i++) await app.request("/any", from("1.1.1.1"));
  expect((await app.request("/any", from("2.2.2.2"))).status).toBe(200);
  expect((await app.request("/guest", from("1.1.1.1"))).status).toBe(200);
});

test("a source may place more than fifty orders a second", () => {
  expect(RATE_LIMITS.guestWrite.requests / RATE_LIMITS.guestWrite.seconds).toBeGreaterThan(50);
});
