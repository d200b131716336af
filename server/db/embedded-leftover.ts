import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync, rmSync, rmdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../log/logger.ts";

/** How a socket directory of ours is called; see embedded-cluster.ts. */
export const SOCKET_DIR_PREFIX = "heard-pg-";

/**
 * Clears what a killed server left in its data directory. To be called only while holding the
 * directory's lock.
 *
 * A server killed with -9 leaves its Postgres running. It is ended, not adopted: as our own child
 * the new one can be watched and restarted like any other, and what it was doing was never answered
 * to anybody. The pid in postmaster.pid may meanwhile be somebody else's, so a process is touched
 * only if it is a postgres that works inside this very directory.
 *
 * `socketDirInUse` is kept: the one that Postgres is about to be restarted on.
 */
export async function endLeftover(
  clusterDir: string,
  log: Pick<Logger, "info" | "warn">,
  socketDirInUse?: string,
): Promise<void> {
  const leftover = readPostmasterPid(clusterDir);
  if (!leftover) return;
  if (isPostmasterOf(leftover.pid, clusterDir)) {
    log.warn({ pid: leftover.pid }, "ending the Postgres that a killed server left running");
    await end(leftover.pid, clusterDir);
  } else if (isAlive(leftover.pid)) {
    // Postgres would take the stranger for a running postmaster and refuse to start.
    log.info(
      { pid: leftover.pid },
      "postmaster.pid names a process that is not ours; removing the stale file",
    );
    rmSync(join(clusterDir, "postmaster.pid"), { force: true });
  }
  if (leftover.socketDir !== socketDirInUse) removeSocketDir(leftover.socketDir);
}

/**
 * Of a live process only: true if it is a postgres whose working directory or `-D` is `clusterDir`.
 */
export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  try {
    if (process.platform === "linux") {
      const here = statSync(clusterDir);
      const there = statSync(`/proc/${pid}/cwd`);
      return (
        readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("postgres") &&
        here.dev === there.dev &&
        here.ino === there.ino
      );
    }
    const command = execFileSync("ps", ["-o", "command=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return command.includes("postgres") && command.includes(` -D ${clusterDir} `);
  } catch {
    // It is gone, or it belongs to somebody whose processes we may not look at: in both cases not
    // ours.
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Fast shutdown; where that hangs, immediate shutdown; where even that hangs, the axe. The
 * write-ahead log survives all three.
 */
async function end(pid: number, clusterDir: string): Promise<void> {
  for (const [signal, patienceMs] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5000],
    ["SIGKILL", 5000],
  ] as const) {
    process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
      if (!isPostmasterOf(pid, clusterDir)) return;
      await sleep(20);
    }
  }
  throw new Error(
    `The Postgres that an earlier server left running (process ${pid}) does not end. End it, then start again.`,
  );
}

function readPostmasterPid(
  clusterDir: string,
): { readonly pid: number; readonly socketDir: string | null } | null {
  const file = join(clusterDir, "postmaster.pid");
  if (!statSync(file, { throwIfNoEntry: false })) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  return pid > 1 ? { pid, socketDir: lines[4] || null } : null;
}

/**
 * Only what Postgres puts there goes: the path comes from a file, and root should not delete trees
 * that a file names.
 */
function removeSocketDir(dir: string | null): void {
  if (!dir || !basename(dir).startsWith(SOCKET_DIR_PREFIX)) return;
  if (!lstatSync(dir, { throwIfNoEntry: false })?.isDirectory()) return;
  try {
    for (const name of [".s.PGSQL.5432", ".s.PGSQL.5432.lock"])
      rmSync(join(dir, name), { force: true });
    rmdirSync(dir);
  } catch {
    // Somebody keeps something else in it: then it stays, and costs an empty directory under the
    // temporary files.
    return;
  }
}
