import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type BrowserContextOptions } from "@playwright/test";
import { must } from "#shared/kernel/assert.ts";
import { startBrowser, type KillableBrowser } from "../../../server/testing/killable-browser.ts";
import { startServer, type ServerProcess } from "../../../server/testing/server-process.ts";
import { copyAll } from "./backup.ts";
import { EMPTY_CLUSTER } from "./empty-cluster.ts";
import { keepPace } from "./pace.ts";
import { openNetwork } from "./proxy.ts";
import { openRestaurant, type Restaurant } from "./restaurant.ts";
import type { Tablet } from "./tablet.ts";

/**
 * What every proof stands on: a real server with a real Postgres, a restaurant of its own in it,
 * and as many tablets as it takes.
 */
type Fixtures = {
  /**
   * For proofs that kill, stop or restart the server: set with `test.use`. The others share one,
   * each with its own restaurant.
   */
  readonly ownServer: boolean;
  /**
   * Over the server's settings, which makes it a server of the proof's own; set with `test.use`.
   */
  readonly serverEnv: Readonly<Record<string, string>>;
  readonly server: ServerProcess;
  readonly restaurant: Restaurant;
  readonly newTablet: (options?: BrowserContextOptions) => Promise<Tablet>;
  /**
   * The whole browser is what installs apps and hears pushes, and takes half again as much of the
   * processor.
   */
  readonly wholeBrowser: boolean;
  /**
   * A tablet that is switched off and on: every start is the same profile behind the same network.
   */
  readonly switchOn: () => Promise<Tablet & KillableBrowser & { readonly profile: string }>;
};

type Environment = Readonly<Record<string, string>>;
type WorkerFixtures = {
  readonly servers: {
    start(env: Environment): Promise<ServerProcess>;
    shared(): Promise<ServerProcess>;
  };
};

/** A heartbeat that a proof can wait for. */
const PING_MS = "1000";

export const test = base.extend<Fixtures, WorkerFixtures>({
  ownServer: [false, { option: true }],
  serverEnv: [{}, { option: true }],
  wholeBrowser: [false, { option: true }],

  servers: [
    async ({}, use) => {
      const dir = mkdtempSync(join(tmpdir(), "heard-proofs-"));
      let made = 0;
      const kept: ServerProcess[] = [];
      const start = async (env: Environment): Promise<ServerProcess> => {
        const dataDir = join(dir, `server-${++made}`);
        mkdirSync(dataDir, { mode: 0o700 });
        copyAll(
          must(process.env[EMPTY_CLUSTER], "the cluster that was made before all proofs"),
          dataDir,
        );
        return startServer({
          dataDir,
          env: { LOG_LEVEL: "info", EVENT_PING_INTERVAL_MS: PING_MS, ...env },
        });
      };
      const shared = async (): Promise<ServerProcess> => kept[0] ?? (kept[0] = await start({}));
      await use({ start, shared });
      for (const server of kept) await server.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],

  server: async ({ ownServer, serverEnv, servers }, use, info) => {
    const own = ownServer || Object.keys(serverEnv).length > 0;
    const server = own ? await servers.start(serverEnv) : await servers.shared();
    const before = server.output().length;
    await use(server);
    if (own) await server.dispose();
    if (info.status !== info.expectedStatus)
      await info.attach("server's output", {
        body: server.output().slice(own ? 0 : before),
        contentType: "text/plain",
      });
  },

  restaurant: async ({ server }, use) => {
    await use(await openRestaurant(server.url, server.setupToken));
  },

  newTablet: async ({ browser, server }, use) => {
    const closing: (() => Promise<void>)[] = [];
    const faults: string[] = [];
    await use(async (options = {}) => {
      const network = await openNetwork(server.url);
      // Fetching the whole app for a start without a network takes a fifth of a proof: only where a
      // proof is about that (`switchOn`, or asked for).
      const context = await browser.newContext({ serviceWorkers: "block", ...options });
      closing.push(async () => {
        await context.close();
        await network.close();
      });
      context.on("page", keepPace);
      // What breaks a page breaks the proof, whatever else holds.
      context.on("weberror", (error) => faults.push(String(error.error().stack ?? error.error())));
      context.on("console", (message) => {
        if (/content security policy|trusted ?type/i.test(message.text()))
          faults.push(message.text());
      });
      return { network, context };
    });
    for (const close of closing) await close();
    expect(faults).toEqual([]);
  },

  switchOn: async ({ server, wholeBrowser }, use) => {
    const profile = mkdtempSync(join(tmpdir(), "heard-tablet-"));
    const network = await openNetwork(server.url);
    const started: KillableBrowser[] = [];
    await use(async () => {
      const browser = await startBrowser(
        profile,
        process.env[wholeBrowser ? "HEARD_CHROMIUM" : "HEARD_SHELL"],
      );
      browser.context.on("page", keepPace);
      started.push(browser);
      return { network, profile, ...browser };
    });
    for (const browser of started) await browser.kill9();
    await network.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
});

export { expect };
