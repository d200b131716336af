import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { openKitchen, type Kitchen } from "./kitchen.ts";
import { median, plainFigure } from "./rounds.ts";
import type { Row } from "./row.ts";

type Opened = { readonly ms: number; readonly slower: number; readonly scripts: readonly string[] };

const ROOT = resolve(import.meta.dirname, "../../..");
const SLOWER = 4;
/** Named in a text, not imported: only the client's store knows it (imports.test.ts). */
const STORE = "dexie";

/**
 * The server is stopped: what comes, comes from the tablet. The browser is started anew each time.
 */
export const coldOpen: Row = {
  name: "cold-open",
  work: "the installed app opened without a network, processor 4 times slower, 200 open tickets",
  limit: "scripts: React, ReactDOM and Dexie bundled with nothing else",
  async run(bench) {
    const kitchen = await openKitchen(bench, bench.short ? 20 : 200);
    try {
      await kitchen.server.stop();
      const opened: Opened[] = [];
      for (let round = 0; round < bench.rounds; round += 1) opened.push(await open(kitchen, round));
      const ours = bytesOf(
        opened.at(-1)?.scripts.map((path) => join(ROOT, "dist/client", path)) ?? [],
      );
      const limit = await emptyBundleBytes();
      return [
        plainFigure(
          { what: "navigation → first ticket painted", unit: "ms", target: { most: 1_500 } },
          opened.map(({ ms }) => ms),
        ),
        plainFigure({ what: "how much slower its processor was", unit: "×" }, [
          median(opened.map(({ slower }) => slower)),
        ]),
        {
          what: "scripts until then, gzipped",
          unit: "KB",
          ours: ours / 1_000,
          limit: limit / 1_000,
          ratio: ours / limit,
          target: { most: 1.25 },
        },
      ];
    } finally {
      await kitchen.close();
    }
  },
};

async function open({ tablet }: Kitchen, round: number): Promise<Opened> {
  await tablet.restart();
  const tab = await tablet.open("/kitchen", SLOWER);
  const ms = await tab.profiled(`cold-open-${round}`, () => tab.ask<number>("heardBench.drawn()"));
  const scripts = await tab.ask<string[]>(`heardBench.scripts(${ms})`);
  const slow = await tab.ask<number>(WORK);
  await tab.slowDown(1);
  const quick = await tab.ask<number>(WORK);
  await tab.close();
  return { ms, slower: slow / quick, scripts };
}

/** That the slowing took: a sum that takes a while. */
const WORK =
  "(() => { const at = performance.now(); let sum = 0; for (let i = 0; i < 3e7; i++) sum += i % 7; return performance.now() - at + sum * 0; })()";

/** The libraries that the screen cannot be without, built as the client is. */
async function emptyBundleBytes(): Promise<number> {
  const cache = join(ROOT, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const dir = mkdtempSync(join(cache, "heard-bench-"));
  try {
    writeFileSync(
      join(dir, "main.js"),
      `import { createRoot } from "react-dom/client";\nimport { createElement } from "react";\nimport Dexie from "${STORE}";\ncreateRoot(document.body).render(createElement("p", null, new Dexie("empty").name));\n`,
    );
    writeFileSync(
      join(dir, "index.html"),
      `<!doctype html><script type="module" src="/main.js"></script>`,
    );
    await build({
      root: dir,
      configFile: false,
      logLevel: "error",
      mode: "production",
      build: { target: "es2022", modulePreload: { polyfill: false }, outDir: join(dir, "out") },
    });
    const assets = join(dir, "out/assets");
    return bytesOf(
      readdirSync(assets)
        .filter((name) => name.endsWith(".js"))
        .map((name) => join(assets, name)),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** As a server would send them, each by itself. */
const bytesOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
