import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type BrowserContextOptions } from "@playwright/test";
import { startServer, type ServerProcess } from "../../../server/testing/server-process.ts";
import { copyAll } from "./backup.ts";
import { startBrowser, type KillableBrowser } from "./killable-browser.ts";
import { openNetwork } from "./proxy.ts";
import { openRestaurant, type Restaurant } from "./restaurant.ts";
import type { Tablet } from "./tablet.ts";

/** What every proof stands on: a real server with a Postgres of its own, a restaurant in it, and as many tablets as it takes. */
type Fixtures = {
  /** Over the server's settings; set with `test.use`. */
  readonly serverEnv: Readonly<Record<string, string>>;
  readonly server: ServerProcess;
  readonly restaurant: Restaurant;
  readonly newTablet: (options?: BrowserContextOptions) => Promise<Tablet>;
  /** A tablet that is switched off and on: every start is the same profile behind the same network. */
  readonly switchOn: () => Promise<Tablet & KillableBrowser>;
};

/** A heartbeat that a proof can wait for. */
const PING_MS = "1000";

export const test = base.extend<Fixtures, { readonly emptyDataDir: string }>({
  serverEnv: [{}, { option: true }],

  // Making and migrating a cluster is most of a server's first start: done once, and copied.
  emptyDataDir: [
    async ({}, use) => {
      const dataDir = mkdtempSync(join(tmpdir(), "heard-empty-"));
      const server = await startServer({ dataDir });
      await server.stop();
      await use(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],

  server: async ({ serverEnv, emptyDataDir }, use, info) => {
    const dataDir = mkdtempSync(join(tmpdir(), "heard-server-"));
    copyAll(emptyDataDir, dataDir);
    const server = await startServer({ dataDir, env: { LOG_LEVEL: "info", EVENT_PING_INTERVAL_MS: PING_MS, ...serverEnv } });
    await use(server);
    await server.dispose();
    rmSync(dataDir, { recursive: true, force: true });
    if (info.status !== info.expectedStatus) await info.attach("server's output", { body: server.output(), contentType: "text/plain" });
  },

  restaurant: async ({ server }, use) => {
    await use(await openRestaurant(server.url, server.setupToken));
  },

  newTablet: async ({ browser, server }, use) => {
    const closing: (() => Promise<void>)[] = [];
    const faults: string[] = [];
    await use(async (options = {}) => {
      const network = await openNetwork(server.url);
      const context = await browser.newContext(options);
      closing.push(async () => {
        await context.close();
        await network.close();
      });
      // What breaks a page breaks the proof, whatever else holds.
      context.on("weberror", (error) => faults.push(String(error.error().stack ?? error.error())));
      context.on("console", (message) => {
        if (/content security policy|trusted ?type/i.test(message.text())) faults.push(message.text());
      });
      return { network, context };
    });
    for (const close of closing) await close();
    expect(faults).toEqual([]);
  },
  switchOn: async ({ server }, use) => {
    const profile = mkdtempSync(join(tmpdir(), "heard-tablet-"));
    const network = await openNetwork(server.url);
    const started: KillableBrowser[] = [];
    await use(async () => {
      const browser = await startBrowser(profile);
      started.push(browser);
      return { network, ...browser };
    });
    for (const browser of started) await browser.kill9();
    await network.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
});

export { expect };
