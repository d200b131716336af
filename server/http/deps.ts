import type { Clock } from "#shared/kernel/time.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import type { Revocations } from "../auth/revocations.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import type { FiguresThread } from "../figures/figures-thread.ts";
import type { Logger } from "../log/logger.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Push } from "../notifications/push.ts";
import type { Fanout } from "../sync/fanout.ts";

/** What the routes stand on. The composition root makes it; tests make it with a database of their own. */
export type Deps = {
  readonly config: Pick<Config, "trustProxy" | "publicUrl" | "shownAlarmSeconds" | "metricsToken" | "eventPingIntervalMs" | "guestOrdersPerTable">;
  readonly log: Logger;
  readonly database: Pick<Database, "tenant" | "isAlive">;
  readonly directory: Directory;
  /** The one writer of logs. */
  readonly writer: { readonly submit: (restaurantId: string, submission: Submission) => Promise<Outcome> };
  readonly fanout: Pick<Fanout, "subscribe">;
  /** Tells the other server processes that a subject may not go on. */
  readonly hints: { readonly publishRevoked: (subjectId: string) => void };
  readonly revocations: Revocations;
  readonly metrics: Metrics;
  readonly push: Push;
  readonly figures: Pick<FiguresThread, "figures" | "orders">;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Makes table tokens; the same in every process that serves the same database, and for ever. */
  readonly serverSecret: Uint8Array;
  readonly setupTokenHash: string;
  /** Are the migrations done? Until then the server is alive but not ready. */
  readonly isMigrated: () => boolean;
};
