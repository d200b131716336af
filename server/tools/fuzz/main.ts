/**
 * `npm run fuzz`: hostile requests of every kind against the real server and a real Postgres, both
 * thrown away afterwards.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "../../db/embedded.ts";
import { createLogger } from "../../log/logger.ts";
import { say } from "../../process/say.ts";
import { runTool } from "../run-tool.ts";
import { readOptions, USAGE, type Options } from "./options.ts";
import { faultsOf, figureLine } from "./report.ts";
import { fuzz } from "./run.ts";

const CONNECTIONS = 8;
const PROGRESS_EVERY = 10_000;

await runTool({
  usage: USAGE,
  options: readOptions(process.argv.slice(2)),
  main,
  breaksWith: "stack",
});

async function main({ count, slow, seed }: Options): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), "heard-fuzz-"));
  // Thrown away in any case, so nothing waits for the disk.
  const postgres = await startEmbedded({
    dataDir,
    log: createLogger("error"),
    settings: { fsync: "off", full_page_writes: "off" },
  });
  // What was started is ended, also for somebody who presses Ctrl-C.
  let isStopped = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => (isStopped = true));
  try {
    const progress = (sent: number): void => {
      if (sent % PROGRESS_EVERY === 0) say(`  ${sent} of ${count} sent`);
    };
    const figures = await fuzz({
      count,
      slow,
      seed,
      adminUrl: postgres.adminUrl,
      connections: CONNECTIONS,
      progress,
      isStopped: () => isStopped,
    });
    const faults = faultsOf(figures);
    for (const fault of faults) say(`\n${fault}`);
    say(figureLine(figures));
    return faults.length > 0 ? 1 : 0;
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
