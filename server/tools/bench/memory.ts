/** What a process holds. */
import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { promisify } from "node:util";

/** Preloaded, it collects garbage when sent SIGUSR2. */
export const COLLECTOR = `--import=${pathToFileURL(resolve(import.meta.dirname, "../fuzz/collect-on-signal.ts")).href}`;

/**
 * Resident memory in KB after a collection. The process must have been started with `COLLECTOR`.
 */
export async function residentKb(pid: number): Promise<number> {
  process.kill(pid, "SIGUSR2");
  await sleep(SETTLE_MS);
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout.trim());
}

/** A collection of a few hundred MB takes a moment, and so does giving the pages back. */
const SETTLE_MS = 1_500;
