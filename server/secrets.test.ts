import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSecret } from "./auth/tokens.ts";
import type { Settled } from "./db/installation.ts";
import { readServerSecret, settleSetupToken } from "./secrets.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "heard-secrets-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const text = (secret: Uint8Array): string => Buffer.from(secret).toString("base64url");

/** An installation's claim, as the database keeps it. */
function claim(hash: string | null = null): {
  settle: (hash: string | null) => Promise<Settled>;
  kept: () => string | null;
} {
  let kept = hash;
  return {
    kept: () => kept,
    async settle(given) {
      const isNew = kept === null && given !== null;
      kept ??= given;
      return { hash: kept, isNew };
    },
  };
}

test("the server's secret is made once, is long, and its owner's alone", () => {
  const first = readServerSecret(dir);
  expect(first.length).toBe(32);
  expect(text(readServerSecret(dir))).toBe(text(first));
  expect(statSync(join(dir, "server-secret")).mode & 0o777).toBe(0o600);
});

test("a setup token is shown once, kept by its hash, and counts at every process, whatever its directory", async () => {
  const { settle, kept } = claim();
  const first = await settleSetupToken(dir, null, settle);
  expect([first.unseen?.length, first.hash, kept()]).toEqual([
    43,
    hashSecret(first.unseen ?? ""),
    first.hash,
  ]);
  expect(statSync(join(dir, "setup-token")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dir, "setup-token"), "utf8").trim()).toBe(first.unseen);
  expect(await settleSetupToken(dir, null, settle)).toEqual({ hash: first.hash, unseen: null });
  const other = join(dir, "another process");
  expect(await settleSetupToken(other, null, settle)).toEqual({ hash: first.hash, unseen: null });
  expect(existsSync(other)).toBe(false);
});

test("the environment's setup token wins, and is kept nowhere", async () => {
  const { settle, kept } = claim(hashSecret("settled"));
  expect(await settleSetupToken(dir, "given", settle)).toEqual({
    hash: hashSecret("given"),
    unseen: null,
  });
  expect([kept(), readdirSync(dir)]).toEqual([hashSecret("settled"), []]);
});

test("a token of an older version, which only its file knows, becomes the installation's", async () => {
  writeFileSync(join(dir, "setup-token"), "from-before\n");
  const { settle } = claim();
  expect(await settleSetupToken(dir, null, settle)).toEqual({
    hash: hashSecret("from-before"),
    unseen: "from-before",
  });
});

test("of processes with directories of their own that start at once, one shows a token, and no other leaves one that opens nothing", async () => {
  const { settle } = claim();
  const dirs = ["a", "b", "c"].map((name) => join(dir, name));
  const settled = await Promise.all(dirs.map((one) => settleSetupToken(one, null, settle)));
  expect(new Set(settled.map(({ hash }) => hash)).size).toBe(1);
  const shown = settled.flatMap(({ unseen }) => unseen ?? []);
  expect(shown).toHaveLength(1);
  expect(
    dirs
      .filter((one) => existsSync(join(one, "setup-token")))
      .map((one) => readFileSync(join(one, "setup-token"), "utf8").trim()),
  ).toEqual(shown);
});

test("servers that start at once on one directory all have the same", async () => {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const code = `const { parentPort, workerData } = require("node:worker_threads");
    import(workerData.module).then(({ readServerSecret }) => {
      parentPort.postMessage("here");
      Atomics.wait(workerData.gate, 0, 0);
      parentPort.postMessage(Buffer.from(readServerSecret(workerData.dir)).toString("base64url"));
    });`;
  const module = new URL("./secrets.ts", import.meta.url).href;
  let here = 0;
  const said = await Promise.all(
    Array.from(
      { length: 6 },
      () =>
        new Promise<string>((resolve, reject) => {
          const worker = new Worker(code, { eval: true, workerData: { module, dir, gate } });
          worker.on("error", reject);
          worker.on("message", (word: string) => {
            if (word !== "here") return resolve(word);
            here += 1;
            if (here < 6) return;
            Atomics.store(gate, 0, 1);
            Atomics.notify(gate, 0);
          });
        }),
    ),
  );
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toHaveLength(text(new Uint8Array(32)).length);
}, 60_000);

test("an empty secret is not taken for one", () => {
  writeFileSync(join(dir, "server-secret"), "");
  expect(() => readServerSecret(dir)).toThrow("server-secret is empty");
});
