/** What the server does by itself, without anybody asking: each job once, stopped together. */
import type { Random } from "#shared/kernel/random.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import { createCoverage } from "../devices/coverage.ts";
import type { Logger } from "../log/logger.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Push } from "../notifications/push.ts";
import { startNotifier } from "../notifications/worker.ts";
import type { Job } from "../process/every.ts";
import { createSleeper } from "../process/sleeper.ts";
import type { WrittenChanges } from "../sync/postgres-write.ts";
import type { Writer } from "../sync/writer.ts";
import { startClosing } from "./closing.ts";
import { startSilence } from "./silence.ts";
import { startTableCodes } from "./table-codes.ts";
import { startWatch } from "./watch.ts";

export type Jobs = Job & {
  /** This process has written. */
  committed(part: WrittenChanges): void;
  /** Another process has written to this restaurant's log. */
  heard(restaurantId: string): void;
};

export type JobsDeps = {
  readonly database: Pick<Database, "tenant" | "jobs">;
  readonly directory: Directory;
  readonly writer: Writer;
  readonly push: Push;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly serverSecret: Uint8Array;
  readonly pingMs: number;
};

/** All but the retention, which is closed with the log that it trims. */
export function startJobs(deps: JobsDeps): Jobs {
  /** The server's own rounds do not wait behind what floods the restaurant that they look at. */
  const rounds = { ...deps, database: deps.database.jobs };
  const watch = startWatch({ ...rounds, sleeper: createSleeper() });
  const coverage = createCoverage(deps);
  const closing = startClosing({ ...rounds, sleeper: createSleeper() });
  const tableCodes = startTableCodes({ ...deps, sleeper: createSleeper() });
  const silence = startSilence({ ...deps, sleeper: createSleeper() });
  const notifier = startNotifier({ ...rounds, sleeper: createSleeper() });
  return {
    committed(part) {
      watch.touched(part);
      if (part.changes.menu) coverage.soon(part.restaurantId);
      if (part.changes.events.some((event) => event.type === "restaurant_notification"))
        notifier.poke(part.restaurantId);
    },
    heard: (restaurantId) => watch.heard(restaurantId),
    async stop() {
      await Promise.all([
        watch.stop(),
        closing.stop(),
        tableCodes.stop(),
        silence.stop(),
        notifier.stop(),
      ]);
    },
  };
}
