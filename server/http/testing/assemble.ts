import { randomUUIDv7 } from "node:crypto";
import { createApp, type App, type AppDeps } from "../../app.ts";
import { createRevocations, type Revocations } from "../../auth/revocations.ts";
import { hashSecret } from "../../auth/tokens.ts";
import { createDatabase } from "../../db/database.ts";
import { createDirectory, type Directory } from "../../db/directory.ts";
import { createBeside } from "../../fair/beside.ts";
import { createFiguresThread } from "../../figures/figures-thread.ts";
import { createLogger } from "../../log/logger.ts";
import { createMetrics, type Metrics } from "../../metrics/metrics.ts";
import { createPush } from "../../notifications/push.ts";
import { syncRoutes } from "../../sync/routes.ts";
import { createSync } from "../../sync/sync.ts";
import { loadStaticSite } from "../static.ts";

/**
 * Nobody listens there, and says so at once: to look up a name that is nobody's takes ten seconds
 * where there is no network. Servers under test take it for a push service.
 */
export const NOBODYS_SERVICE = "http://127.0.0.1:9";

export const SETUP_TOKEN = "setup-token-for-tests";
export const METRICS_TOKEN = "metrics-token-for-tests";

export const SERVER_SECRET = new Uint8Array(32).fill(1);
/** What of the configuration a test may want otherwise. */
export type Figures = {
  readonly eventPingIntervalMs?: number;
  readonly guestOrdersPerTable?: number;
};

/** What the app stands on, and what tests look at beside it. */
export type TestDeps = AppDeps & {
  readonly directory: Directory;
  readonly revocations: Revocations;
  readonly metrics: Metrics;
};

export type Assembled = {
  readonly app: App;
  readonly deps: TestDeps;
  readonly close: () => Promise<void>;
};

/**
 * The real app on a database that is there, without a socket. `trustProxy` is 1, so that a test may
 * ask from any address it likes.
 */
export async function assembleApp(
  { adminUrl, role }: { readonly adminUrl: string; readonly role: string | null },
  over: Partial<TestDeps> = {},
  figures: Figures = {},
): Promise<Assembled> {
  const log = createLogger("silent");
  const database = createDatabase({ url: adminUrl, role, log });
  const beside = createBeside(() => performance.now());
  const threads = createFiguresThread({ url: adminUrl, role, log, beside });
  const directory = createDirectory(database);
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUIDv7() };
  const revocations = createRevocations();
  const metrics = createMetrics();
  const config = {
    trustProxy: 1,
    publicUrl: null,
    shownAlarmSeconds: 15,
    metricsToken: METRICS_TOKEN,
    eventPingIntervalMs: 10_000,
    eventPollingIntervalMs: 30_000,
    eventBatchSize: 100,
    eventRetentionDays: 7,
    eventMaxRetryAttempts: 5,
    eventRetryBackoffMs: 20,
    guestOrdersPerTable: 1_000_000,
    ...figures,
  };
  const sync = createSync({
    database,
    directory,
    revocations,
    metrics,
    clock,
    ids,
    log,
    config,
    beside,
    random: { next: () => 0.5 },
    onCommitted: () => undefined,
    onHeard: () => undefined,
  });
  const deps: TestDeps = {
    config,
    log,
    database,
    figures: threads,
    directory,
    revocations,
    metrics,
    clock,
    ids,
    writer: sync.writer,
    fanout: sync.fanout,
    hints: sync.hints,
    serverSecret: SERVER_SECRET,
    setupTokenHash: hashSecret(SETUP_TOKEN),
    push: createPush({
      serverSecret: SERVER_SECRET,
      services: [NOBODYS_SERVICE],
      contact: "mailto:heard@example.com",
      log,
    }),
    isMigrated: () => true,
    ...over,
  };
  const site = await loadStaticSite("/nowhere");
  const app = createApp(deps, site, (auth) => syncRoutes(sync.deps, auth));
  return {
    app,
    deps,
    async close() {
      app.drain();
      await sync.drainStreams();
      await sync.close();
      await threads.close();
      await database.close();
    },
  };
}
