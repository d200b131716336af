import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerProcess } from "../../../server/testing/server-process.ts";

/**
 * A copy of everything a server keeps, made while it is stopped, as an operator's nightly script
 * makes it.
 */
export type Backup = {
  /** Puts the copy in the place of what is there. The server must be stopped. */
  restore(): void;
  remove(): void;
};

/** Stops the server, copies, and starts it again. */
export async function backUp(server: ServerProcess): Promise<Backup> {
  const copy = mkdtempSync(join(tmpdir(), "heard-backup-"));
  await server.stop();
  copyAll(server.dataDir, copy);
  await server.restart();
  return {
    restore() {
      rmSync(server.dataDir, { recursive: true, force: true });
      mkdirSync(server.dataDir, { mode: 0o700 });
      copyAll(copy, server.dataDir);
    },
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}

/**
 * Into a directory that is there, with owners and modes: the database's files are another user's
 * where the server was started as root.
 */
export function copyAll(from: string, to: string): void {
  execFileSync("cp", ["-a", `${from}/.`, to]);
}
