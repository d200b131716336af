import { Hono } from "hono";
import { expect, test } from "vitest";
import type { HttpEnv } from "./env.ts";
import { isLoopback, source, sourceKey } from "./source.ts";

type From = {
  readonly url?: string;
  readonly peer?: string;
  readonly encrypted?: boolean;
  readonly httpVersion?: string;
  readonly publicUrl?: string;
};

async function noted(
  trustProxy: number,
  headers: Record<string, string>,
  {
    url = "http://heard.test/",
    peer = "10.0.0.9",
    encrypted = false,
    httpVersion = "1.1",
    publicUrl,
  }: From = {},
): Promise<Record<string, unknown>> {
  const app = new Hono<HttpEnv>();
  app.use(source({ trustProxy, publicUrl: publicUrl ?? null }));
  app.get("/", (c) =>
    c.json({
      source: c.get("source"),
      secure: c.get("secure"),
      origin: c.get("origin"),
      linkOrigin: c.get("linkOrigin"),
      local: c.get("local"),
    }),
  );
  const env = {
    incoming: { httpVersion, socket: { remoteAddress: peer, encrypted } },
  } as unknown as HttpEnv["Bindings"];
  return (await app.request(url, { headers }, env)).json() as Promise<Record<string, unknown>>;
}

const seen = async (trustProxy: number, headers: Record<string, string>) => {
  const { source: from, secure, origin } = await noted(trustProxy, headers);
  return [from, secure, origin];
};

const FORWARDED = {
  "X-Forwarded-For": "6.6.6.6, 1.2.3.4",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "kitchen.example",
};

test("forwarding headers are lies unless a proxy is trusted", async () => {
  expect(await seen(0, FORWARDED)).toEqual(["10.0.0.9", false, "http://heard.test"]);
});

test("one trusted proxy: its own entry counts, not what the caller put before it", async () => {
  expect(await seen(1, FORWARDED)).toEqual(["1.2.3.4", true, "https://heard.test"]);
});

test("two trusted proxies reach one further back", async () => {
  expect(await seen(2, FORWARDED)).toEqual(["6.6.6.6", true, "https://heard.test"]);
});

test("a trusted proxy that forwards nothing leaves the peer", async () => {
  expect(await seen(1, {})).toEqual(["10.0.0.9", false, "http://heard.test"]);
});

test("fewer hops than there are proxies came around one of them: nothing of it is believed", async () => {
  expect(await seen(3, FORWARDED)).toEqual(["10.0.0.9", false, "http://heard.test"]);
  expect(await seen(2, { "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https" })).toEqual([
    "10.0.0.9",
    false,
    "http://heard.test",
  ]);
});

test("proxies that write one scheme over each other's are believed all the same", async () => {
  expect(await seen(2, { ...FORWARDED, "X-Forwarded-Proto": "https" })).toEqual([
    "6.6.6.6",
    true,
    "https://heard.test",
  ]);
  expect(await seen(1, { "X-Forwarded-Proto": "https" })).toEqual([
    "10.0.0.9",
    true,
    "https://heard.test",
  ]);
});

test.each([0, 1, 2])(
  "with %d proxies a forwarded host is nobody's word: links have the asker's own, or the one that the house named",
  async (trustProxy) => {
    expect(await noted(trustProxy, FORWARDED)).toMatchObject({
      linkOrigin: expect.stringMatching(/^https?:\/\/heard\.test$/),
    });
    expect(
      await noted(trustProxy, FORWARDED, { publicUrl: "https://orders.example" }),
    ).toMatchObject({ linkOrigin: "https://orders.example" });
  },
);

test("an owner who opens the server by its address in the house gets links with that address", async () => {
  expect(await noted(0, {}, { url: "http://192.168.1.20:8080/" })).toMatchObject({
    origin: "http://192.168.1.20:8080",
    linkOrigin: "http://192.168.1.20:8080",
    secure: false,
  });
});

test("the name that the house is known by over https is secure, also where the proxy says nothing; another name is not", async () => {
  const publicUrl = "https://orders.example";
  expect(await noted(0, {}, { url: "http://orders.example/", publicUrl })).toMatchObject({
    secure: true,
    origin: publicUrl,
  });
  expect(await noted(0, {}, { url: "http://192.168.1.20:8080/", publicUrl })).toMatchObject({
    secure: false,
    origin: "http://192.168.1.20:8080",
    linkOrigin: publicUrl,
  });
});

const AT_HOME = { url: "http://localhost:8080/", peer: "127.0.0.1" };
test.each<[string, number, Record<string, string>, From, boolean]>([
  ["on this machine", 0, {}, AT_HOME, true],
  ["on this machine, by number", 0, {}, { ...AT_HOME, url: "http://127.0.0.1:8080/" }, true],
  ["on this machine, by IPv6", 0, {}, { url: "http://[::1]:8080/", peer: "::1" }, true],
  ["from the house", 0, {}, { ...AT_HOME, peer: "192.168.1.7" }, false],
  [
    "through a proxy that passes the host on",
    0,
    {},
    { ...AT_HOME, url: "http://orders.example/" },
    false,
  ],
  ["through a proxy that only says for whom", 0, { "X-Real-IP": "6.6.6.6" }, AT_HOME, false],
  ["through a proxy that nobody told us of", 0, { "X-Forwarded-For": "6.6.6.6" }, AT_HOME, false],
  [
    "through a proxy that says it as the standard has it",
    0,
    { Forwarded: "for=6.6.6.6" },
    AT_HOME,
    false,
  ],
  ["through a proxy that speaks HTTP/1.0", 0, {}, { ...AT_HOME, httpVersion: "1.0" }, false],
  ["where a proxy is trusted, and says nothing", 1, {}, AT_HOME, false],
  [
    "where somebody in front ends TLS",
    0,
    {},
    { ...AT_HOME, publicUrl: "https://orders.example" },
    false,
  ],
  [
    "where this server ends TLS itself",
    0,
    {},
    { ...AT_HOME, encrypted: true, publicUrl: "https://orders.example" },
    true,
  ],
])("who asks %s is local: %#", async (_how, trustProxy, headers, from, local) => {
  expect(await noted(trustProxy, headers, from)).toMatchObject({ local });
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

test.each([
  ["127.0.0.1", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["10.0.0.1", false],
  ["127.evil", false],
])("loopback: %s is %s", (address, is) => {
  expect(isLoopback(address)).toBe(is);
});
