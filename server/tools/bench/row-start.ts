import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresBinaries } from "../../db/embedded-binaries.ts";
import {
  createCluster,
  makeSocketDir,
  startPostmaster,
  SUPERUSER,
} from "../../db/embedded-cluster.ts";
import { postgresUser } from "../../db/embedded-user.ts";
import { startServer } from "../../testing/server-process.ts";
import { figure, inTurn, plainFigure } from "./rounds.ts";
import type { Row } from "./row.ts";

type Starts = { readonly firstMs: number; readonly warmMs: number };

const ASK_EVERY_MS = 5;

export const start: Row = {
  name: "start",
  work: "first and warm start of the server on its embedded database",
  limit: "initdb and postmaster start alone",
  async run(bench) {
    const rounds = await inTurn(bench, (side) => (side === "ours" ? startOurs() : startPostgres()));
    return [
      figure(
        { what: "first start", unit: "ms", target: { most: 2 } },
        rounds,
        ({ firstMs }) => firstMs,
      ),
      figure(
        { what: "warm start, against the postmaster alone", unit: "ms" },
        rounds,
        ({ warmMs }) => warmMs,
      ),
      plainFigure(
        { what: "warm start", unit: "ms", target: { most: 1_000 } },
        rounds.map(({ ours }) => ours.warmMs),
      ),
    ];
  },
};

/** From starting the process to its ready line. */
async function startOurs(): Promise<Starts> {
  const startedAt = performance.now();
  const server = await startServer({ env: { LOG_LEVEL: "warn" } });
  try {
    const firstMs = performance.now() - startedAt;
    await server.stop();
    const againAt = performance.now();
    await server.restart();
    return { firstMs, warmMs: performance.now() - againAt };
  } finally {
    await server.dispose();
  }
}

async function startPostgres(): Promise<Starts> {
  const dataDir = mkdtempSync(join(tmpdir(), "heard-bench-"));
  const dir = join(dataDir, "postgres");
  const user = postgresUser(dir);
  const cluster = { dir, user, binaries: postgresBinaries(user) };
  const password = randomBytes(18).toString("base64url");
  const socketDir = makeSocketDir(user);
  try {
    const startedAt = performance.now();
    await createCluster(cluster, password);
    const initMs = performance.now() - startedAt;
    const first = await startAndStop(cluster, socketDir, password);
    return { firstMs: initMs + first, warmMs: await startAndStop(cluster, socketDir, password) };
  } finally {
    rmSync(socketDir, { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Milliseconds until it answers a query. */
async function startAndStop(
  cluster: Parameters<typeof startPostmaster>[0],
  socketDir: string,
  password: string,
): Promise<number> {
  const startedAt = performance.now();
  const postmaster = startPostmaster(cluster, socketDir, {}, () => undefined);
  const gone = once(postmaster, "exit");
  try {
    while (!(await answers(socketDir, password))) {
      if (postmaster.exitCode !== null) throw new Error("Postgres does not start");
      await sleep(ASK_EVERY_MS);
    }
    return performance.now() - startedAt;
  } finally {
    postmaster.kill("SIGINT");
    await gone;
  }
}

async function answers(host: string, password: string): Promise<boolean> {
  const client = new pg.Client({
    host,
    port: 5432,
    user: SUPERUSER,
    password,
    database: "postgres",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch (error) {
    // Not there yet, or still starting.
    if (
      error instanceof Error &&
      "code" in error &&
      ["ENOENT", "ECONNREFUSED", "57P03"].includes(String(error.code))
    )
      return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
