import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { binariesMajor } from "./embedded-binaries.ts";
import { SOCKET_DIR_PREFIX } from "./embedded-leftover.ts";
import type { ProcessUser } from "./embedded-user.ts";

/**
 * One Postgres cluster on disk and the processes that work on it.
 *
 * As root, Postgres runs as an unprivileged user that must not be able to reach the data directory
 * by its path (it may lie in a checkout that only root can read, and beside our secrets). So the
 * process is started *inside* the cluster's directory before it drops its rights, and told that its
 * data is in /proc/self/cwd: Postgres then needs no directory above it. This needs no capability,
 * namespace or tool beyond setuid, so it works in a plain container too.
 */
export type Cluster = {
  /** `DATA_DIR/postgres`. */
  readonly dir: string;
  /** Directory of `initdb` and `postgres`. */
  readonly binaries: string;
  /** Null: as ourselves. */
  readonly user: ProcessUser | null;
};

export const SUPERUSER = "heard";

/**
 * Makes the cluster unless it is there. A cluster cut short, by a crash or by `stop`, is thrown
 * away, because it never got its name.
 */
export async function createCluster(
  cluster: Cluster,
  password: string,
  stop?: AbortSignal,
): Promise<void> {
  if (existsSync(join(cluster.dir, "PG_VERSION"))) {
    refuseOtherVersion(cluster.dir);
    return;
  }
  const unfinished = `${cluster.dir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  own(unfinished, cluster.user);
  const secretDir = makeSocketDir(cluster.user);
  try {
    const passwordFile = join(secretDir, "password");
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    own(passwordFile, cluster.user);
    await run(
      join(cluster.binaries, "initdb"),
      [
        "-D",
        dataArgument({ ...cluster, dir: unfinished }),
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        // Postgres' own C.UTF-8 sorts the same on every machine; the system's locales differ and
        // change under an index.
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
      ],
      {
        ...spawnOptions({ ...cluster, dir: unfinished }),
        ...(stop === undefined ? {} : { signal: stop }),
      },
    );
  } finally {
    rmSync(secretDir, { recursive: true, force: true });
  }
  renameSync(unfinished, cluster.dir);
}

/**
 * Starts the postmaster; it is not yet ready for connections. Reachable through a Unix socket in a
 * directory that only we and Postgres' user can enter, and through nothing else. `onLine` gets what
 * it writes to its log.
 */
export function startPostmaster(
  cluster: Cluster,
  socketDir: string,
  settings: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): ChildProcess {
  const all = { ...SETTINGS, ...settings, unix_socket_directories: socketDir };
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(
    join(cluster.binaries, "postgres"),
    ["-D", dataArgument(cluster), ...options],
    {
      ...spawnOptions(cluster),
      stdio: ["ignore", "ignore", "pipe"],
      // A session of its own: Ctrl-C is for the server, which stops Postgres last.
      detached: true,
    },
  );
  if (child.stderr) createInterface({ input: child.stderr }).on("line", onLine);
  return child;
}

/**
 * A fresh private directory with a path short enough for a socket (107 bytes on Linux, 103 on
 * macOS).
 */
export function makeSocketDir(user: ProcessUser | null): string {
  const base = Buffer.byteLength(tmpdir()) <= LONGEST_SOCKET_BASE ? tmpdir() : "/tmp";
  const dir = mkdtempSync(join(base, SOCKET_DIR_PREFIX));
  own(dir, user);
  return dir;
}

const LONGEST_SOCKET_BASE = 60;

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  port: "5432",
  max_connections: "40",
  shared_buffers: "64MB",
  // Our queries are small: a plan that compiles itself or gathers workers costs more than it
  // brings.
  jit: "off",
  max_parallel_workers_per_gather: "0",
  fsync: "on",
  synchronous_commit: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  log_min_messages: "warning",
  // Statements and details carry guests' names and password hashes; the log must not.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_line_prefix: "%e ",
  log_checkpoints: "off",
};

function dataArgument(cluster: Cluster): string {
  return cluster.user !== null && process.platform === "linux" ? "/proc/self/cwd" : cluster.dir;
}

function spawnOptions(cluster: Cluster): SpawnOptions {
  // Nothing of our environment: it holds secrets, and PG* variables of the person's own would
  // change what Postgres does.
  return {
    cwd: cluster.dir,
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
    ...cluster.user,
  };
}

function own(path: string, user: ProcessUser | null): void {
  if (user) chownSync(path, user.uid, user.gid);
  chmodSync(path, path.endsWith("password") ? 0o600 : 0o700);
}

function refuseOtherVersion(dir: string): void {
  const found = readFileSync(join(dir, "PG_VERSION"), "utf8").trim();
  const ours = binariesMajor();
  if (found === ours) return;
  throw new Error(
    `The data in ${dir} was written by Postgres ${found}, and this Heard brings Postgres ${ours}, which cannot read it. ` +
      `Start the Heard that wrote it, or move the data over with pg_dump and pg_restore.`,
  );
}

/** Runs a program to its end; throws with what it said if it fails. */
async function run(program: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4000);
  });
  await new Promise<void>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => {
      if (code === 0) done();
      else fail(new Error(`${program} ended with ${signal ?? `code ${code}`}: ${said.trim()}`));
    });
  });
}
