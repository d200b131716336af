import { Hono } from "hono";
import { expect, test } from "vitest";
import type { HttpEnv } from "./env.ts";
import { onError } from "./errors.ts";
import { securityHeaders, withSecurityHeaders } from "./security-headers.ts";
import { source } from "./source.ts";

const app = new Hono<HttpEnv>();
app.use(source({ trustProxy: 1, publicUrl: null }), withSecurityHeaders());
app.get("/", (c) => c.text("ok"));
app.get("/broken", () => Promise.reject(new Error("a mistake with hush in it")));
app.onError(onError);

test("the policy lets in nothing but this server's own files", () => {
  const policy = new Map(securityHeaders(false)).get("Content-Security-Policy") ?? "";
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ]);
});

test("browsers are told to stay with HTTPS only where it is served", async () => {
  const hsts = async (proto: string): Promise<string | null> =>
    (await app.request("/", { headers: { "X-Forwarded-Proto": proto } })).headers.get(
      "strict-transport-security",
    );
  expect([await hsts("https"), await hsts("http")]).toEqual(["max-age=31536000", null]);
});

test("our own mistakes carry the headers too, and say nothing of themselves", async () => {
  const response = await app.request("/broken");
  expect([
    response.status,
    response.headers.get("x-content-type-options"),
    response.headers.get("referrer-policy"),
  ]).toEqual([500, "nosniff", "no-referrer"]);
  const text = await response.text();
  expect(text).toContain('"code":"internal"');
  expect(text).not.toContain("hush");
});
