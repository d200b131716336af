import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Logger } from "../log/logger.ts";
import { postgresBinaries } from "./embedded-binaries.ts";
import { createCluster, makeSocketDir, SUPERUSER } from "./embedded-cluster.ts";
import { endLeftover } from "./embedded-leftover.ts";
import { lockDataDir } from "./embedded-lock.ts";
import { supervise } from "./embedded-supervisor.ts";
import { postgresUser } from "./embedded-user.ts";

/**
 * A real Postgres of the server's own, for those who bring none: the binaries come with `npm ci`,
 * the data lies under DATA_DIR, and only this process can reach it. Measured on two small cores:
 * first start 0.9 s, warm start 45 ms, clean stop 15-50 ms; back 0.25 s after its postmaster was
 * killed with -9.
 */
export type EmbeddedPostgres = {
  /**
   * Superuser on the database `heard`, through a Unix socket. Valid until `stop`, also across a
   * restart of Postgres.
   */
  readonly adminUrl: string;
  /**
   * Ends Postgres cleanly and frees the data directory. Close connections first: those still open
   * are cut off.
   */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  readonly dataDir: string;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  /** Postgres settings over the usual ones; tests use it. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gives the start up: whatever it has begun by then is ended. */
  readonly stop?: AbortSignal;
};

/**
 * Starts Postgres on `dataDir`, making the cluster the first time. Resolves when it answers; from
 * then on it is restarted whenever it ends by itself. Throws a sentence meant for the person who
 * starts the server: the directory is in use, the data is of another version, the machine cannot
 * run it.
 */
export async function startEmbedded({
  dataDir: givenDir,
  log,
  settings = {},
  stop,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(givenDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDataDir(dataDir);
  let socketDir: string | null = null;
  try {
    const dir = join(dataDir, "postgres");
    const user = postgresUser(dir);
    const cluster = { dir, user, binaries: postgresBinaries(user) };
    if (!existsSync(dir)) log.info({ dir }, "making the database, once");
    else await endLeftover(dir, log);
    const password = keptPassword(dataDir);
    await createCluster(cluster, password, stop);
    socketDir = makeSocketDir(user);
    const url = (database: string) =>
      `postgres://${SUPERUSER}:${password}@${encodeURIComponent(socketDir ?? "")}:5432/${database}`;
    const postgres = await supervise({
      cluster,
      socketDir,
      settings,
      log,
      url,
      ...(stop === undefined ? {} : { stop }),
    });
    return {
      adminUrl: url("heard"),
      async stop() {
        await postgres.stop();
        tidy(socketDir);
        lock.release();
      },
    };
  } catch (error) {
    tidy(socketDir);
    lock.release();
    throw error;
  }
}

function tidy(socketDir: string | null): void {
  if (socketDir) rmSync(socketDir, { recursive: true, force: true });
}

/** The superuser's password: random, made once, readable by us alone. */
function keptPassword(dataDir: string): string {
  const file = join(dataDir, "postgres-password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  if (existsSync(join(dataDir, "postgres", "PG_VERSION"))) {
    throw new Error(
      `${file} is missing, and without it the database in ${dataDir} cannot be opened. Put it back from your backup.`,
    );
  }
  const password = randomBytes(24).toString("base64url");
  // Flushed before the cluster gets it: a power cut must not leave a cluster without its password.
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: "wx", flush: true });
  return password;
}
