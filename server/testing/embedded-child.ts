import { createLogger } from "../log/logger.ts";
import { startEmbedded } from "../db/embedded.ts";
import { onStopSignal } from "../process/stop-signals.ts";

/**
 * A process whose only work is to hold an embedded Postgres, for tests that kill it. Argument: the
 * data directory. Prints its log and, once Postgres answers, a line `{"ready":"<adminUrl>"}`; ends
 * cleanly at SIGTERM.
 */
const [, , dataDir = ""] = process.argv;
try {
  const postgres = await startEmbedded({ dataDir, log: createLogger("info") });
  onStopSignal(() => postgres.stop(), process);
  process.stdout.write(`${JSON.stringify({ ready: postgres.adminUrl })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
