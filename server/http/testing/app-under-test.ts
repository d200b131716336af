import { randomUUIDv7 } from "node:crypto";
import { createApp, type App } from "../../app.ts";
import { createRevocations } from "../../auth/revocations.ts";
import { createDatabase } from "../../db/database.ts";
import { createDirectory } from "../../db/directory.ts";
import { createLogger } from "../../log/logger.ts";
import { createMetrics } from "../../metrics/metrics.ts";
import { syncRoutes } from "../../sync/routes.ts";
import { createSync } from "../../sync/sync.ts";
import { freshDatabase } from "../../testing/postgres.ts";
import type { Deps } from "../deps.ts";
import { loadStaticSite } from "../static.ts";

export const SETUP_TOKEN = "setup-token-for-tests";
export const JSON_TYPE = { "Content-Type": "application/json" };

/** The real app on a real database, asked in process. */
export type AppUnderTest = {
  readonly app: App;
  readonly deps: Deps;
  /** Sends JSON (a string goes as it is) and reads the answer, JSON where it says so. */
  readonly ask: (method: string, path: string, options?: AskOptions) => Promise<Answered>;
  readonly close: () => Promise<void>;
};

export type AskOptions = { readonly token?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; /** The asking address. */ readonly from?: string };

export type Answered = { readonly status: number; readonly headers: Headers; /** Parsed JSON, or the text. */ readonly body: unknown; /** A text inside the JSON, by its path: `0.tableToken`. */ readonly text: (path: string) => string };

/** `trustProxy` is 1, so that a test may ask from any address it likes. */
export async function startApp(over: Partial<Deps> = {}, figures: { readonly eventPingIntervalMs?: number } = {}): Promise<AppUnderTest> {
  const testDatabase = await freshDatabase();
  const log = createLogger("silent");
  const database = createDatabase({ url: testDatabase.adminUrl, role: testDatabase.role, log });
  const directory = createDirectory(database);
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUIDv7() };
  const revocations = createRevocations();
  const metrics = createMetrics();
  const config = {
    trustProxy: 1, shownAlarmSeconds: 15, metricsToken: null, eventPingIntervalMs: 10_000,
    eventBatchSize: 100, eventRetentionDays: 7, eventMaxRetryAttempts: 5, eventRetryBackoffMs: 20,
    ...figures,
  };
  const sync = createSync({
    database, directory, revocations, metrics, clock, ids, log, config,
    random: { next: () => 0.5 },
    onCommitted: () => undefined,
  });
  const deps: Deps = {
    config, log, database, directory, revocations, metrics, clock, ids,
    writer: sync.writer,
    fanout: sync.fanout,
    hints: sync.hints,
    serverSecret: new Uint8Array(32).fill(1),
    setupToken: SETUP_TOKEN,
    isMigrated: () => true,
    ...over,
  };
  const site = await loadStaticSite("/nowhere");
  const app = createApp(deps, site, (auth) => syncRoutes(sync.deps, auth));
  return {
    app,
    deps,
    ask: async (method, path, { token, body, headers, from } = {}) => {
      const response = await app.hono.request(path, {
        method,
        headers: {
          ...(body === undefined ? {} : JSON_TYPE),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...(from === undefined ? {} : { "X-Forwarded-For": from }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const read = await readBody(response);
      return { status: response.status, headers: response.headers, body: read, text: (at) => textAt(read, at) };
    },
    async close() {
      app.drain();
      await sync.drainStreams();
      await sync.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return response.headers.get("content-type")?.includes("json") === true && text !== "" ? JSON.parse(text) : text;
}

function textAt(json: unknown, path: string): string {
  let value = json;
  for (const step of path.split(".")) value = (value as Readonly<Record<string, unknown>>)[step];
  if (typeof value !== "string") throw new Error(`no text at ${path} of ${JSON.stringify(json)}`);
  return value;
}
