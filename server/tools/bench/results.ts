/** The dated table. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import type { Options } from "./options.ts";
import { tableOf, type Figure, type Row } from "./row.ts";

/**
 * What the figures were measured on. The load average of the last minute tells whether it was doing
 * anything else.
 */
export function machine(): string {
  const [load = 0] = loadavg();
  return `${availableParallelism()} cores (${(cpus()[0]?.model ?? "unknown").trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${release()}, Node ${process.version}, load ${load.toFixed(1)} at the end`;
}

/** Puts the newest run above the older ones, below the page's own text. */
export function writeResults(
  file: string,
  results: readonly { row: Row; figures: readonly Figure[] }[],
  { rounds, roundMs }: Options,
): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : `# Results\n\n${RUNS}\n`;
  const at = text.includes(RUNS) ? text.indexOf(RUNS) + RUNS.length : text.length;
  const when = new Date().toISOString().slice(0, 16).replace("T", " ");
  const run = `\n\n### ${when} UTC\n\n${machine()}; ${rounds} rounds of ${roundMs / 1000} s a side, medians.\n\n${tableOf(results)}`;
  writeFileSync(file, text.slice(0, at) + run + text.slice(at));
}

const RUNS = "## Runs, newest first";
