/** The composition root: everything is opened here, in order, and closed here, people first and machinery second. */
import { randomUUIDv7 } from "node:crypto";
import { flushCompileCache } from "node:module";
import { resolve } from "node:path";
import { SECOND } from "#shared/kernel/time.ts";
import { createApp } from "./app.ts";
import { createRevocations } from "./auth/revocations.ts";
import { readConfig, type Config } from "./config.ts";
import { createDatabase } from "./db/database.ts";
import { createDirectory } from "./db/directory.ts";
import { startEmbedded } from "./db/embedded.ts";
import { migrate } from "./db/migrate.ts";
import { demoLines } from "./demo/links.ts";
import { seedDemo } from "./demo/seed.ts";
import type { Deps } from "./http/deps.ts";
import { serve } from "./http/serve.ts";
import { loadStaticSite } from "./http/static.ts";
import { startWatch, type Watch } from "./jobs/watch.ts";
import { createLogger, type Logger } from "./log/logger.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { readSecrets } from "./secrets.ts";
import { onStopSignal } from "./stop-signals.ts";
import { syncRoutes } from "./sync/routes.ts";
import { createSync } from "./sync/sync.ts";
import { createTimers } from "./sync/timers.ts";

const CLIENT = resolve(import.meta.dirname, "../dist/client");
/** How long requests may take to finish once the server is told to stop. */
const GRACE_MS = 5 * SECOND;

type Step = () => Promise<void>;

const config = readConfig(process.env);
if (config.ok) {
  // What was opened so far, so that a start that fails half-way leaves nothing behind.
  const closing: Step[] = [];
  try {
    await start(config.value, closing);
  } catch (error) {
    say(`Heard could not start: ${error instanceof Error ? error.message : String(error)}`);
    await closeAll(closing);
    process.exitCode = 1;
  }
} else {
  say(["Heard cannot start with these settings:", ...config.error.map((problem) => `  ${problem}`)].join("\n"));
  process.exitCode = 1;
}

async function start(config: Config, closing: Step[]): Promise<void> {
  const log = createLogger(config.logLevel);
  const adminUrl = config.databaseUrl ?? (await openEmbedded(config, log, closing));
  // After the embedded database: it holds the lock on the directory that the secrets are in.
  const secrets = readSecrets(config.dataDir, config.setupToken);
  const { appRole } = await migrate(adminUrl, log).catch((error: unknown) => {
    throw config.databaseUrl === null ? error : new Error(`the database of DATABASE_URL: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });

  const database = createDatabase({ url: adminUrl, role: appRole, log });
  closing.unshift(() => database.close());
  const directory = createDirectory(database);
  const revocations = createRevocations();
  const metrics = createMetrics();
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUIDv7() };
  const random = { next: () => Math.random() };

  const watching: { watch: Watch | null } = { watch: null };
  const sync = createSync({
    database, directory, revocations, metrics, clock, ids, random, log, config,
    onCommitted: (restaurantId) => watching.watch?.touched(restaurantId),
  });
  closing.unshift(() => sync.close());
  const watch = startWatch({ database, directory, writer: sync.writer, clock, timers: createTimers(), log });
  watching.watch = watch;
  closing.unshift(() => watch.stop());

  const deps: Deps = {
    config, log, database, directory, revocations, metrics, clock, ids,
    writer: sync.writer, fanout: sync.fanout, hints: sync.hints,
    serverSecret: secrets.serverSecret, setupToken: secrets.setupToken, isMigrated: () => true,
  };
  const app = createApp(deps, await loadStaticSite(CLIENT), (auth) => syncRoutes(sync.deps, auth));
  const serving = await serve(app.hono.fetch, config);
  if (!serving.ok) throw new Error(serving.error);
  closing.unshift(async () => {
    app.drain();
    await sync.drainStreams();
    await serving.value.close(GRACE_MS);
  });
  onStopSignal(async () => {
    log.info("stopping");
    await closeAll(closing);
  }, process);
  await greet(config, deps, secrets.setupTokenIsNew, serving.value);
}

async function openEmbedded(config: Config, log: Logger, closing: Step[]): Promise<string> {
  const postgres = await startEmbedded({ dataDir: config.dataDir, log });
  closing.unshift(() => postgres.stop());
  return postgres.adminUrl;
}

/** The line that says it serves, and after it what a newcomer opens next. */
async function greet(config: Config, deps: Deps, setupTokenIsNew: boolean, { port, secure }: { port: number; secure: boolean }): Promise<void> {
  const host = config.host === "0.0.0.0" || config.host === "::" ? "localhost" : config.host;
  const origin = `${secure ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const wanted = config.demo ?? (await deps.directory.restaurantIds()).length === 0;
  const login = wanted ? await seedDemo(deps) : null;
  // Now, and not when it ends: a server that is killed leaves it for the next one too. Nothing where there is no such cache (server/launch/paths.mjs).
  flushCompileCache();
  say(`Heard is ready: ${origin}`);
  for (const line of await demoLines(deps, origin, login)) say(line);
  if (setupTokenIsNew) say(`\n  Setup token        ${deps.setupToken}  (creates restaurants; shown only now, kept under DATA_DIR)`);
}

async function closeAll(closing: Step[]): Promise<void> {
  for (const step of closing.splice(0)) await step();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
