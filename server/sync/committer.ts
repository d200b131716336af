/**
 * Commits batches on a connection of its own, which it opens where there is none. Two round trips
 * whatever is in a batch: begin + locks + reads, then writes + commit.
 */

import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { toIso, type Clock } from "#shared/kernel/time.ts";
import { needsOf } from "#shared/sync/needs.ts";
import { isUnchanged, noChanges, sequence } from "#shared/sync/sequencer.ts";
import type { Outcome } from "#shared/sync/sequencer-port.ts";
import type { Connection, Database } from "../db/database.ts";
import { pgErrorKind } from "../db/pg-error.ts";
import type { Waiting } from "./batch.ts";
import { createDocsCache, type DocsCache } from "./docs-cache.ts";
import { load } from "./postgres-load.ts";
import { write, type WrittenChanges } from "./postgres-write.ts";

export type Committer<Job> = {
  /** What each job came to, by restaurant, when it is committed. Rejects with `AttemptFailed`. */
  commit(jobs: readonly Job[]): Promise<readonly CommittedPart<Job>[]>;
  /** Ends the connection. A later commit opens another. */
  close(): Promise<void>;
};

export type CommitterDeps = {
  readonly database: Pick<Database, "connect">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: { warn(fields: object, message: string): void };
};

/** A restaurant's part of a committed batch. */
export type CommittedPart<Job> = WrittenChanges & {
  readonly jobs: readonly Job[];
  readonly outcomes: readonly Outcome[];
};

/** Its `cause` says why. */
export class AttemptFailed extends Error {
  readonly mayHaveCommitted: boolean;
  constructor(cause: unknown, mayHaveCommitted: boolean) {
    super("an attempt to commit failed", { cause });
    this.mayHaveCommitted = mayHaveCommitted;
  }
}

export function createCommitter<Job extends Waiting>(deps: CommitterDeps): Committer<Job> {
  const docs = createDocsCache();
  let connection: Connection | null = null;

  async function open(): Promise<Connection> {
    if (connection !== null) return connection;
    const fresh = await deps.database.connect();
    connection = fresh;
    fresh.onEnd(() => {
      if (connection === fresh) connection = null;
    });
    return fresh;
  }

  async function close(): Promise<void> {
    const old = connection;
    connection = null;
    await old
      ?.end()
      .catch((error: unknown) =>
        deps.log.warn({ err: error }, "closing a writer's connection failed"),
      );
  }

  return {
    close,
    async commit(jobs) {
      const attempt: Attempt = { mayHaveCommitted: false };
      try {
        return await commitBatch(await open(), jobs, docs, deps, attempt);
      } catch (error) {
        // Also where the transaction could be rolled back: what is left of it on the wire is
        // nobody's business but this connection's.
        await close();
        throw new AttemptFailed(error, attempt.mayHaveCommitted);
      }
    },
  };
}

type Attempt = { /** The commit was sent, and no answer came. */ mayHaveCommitted: boolean };

async function commitBatch<Job extends Waiting>(
  connection: Connection,
  jobs: readonly Job[],
  docs: DocsCache,
  deps: CommitterDeps,
  attempt: Attempt,
): Promise<readonly CommittedPart<Job>[]> {
  const groups = [...Map.groupBy(jobs, (job) => job.restaurantId)];
  const begun = connection.query("begin");
  const asked = groups.map(([restaurantId, mine]) => ({
    restaurantId,
    needs: needsOf(mine.map((job) => job.submission)),
  }));
  const [loads] = await Promise.all([load(connection, asked, docs), begun]);

  const context = { now: toIso(deps.clock.now()), ids: deps.ids };
  const parts = groups.map(([restaurantId, mine], index): CommittedPart<Job> => {
    const loaded = must(loads[index], "what was asked for is loaded");
    const changes = noChanges();
    return {
      restaurantId,
      jobs: mine,
      loaded,
      changes,
      outcomes: mine.map((job) => sequence({ loaded, changes, ...context }, job.submission)),
    };
  });

  const changed = parts.filter((part) => !isUnchanged(part.changes));
  attempt.mayHaveCommitted = changed.length > 0;
  const written = write(connection, changed, docs);
  const committed = connection.query("commit");
  try {
    await Promise.all([written, committed]);
  } catch (error) {
    // A statement that the database itself refused means the whole transaction was rolled back, its
    // commit included.
    const kind = pgErrorKind(error);
    attempt.mayHaveCommitted &&= kind === "unavailable";
    throw error;
  }
  return parts;
}
