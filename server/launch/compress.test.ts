import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { compressSite } from "./compress.mjs";

test("what is text and worth it lies compressed beside itself", async () => {
  const site = mkdtempSync(join(tmpdir(), "heard-site-"));
  const script = `say(${JSON.stringify("heard ".repeat(300))})`;
  mkdirSync(join(site, "assets"));
  writeFileSync(join(site, "assets", "main.js"), script);
  writeFileSync(join(site, "assets", "short.js"), "say()");
  writeFileSync(join(site, "picture.png"), "p".repeat(2_000));
  await compressSite(site);
  expect(new Set(readdirSync(site, { recursive: true, encoding: "utf8" }))).toEqual(
    new Set([
      "assets",
      "assets/main.js",
      "assets/main.js.br",
      "assets/main.js.gz",
      "assets/short.js",
      "picture.png",
    ]),
  );
  expect(brotliDecompressSync(readFileSync(join(site, "assets/main.js.br"))).toString()).toBe(
    script,
  );
  expect(gunzipSync(readFileSync(join(site, "assets/main.js.gz"))).toString()).toBe(script);
  rmSync(site, { recursive: true });
});
