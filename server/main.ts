/**
 * The composition root: everything is opened here, in order, and closed here, people first and
 * machinery second.
 */
import { randomUUIDv7 } from "node:crypto";
import { resolve } from "node:path";
import { SECOND } from "#shared/kernel/time.ts";
import { createApp } from "./app.ts";
import { createRevocations } from "./auth/revocations.ts";
import { readConfig, type Config } from "./config.ts";
import { createDatabase } from "./db/database.ts";
import { createDirectory } from "./db/directory.ts";
import { startEmbedded } from "./db/embedded.ts";
import { claimDatabase, settleSetupTokenHash } from "./db/installation.ts";
import { migrate, type Migrated } from "./db/migrate.ts";
import { createBeside } from "./fair/beside.ts";
import { createFiguresThread } from "./figures/figures-thread.ts";
import { greet } from "./greeting.ts";
import { serve } from "./http/serve.ts";
import { loadStaticSite } from "./http/static.ts";
import { startJobs, type Jobs } from "./jobs/jobs.ts";
import { startRetention } from "./jobs/retention.ts";
import { createLogger, type Logger } from "./log/logger.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { createPush } from "./notifications/push.ts";
import { say } from "./process/say.ts";
import { createShutdown, type Shutdown } from "./process/shutdown.ts";
import { createSleeper } from "./process/sleeper.ts";
import { onStopSignal } from "./process/stop-signals.ts";
import { readServerSecret, settleSetupToken } from "./secrets.ts";
import { syncRoutes } from "./sync/routes.ts";
import { createSync } from "./sync/sync.ts";

const CLIENT = resolve(import.meta.dirname, "../dist/client");
/** How long requests may take to finish once the server is told to stop. */
const GRACE_MS = 3 * SECOND;
/**
 * How long each part may take to close. All but the embedded Postgres stay together below the ten
 * seconds after which supervisors kill; Postgres ends by itself once it was told to.
 */
const WITHIN_MS = {
  serving: 6 * SECOND,
  jobs: SECOND,
  sync: 1.5 * SECOND,
  database: SECOND,
  figures: 0.4 * SECOND,
  postgres: 40 * SECOND,
} as const;

const config = readConfig(process.env);
if (config.ok) await run(config.value);
else
  fail(
    [
      "Heard cannot start with these settings:",
      ...config.error.map((problem) => `  ${problem}`),
    ].join("\n"),
  );

async function run(settings: Config): Promise<void> {
  const log = createLogger(settings.logLevel);
  const shutdown = createShutdown(log);
  const starting = Promise.withResolvers<void>();
  // Before anything is opened: whoever stops a server that is still starting must not leave its
  // Postgres behind.
  onStopSignal(async () => {
    log.info("stopping");
    await shutdown.close(starting.promise);
  }, process);
  try {
    await start(settings, log, shutdown);
  } catch (error) {
    // Told to stop on the way: the signal closes what was opened.
    if (shutdown.signal.aborted) return;
    fail(`Heard could not start: ${error instanceof Error ? error.message : String(error)}`);
    await shutdown.close();
    // What was left behind must not keep a server alive that never was.
    setTimeout(() => process.exit(), SECOND).unref();
  } finally {
    starting.resolve();
  }
}

/** Opens everything in order. Between two steps it looks whether somebody has told it to stop. */
async function start(config: Config, log: Logger, shutdown: Shutdown): Promise<void> {
  const adminUrl = config.databaseUrl ?? (await openEmbedded(config, log, shutdown));
  shutdown.signal.throwIfAborted();
  // After the embedded database: it holds the lock on the directory that the secrets are in.
  const serverSecret = readServerSecret(config.dataDir);
  const { appRole } = await prepare(adminUrl, serverSecret, log).catch((error: unknown) => {
    throw config.databaseUrl === null
      ? error
      : new Error(
          `the database of DATABASE_URL: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
  });
  const setupToken = await settleSetupToken(config.dataDir, config.setupToken, (hash) =>
    settleSetupTokenHash(adminUrl, hash, log),
  );
  shutdown.signal.throwIfAborted();

  const database = createDatabase({ url: adminUrl, role: appRole, log });
  shutdown.opened("database", WITHIN_MS.database, () => database.close());
  const beside = createBeside(() => performance.now());
  const figures = createFiguresThread({ url: adminUrl, role: appRole, log, beside });
  shutdown.opened("figures", WITHIN_MS.figures, () => figures.close());
  const directory = createDirectory(database);
  const revocations = createRevocations();
  const metrics = createMetrics();
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUIDv7() };
  const random = { next: () => Math.random() };

  const push = createPush({
    serverSecret,
    services: config.pushServices,
    contact: config.pushContact,
    log,
  });
  // Made after the writer that they are told by.
  let jobs: Jobs | null = null;
  const sync = createSync({
    database,
    directory,
    revocations,
    metrics,
    clock,
    ids,
    random,
    log,
    config,
    beside,
    onCommitted: (part) => jobs?.committed(part),
    onHeard: (restaurantId) => jobs?.heard(restaurantId),
  });
  // Closed with the log that it trims.
  const retention = startRetention({
    database: database.jobs,
    directory,
    retentionDays: config.eventRetentionDays,
    sleeper: createSleeper(),
    log,
  });
  shutdown.opened("sync", WITHIN_MS.sync, async () => {
    await Promise.all([sync.close(), retention.stop()]);
  });
  const started = startJobs({
    database,
    directory,
    writer: sync.writer,
    push,
    metrics,
    clock,
    random,
    log,
    serverSecret,
    pingMs: config.eventPingIntervalMs,
  });
  jobs = started;
  shutdown.opened("jobs", WITHIN_MS.jobs, () => started.stop());
  // Not only when somebody reads here: another process's orders are watched too.
  sync.hints.start();

  const deps = {
    config,
    log,
    database,
    figures,
    directory,
    revocations,
    metrics,
    clock,
    ids,
    writer: sync.writer,
    fanout: sync.fanout,
    hints: sync.hints,
    push,
    serverSecret,
    setupTokenHash: setupToken.hash,
    isMigrated: () => true,
  };
  const app = createApp(deps, await loadStaticSite(CLIENT), (auth) => syncRoutes(sync.deps, auth));
  const serving = await serve(app.hono.fetch, {
    ...config,
    onCut: (reason) => metrics.answersCut.inc({ reason }),
  });
  if (!serving.ok) throw new Error(serving.error);
  shutdown.opened("serving", WITHIN_MS.serving, async () => {
    app.drain();
    await sync.drainStreams();
    await serving.value.close(GRACE_MS);
  });
  shutdown.signal.throwIfAborted();
  await greet(config, deps, setupToken.unseen, serving.value);
}

/** The schema as this version wants it, in a database that is this installation's. */
async function prepare(adminUrl: string, serverSecret: Uint8Array, log: Logger): Promise<Migrated> {
  const migrated = await migrate(adminUrl, log);
  await claimDatabase(adminUrl, serverSecret, log);
  return migrated;
}

async function openEmbedded(config: Config, log: Logger, shutdown: Shutdown): Promise<string> {
  const postgres = await startEmbedded({ dataDir: config.dataDir, log, stop: shutdown.signal });
  shutdown.opened("postgres", WITHIN_MS.postgres, () => postgres.stop());
  return postgres.adminUrl;
}

function fail(sentence: string): void {
  say(sentence);
  process.exitCode = 1;
}
