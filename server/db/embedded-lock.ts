import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * One server per data directory. A pid in a file cannot promise that: after kill -9 it is stale,
 * pids are recycled, and two starts can take over the same stale file at once. The kernel can: a
 * file lock goes with the process that holds it, however it dies. Node has no call for one, SQLite
 * has, on every system; its database here is empty and only ever locked.
 *
 * Not handled: two machines on one network file system. Postgres' own postmaster.pid is the last
 * guard there.
 */
export type DataDirLock = {
  /** May be called twice. */
  release(): void;
};

/**
 * Throws a sentence for the person starting the server, naming the process that holds the
 * directory.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const ownerFile = join(dataDir, "server.pid");
  const database = new DatabaseSync(join(dataDir, "server.lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      `Another Heard${ownerOf(ownerFile)} is already running on the data directory ${dataDir}. Stop it first, or give this one a DATA_DIR of its own.`,
    );
  }
  writeFileSync(ownerFile, `${process.pid}\n`);
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      rmSync(ownerFile, { force: true });
      database.close();
    },
  };
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

function ownerOf(ownerFile: string): string {
  try {
    const pid = Number.parseInt(readFileSync(ownerFile, "utf8"), 10);
    return pid > 0 ? ` (process ${pid})` : "";
  } catch {
    // It is just starting and has not written its pid yet, or just stopping and has removed it.
    return "";
  }
}
