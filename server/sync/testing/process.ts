import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createAuthenticator } from "../../auth/authenticate.ts";
import { createRevocations, type Revocations } from "../../auth/revocations.ts";
import { createVouched } from "../../auth/vouched.ts";
import { createDatabase, type Database } from "../../db/database.ts";
import { createDirectory, type Directory } from "../../db/directory.ts";
import { createBeside } from "../../fair/beside.ts";
import type { HttpEnv } from "../../http/env.ts";
import { onError } from "../../http/errors.ts";
import { requestId } from "../../http/request-id.ts";
import { source } from "../../http/source.ts";
import { createLogger } from "../../log/logger.ts";
import { createMetrics } from "../../metrics/metrics.ts";
import type { WrittenChanges } from "../postgres-write.ts";
import { syncRoutes } from "../routes.ts";
import { createSync, type Sync, type SyncOptions } from "../sync.ts";
import { SECRET } from "./house.ts";

/**
 * What one server process is to sync: its own pool, writer, fan-out, listener and socket. Several
 * may share a database.
 */
export type Process = {
  readonly database: Database;
  readonly directory: Directory;
  readonly sync: Sync;
  readonly revocations: Revocations;
  readonly url: string;
  /** Calls back after each commit of this process. */
  onCommitted(listener: (part: WrittenChanges) => void): void;
  /** Calls back after each commit of another process that this one hears of. */
  onHeard(listener: (restaurantId: string) => void): void;
  close(): Promise<void>;
};

export const TEST_CONFIG = {
  eventBatchSize: 100,
  eventPingIntervalMs: 10_000,
  eventPollingIntervalMs: 30_000,
  eventRetentionDays: 7,
  eventMaxRetryAttempts: 5,
  eventRetryBackoffMs: 20,
};

export async function startProcess(
  url: string,
  role: string | null,
  over: Partial<SyncOptions["config"]> = {},
  listeners: NonNullable<SyncOptions["listeners"]> = {},
): Promise<Process> {
  const log = createLogger(process.env["HEARD_TEST_LOG"] ?? "silent");
  const database = createDatabase({ url, role, log });
  const directory = createDirectory(database);
  const revocations = createRevocations();
  const listening: ((part: WrittenChanges) => void)[] = [];
  const hearing: ((restaurantId: string) => void)[] = [];
  const sync = createSync({
    database,
    directory,
    revocations,
    log,
    beside: createBeside(() => performance.now()),
    metrics: createMetrics(),
    clock: { now: () => Date.now() },
    ids: { next: () => crypto.randomUUID() },
    random: { next: () => Math.random() },
    onCommitted: (part) => listening.forEach((listener) => listener(part)),
    onHeard: (restaurantId) => hearing.forEach((listener) => listener(restaurantId)),
    config: { ...TEST_CONFIG, ...over },
    listeners,
  });
  const app = new Hono<HttpEnv>();
  const vouched = createVouched(SECRET);
  app.use(source({ trustProxy: 0, publicUrl: null }), requestId(log, vouched, 0));
  app.route("/", syncRoutes(sync.deps, createAuthenticator(directory, vouched)));
  app.onError(onError);
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    database,
    directory,
    sync,
    revocations,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onCommitted: (listener) => void listening.push(listener),
    onHeard: (listener) => void hearing.push(listener),
    async close() {
      await sync.drainStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sync.close();
      await database.close();
    },
  };
}
