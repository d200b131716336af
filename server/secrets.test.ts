import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSecrets } from "./secrets.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "heard-secrets-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const text = (secret: Uint8Array): string => Buffer.from(secret).toString("base64url");

test("secrets are made once, are long, and are their owner's alone", () => {
  const first = readSecrets(dir, null);
  expect([first.serverSecret.length, first.setupTokenIsNew]).toEqual([32, true]);
  const again = readSecrets(dir, null);
  expect(again).toEqual({ ...first, setupTokenIsNew: false });
  expect(readSecrets(dir, "given")).toEqual({ serverSecret: first.serverSecret, setupToken: "given", setupTokenIsNew: false });
  expect(readdirSync(dir).toSorted()).toEqual(["server-secret", "setup-token"]);
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
});

test("servers that start at once on one directory all have the same", async () => {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const code = `const { parentPort, workerData } = require("node:worker_threads");
    import(workerData.module).then(({ readSecrets }) => {
      parentPort.postMessage("here");
      Atomics.wait(workerData.gate, 0, 0);
      const { serverSecret, setupToken } = readSecrets(workerData.dir, null);
      parentPort.postMessage(Buffer.from(serverSecret).toString("base64url") + setupToken);
    });`;
  const module = new URL("./secrets.ts", import.meta.url).href;
  let here = 0;
  const said = await Promise.all(Array.from({ length: 6 }, () => new Promise<string>((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData: { module, dir, gate } });
    worker.on("error", reject);
    worker.on("message", (word: string) => {
      if (word !== "here") return resolve(word);
      here += 1;
      if (here < 6) return;
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    });
  })));
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toHaveLength(2 * text(new Uint8Array(32)).length);
}, 60_000);

test("an empty secret is not taken for one", () => {
  writeFileSync(join(dir, "server-secret"), "");
  expect(() => readSecrets(dir, null)).toThrow("server-secret is empty");
});
