/** Puts the room together: one writer, one fan-out, one listener and the streams of a process. */

import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { DAY, type Clock } from "#shared/kernel/time.ts";
import type { Revocations } from "../auth/revocations.ts";
import { createSessionUse } from "../auth/session-use.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import type { Beside } from "../fair/beside.ts";
import { createTurnstile } from "../fair/turnstile.ts";
import type { Logger } from "../log/logger.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { createSleeper } from "../process/sleeper.ts";
import { createCursorAcks, touchDevices } from "./ack.ts";
import { readAfter } from "./event-store.ts";
import { createFanout, type Fanout } from "./fanout.ts";
import { createHints, type Hints } from "./hints.ts";
import type { WrittenChanges } from "./postgres-write.ts";
import type { SyncDeps } from "./routes.ts";
import { createSnapshots } from "./snapshots.ts";
import { createStreams } from "./stream.ts";
import { createWriter, type Writer } from "./writer.ts";

export type SyncOptions = {
  readonly database: Database;
  readonly directory: Directory;
  readonly revocations: Revocations;
  readonly metrics: Pick<
    Metrics,
    "streamsOpen" | "streamsCut" | "eventsPublished" | "eventsDelivered" | "deliverySeconds"
  >;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly log: Logger;
  /** Who works beside whom, over all that restaurants share in this process. */
  readonly beside: Beside;
  /** After each commit of this process: something may be due later, or is to be told now. */
  readonly onCommitted: (part: WrittenChanges) => void;
  /** After each commit of another process that was heard of. */
  readonly onHeard: (restaurantId: string) => void;
  readonly config: Pick<
    Config,
    | "eventBatchSize"
    | "eventPingIntervalMs"
    | "eventPollingIntervalMs"
    | "eventRetentionDays"
    | "eventMaxRetryAttempts"
    | "eventRetryBackoffMs"
  >;
  /** Figures that only tests change. */
  readonly listeners?: {
    readonly sweepMs?: number;
    readonly heartbeatMs?: number;
    readonly drainDeadlineMs?: number;
  };
};

export type Sync = {
  readonly writer: Writer;
  readonly fanout: Fanout;
  readonly hints: Hints;
  /** For `syncRoutes`. */
  readonly deps: SyncDeps;
  /**
   * Ends the streams, so that readers go elsewhere; everything else goes on. First step of a
   * shutdown.
   */
  drainStreams(): Promise<void>;
  /**
   * Finishes what was submitted and lets go of the database. Last step, after requests have ended.
   */
  close(): Promise<void>;
};

/**
 * Pages of the log on the one connection that pipelines: what catches up in one restaurant is at
 * most this far ahead of another's next event.
 */
const PAGES = { atOnce: 8, each: 2, waiting: { all: 40_000, each: 10_000 } } as const;

export function createSync(options: SyncOptions): Sync {
  const {
    database,
    directory,
    revocations,
    metrics,
    clock,
    ids,
    random,
    log,
    config,
    beside,
    listeners = {},
  } = options;
  const pages = createTurnstile(PAGES);
  const fanout: Fanout = createFanout({
    readAfter: (restaurantId, at) =>
      pages.run(restaurantId, () =>
        readAfter(database.reader(restaurantId), restaurantId, at, config.eventBatchSize),
      ),
    onFirstFeed: () => hints.start(),
    clock,
  });
  const hints = createHints({
    database,
    directory,
    fanout,
    random,
    log,
    onRevoked: (subjectId) => revocations.revoked(subjectId),
    onHeard: options.onHeard,
    sleeper: createSleeper(),
    instance: ids.next(),
    retryBackoffMs: config.eventRetryBackoffMs,
    maxRetryAttempts: config.eventMaxRetryAttempts,
    ...(listeners.sweepMs === undefined ? {} : { sweepMs: listeners.sweepMs }),
    ...(listeners.heartbeatMs === undefined ? {} : { heartbeatMs: listeners.heartbeatMs }),
  });
  const writerSleeper = createSleeper();
  const writer = createWriter({
    database,
    clock,
    ids,
    log,
    beside,
    sleep: (ms) => writerSleeper.sleep(ms),
    onCommitted(part) {
      const {
        restaurantId,
        loaded,
        changes: { events },
      } = part;
      fanout.published(restaurantId, events);
      hints.publish(restaurantId, loaded.log.head);
      options.onCommitted(part);
      for (const event of events) metrics.eventsPublished.inc({ type: event.type });
    },
  });
  const noteUse = createSessionUse({ directory, clock, log });
  // Looked up once: it is counted at every delivery.
  const deliveredBySse = metrics.eventsDelivered.labels({ via: "sse" });
  const streams = createStreams({
    fanout,
    clock,
    random,
    log,
    isActive: (restaurantId, subjectId) => directory.subjectIsActive(restaurantId, subjectId),
    // Who listens is alive, also on an evening without orders.
    async seen({ kind, restaurantId, subjectId }) {
      if (kind === "user") noteUse(restaurantId, subjectId);
      else await database.tenant(restaurantId, (tx) => touchDevices(tx, restaurantId, [subjectId]));
    },
    onRevoked: (subjectId, end) => revocations.onRevoked(subjectId, end),
    pingMs: config.eventPingIntervalMs,
    pollMs: config.eventPollingIntervalMs,
    retentionMs: config.eventRetentionDays * DAY,
    ...(listeners.drainDeadlineMs === undefined
      ? {}
      : { drainDeadlineMs: listeners.drainDeadlineMs }),
    observe: {
      opened: () => metrics.streamsOpen.inc({ kind: "events" }),
      closed(reason) {
        metrics.streamsOpen.dec({ kind: "events" });
        if (reason !== "gone") metrics.streamsCut.inc({ reason });
      },
      delivered(events, latencyMs) {
        deliveredBySse.inc(events);
        if (latencyMs !== null) metrics.deliverySeconds.observe(latencyMs / 1000);
      },
    },
  });

  return {
    writer,
    fanout,
    hints,
    deps: {
      database,
      writer,
      streams,
      hints,
      clock,
      config,
      snapshots: createSnapshots({ database, log, beside }),
      acks: createCursorAcks(database),
      onPolled: (events) => metrics.eventsDelivered.inc({ via: "polling" }, events),
    },
    drainStreams: () => streams.drain(),
    async close() {
      writerSleeper.cancelAll();
      await Promise.all([writer.close(), hints.stop()]);
    },
  };
}
