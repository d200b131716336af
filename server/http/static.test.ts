import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpEnv } from "./env.ts";
import { loadStaticSite } from "./static.ts";

const SCRIPT = `console.log(${JSON.stringify("heard ".repeat(500))});`;
const app = new Hono<HttpEnv>();
let root = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "heard-static-"));
  await mkdir(join(root, "client/assets"), { recursive: true });
  await writeFile(join(root, "secret.txt"), "secret");
  await writeFile(join(root, "client/index.html"), "<!doctype html><title>Heard</title>");
  await writeFile(join(root, "client/sw.js"), "self");
  await writeFile(join(root, "client/assets/main-abc123.js"), SCRIPT);
  await writeFile(join(root, "client/assets/main-abc123.js.map"), "{}");
  await writeFile(join(root, "client/assets/main-abc123.js.br"), brotliCompressSync(SCRIPT));
  await writeFile(join(root, "client/assets/main-abc123.js.gz"), gzipSync(SCRIPT));
  const site = await loadStaticSite(join(root, "client"));
  app.all("*", (c) => site.respond(c));
});
afterAll(() => rm(root, { recursive: true }));

test.each([
  "/",
  "/kitchen",
  "/pair",
  "/t",
  "/owner",
  "/owner/menu",
  "/kitchen/",
  "/t%23q7Zb3",
  "/t.",
  "/t&openExternalBrowser=1",
  "/pair%23K7M2P-4XQRT",
])("%s is the app's page, asked for again each time", async (path) => {
  const response = await app.request(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-cache");
  expect(await response.text()).toContain("Heard");
});

test.each([
  "/nothing",
  "/assets/gone-1.js",
  "/kitchen/x.js",
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/assets",
  "/t.js",
  "/assets/main-abc123.js.br",
  "/assets/main-abc123.js.map",
  "//",
  "//etc/passwd",
  "///",
  "/%2Fetc/passwd",
  "/%2f%2fetc",
  "/.%2f/etc",
  "/%5Cetc",
  "//kitchen",
  "/kitchen//x",
  "/kitchen/%2e%2e%2fx",
  "/kitchen%00",
  "/kitchen/%00",
])("%s is not there", async (path) => {
  const response = await app.request(path);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: "not_found" });
});

test("hashed assets may be kept for ever, the worker never", async () => {
  expect((await app.request("/assets/main-abc123.js")).headers.get("cache-control")).toContain(
    "immutable",
  );
  expect((await app.request("/sw.js")).headers.get("cache-control")).toBe("no-cache");
});

test("an unchanged file is not sent twice", async () => {
  const etag = (await app.request("/assets/main-abc123.js")).headers.get("etag") ?? "";
  const again = await app.request("/assets/main-abc123.js", { headers: { "If-None-Match": etag } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe("");
});

test("text goes compressed to who can read it", async () => {
  const ask = async (accept: string): Promise<[string | null, Buffer]> => {
    const response = await app.request("/assets/main-abc123.js", {
      headers: { "Accept-Encoding": accept },
    });
    return [response.headers.get("content-encoding"), Buffer.from(await response.arrayBuffer())];
  };
  const [br, brBytes] = await ask("gzip, br");
  expect([br, brotliDecompressSync(brBytes).toString()]).toEqual(["br", SCRIPT]);
  const [gz, gzBytes] = await ask("gzip, br;q=0");
  expect([gz, gunzipSync(gzBytes).toString()]).toEqual(["gzip", SCRIPT]);
  expect(await ask("identity")).toEqual([null, Buffer.from(SCRIPT)]);
});

test("HEAD has the same headers and no body, other methods are refused", async () => {
  const head = await app.request("/assets/main-abc123.js", { method: "HEAD" });
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
    200,
    String(SCRIPT.length),
    "",
  ]);
  const post = await app.request("/kitchen", { method: "POST" });
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("without a built client everything is a 404", async () => {
  const site = await loadStaticSite(join(root, "nowhere"));
  const empty = new Hono<HttpEnv>().all("*", (c) => site.respond(c));
  expect((await empty.request("/")).status).toBe(404);
});
