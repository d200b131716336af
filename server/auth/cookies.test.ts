import { Hono } from "hono";
import { expect, test } from "vitest";
import type { HttpEnv } from "../http/env.ts";
import { onError } from "../http/errors.ts";
import { source } from "../http/source.ts";
import {
  clearTokenCookie,
  DEVICE_COOKIE_SECONDS,
  presentedToken,
  refuseCrossSite,
  setTokenCookie,
} from "./cookies.ts";

const app = new Hono<HttpEnv>();
app.use(source({ trustProxy: 1, publicUrl: null }));
app.get("/token", (c) => c.json(presentedToken(c)));
app.get("/set", (c) => {
  setTokenCookie(c, "kitchen", "hrd_x", DEVICE_COOKIE_SECONDS);
  clearTokenCookie(c, "owner");
  return c.body(null, 204);
});
app.all("/change", (c) => {
  refuseCrossSite(c);
  return c.text("ok");
});
app.onError(onError);

const presented = async (headers: Record<string, string>): Promise<unknown> =>
  (await app.request("/token", { headers })).json();

test("a bearer token wins over cookies", async () => {
  expect(await presented({ Authorization: "Bearer abc", Cookie: "heard_kitchen=k" })).toEqual({
    token: "abc",
    by: "bearer",
  });
});

test("the only cookie is used without being named", async () => {
  expect(await presented({ Cookie: "heard_floor=f; other=1" })).toEqual({
    token: "f",
    by: "cookie",
  });
});

test("of several cookies the named one counts, and none is guessed", async () => {
  const Cookie = "heard_floor=f; heard_kitchen=k";
  expect(await presented({ Cookie, "X-Heard-As": "kitchen" })).toEqual({
    token: "k",
    by: "cookie",
  });
  expect(await presented({ Cookie })).toMatchObject({ code: "unauthenticated" });
});

test("a named cookie that is not there is nobody", async () => {
  expect(await presented({ Cookie: "heard_floor=f", "X-Heard-As": "kitchen" })).toBeNull();
  expect(await presented({ Cookie: "heard_floor=f", "X-Heard-As": "boss" })).toMatchObject({
    code: "invalid",
  });
  expect(await presented({})).toBeNull();
});

test("cookies are out of reach of scripts, of other sites, and of plain HTTP where HTTPS is served", async () => {
  const cookies = async (proto: string): Promise<string[]> =>
    (await app.request("/set", { headers: { "X-Forwarded-Proto": proto } })).headers.getSetCookie();
  expect(await cookies("https")).toEqual([
    "heard_kitchen=hrd_x; Max-Age=34560000; Path=/api; HttpOnly; Secure; SameSite=Strict",
    "heard_owner=; Max-Age=0; Path=/api; HttpOnly; Secure; SameSite=Strict",
  ]);
  expect((await cookies("http")).join()).not.toContain("Secure");
});

test.each([
  [{ "Sec-Fetch-Site": "same-origin" }, 200],
  [{ "Sec-Fetch-Site": "same-site" }, 403],
  [{ "Sec-Fetch-Site": "cross-site", Origin: "http://localhost" }, 403],
  [{ "Sec-Fetch-Site": "none" }, 403],
  [{ Origin: "http://localhost" }, 200],
  [{ Origin: "http://evil.example" }, 403],
  [{ Origin: "null" }, 403],
  [{}, 403],
])("a change by cookie with %j gets %i", async (headers, status) => {
  expect(
    (await app.request("/change", { method: "POST", headers: headers as Record<string, string> }))
      .status,
  ).toBe(status);
});

test("reading needs no proof of its site", async () => {
  expect(
    (await app.request("/change", { headers: { "Sec-Fetch-Site": "cross-site" } })).status,
  ).toBe(200);
});
