import { Hono } from "hono";
import { expect, test } from "vitest";
import type { HttpEnv } from "./env.ts";
import { isLoopback, source, sourceKey } from "./source.ts";

async function seen(trustedProxies: number, headers: Record<string, string>): Promise<unknown> {
  const app = new Hono<HttpEnv>();
  app.use(source(trustedProxies));
  app.get("/", (c) => c.json([c.get("source"), c.get("secure"), c.get("origin")]));
  const env = { incoming: { socket: { remoteAddress: "10.0.0.9" } } } as unknown as HttpEnv["Bindings"];
  const response = await app.request("http://heard.test/", { headers }, env);
  return response.json();
}

const FORWARDED = { "X-Forwarded-For": "6.6.6.6, 1.2.3.4", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "kitchen.example" };

test("forwarding headers are lies unless a proxy is trusted", async () => {
  expect(await seen(0, FORWARDED)).toEqual(["10.0.0.9", false, "http://heard.test"]);
});

test("one trusted proxy: its own entry counts, not what the caller put before it", async () => {
  expect(await seen(1, FORWARDED)).toEqual(["1.2.3.4", true, "https://kitchen.example"]);
});

test("two trusted proxies reach one further back", async () => {
  expect(await seen(2, FORWARDED)).toEqual(["6.6.6.6", true, "https://kitchen.example"]);
});

test("a trusted proxy that forwards nothing leaves the peer", async () => {
  expect(await seen(1, {})).toEqual(["10.0.0.9", false, "http://heard.test"]);
});

test("fewer hops than there are proxies came around one of them: nothing of it is believed", async () => {
  expect(await seen(3, FORWARDED)).toEqual(["10.0.0.9", false, "http://heard.test"]);
  expect(await seen(2, { "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https" })).toEqual(["10.0.0.9", false, "http://heard.test"]);
});

test("proxies that write one scheme and host over each other's are believed all the same", async () => {
  expect(await seen(2, { ...FORWARDED, "X-Forwarded-Proto": "https" })).toEqual(["6.6.6.6", true, "https://kitchen.example"]);
  expect(await seen(1, { "X-Forwarded-Proto": "https" })).toEqual(["10.0.0.9", true, "https://heard.test"]);
});

test.each([
  ["1.2.3.4", "1.2.3.4"],
  ["::ffff:1.2.3.4", "1.2.3.4"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8:1:2::9", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s counts as %s", (address, key) => {
  expect(sourceKey(address)).toBe(key);
});

test.each([["127.0.0.1", true], ["::1", true], ["::ffff:127.0.0.1", true], ["10.0.0.1", false], ["127.evil", false]])("loopback: %s is %s", (address, is) => {
  expect(isLoopback(address)).toBe(is);
});
