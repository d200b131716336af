/**
 * The one way into the logs. Restaurants are spread over a few lanes, each with a connection of its
 * own; a lane collects what arrives while its last commit is in flight and then commits all of it
 * together, restaurants in the order of their ids so that two processes never wait for each other
 * in a circle. Nobody is answered before the commit. Measured (docs/decisions/batches.md): one by
 * one 4,000 mutations a second for one hot restaurant, in batches 13,000.
 *
 * Restaurants share commits in turn (FAIR-1 to FAIR-4): a batch takes one submission of each that
 * waits, then the next of each, and of none more than its share of work; a flood of guests, or
 * orders of ninety lines, fill their own restaurant's share and leave the batch to others. The
 * staff of a restaurant, its guests and the server itself are a line each (FAIR-9). Beside other
 * restaurants a line that filled its share rests as long as that commit took (FAIR-10): who comes
 * meanwhile finds the lane, the database and the processor free.
 *
 * A batch is all or nothing in the database, so a submission that makes it fail (a bug, a value the
 * database refuses) would take the others with it: the batch is then run again one by one, and only
 * the culprit fails. When the connection dies, what certainly was not committed is run again, and
 * so is what may have been but is recognised when it comes twice (pushes, commands with a key); the
 * rest is told `unavailable`.
 */

import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { toIso, type Clock } from "#shared/kernel/time.ts";
import { needsOf } from "#shared/sync/needs.ts";
import { isUnchanged, noChanges, sequence } from "#shared/sync/sequencer.ts";
import type { Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import type { Connection, Database } from "../db/database.ts";
import { DatabaseUnavailable, pgErrorKind } from "../db/pg-error.ts";
import type { Beside } from "../fair/beside.ts";
import { Crowded } from "../fair/crowded.ts";
import { createFairQueue } from "../fair/fair-queue.ts";
import { createRests } from "../fair/rests.ts";
import { lineOf, nextJobBatch, type Waiting } from "./batch.ts";
import { createDocsCache, type DocsCache } from "./docs-cache.ts";
import { load } from "./postgres-load.ts";
import { write, type WrittenChanges } from "./postgres-write.ts";

export type Writer = {
  /**
   * Resolves after the commit. Rejects with `Crowded`, `Overloaded`, `DatabaseUnavailable` (nothing
   * is promised; ask again under the same ids) or `UnknownRestaurant`.
   */
  submit(restaurantId: string, submission: Submission): Promise<Outcome>;
  stats(): WriterStats;
  /**
   * Finishes what was submitted, then ends the connections. Later submissions are refused as
   * unavailable.
   */
  close(): Promise<void>;
};

export type WriterStats = {
  readonly waiting: number;
  readonly commits: number;
  readonly submissions: number;
  readonly events: number;
  readonly retries: number;
};

export type WriterDeps = {
  readonly database: Pick<Database, "connect">;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called after each commit, for each restaurant with events in it, in log order. */
  readonly onCommitted: (part: WrittenChanges) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly beside: Beside;
  readonly log: {
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
};

/**
 * More submissions wait in one lane than it could answer in time: told at once, instead of late.
 * Retry later.
 */
export class Overloaded extends Error {
  override readonly name = "Overloaded";
  readonly code = "unavailable";
}

/**
 * Fewer and larger commits cost less; but a restaurant that another process holds must not stop all
 * of them.
 */
export const LANES = 2;
/** Submissions waiting per lane; at some thousand a second this is about a second of work. */
export const WAITING = { all: 1_000, each: 250 } as const;
const RETRY_DELAYS_MS: readonly number[] = [50, 250, 700];

export function createWriter(deps: WriterDeps): Writer {
  const lanes = Array.from({ length: LANES }, () => createLane(deps));
  let closed = false;
  return {
    async submit(restaurantId, submission) {
      if (closed) throw new DatabaseUnavailable(new Error("the server is stopping"));
      if (submission.who.role !== "system") deps.beside.worked(restaurantId);
      return laneOf(lanes, restaurantId).submit(restaurantId, submission);
    },
    stats: () => lanes.map((lane) => lane.stats()).reduce(addStats),
    async close() {
      closed = true;
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

type Job = Waiting & {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

type Lane = {
  submit(restaurantId: string, submission: Submission): Promise<Outcome>;
  stats(): WriterStats;
  close(): Promise<void>;
};

function createLane(deps: WriterDeps): Lane {
  const waiting = createFairQueue<Job>(WAITING);
  const docs = createDocsCache();
  let connection: Connection | null = null;
  let running: Promise<void> | null = null;
  const rests = createRests({ nowMs: () => performance.now(), sleep: deps.sleep });
  let arrived = Promise.withResolvers<void>();
  let stats: WriterStats = { waiting: 0, commits: 0, submissions: 0, events: 0, retries: 0 };

  async function open(): Promise<Connection> {
    if (connection !== null) return connection;
    const fresh = await deps.database.connect();
    connection = fresh;
    fresh.onEnd(() => {
      if (connection === fresh) connection = null;
    });
    return fresh;
  }

  async function drop(): Promise<void> {
    const old = connection;
    connection = null;
    await old
      ?.end()
      .catch((error: unknown) =>
        deps.log.warn({ err: error }, "closing a writer's connection failed"),
      );
  }

  async function commit(jobs: readonly Job[]): Promise<readonly Part[]> {
    const attempt: Attempt = { mayHaveCommitted: false };
    try {
      return await commitBatch(await open(), jobs, docs, deps, attempt);
    } catch (error) {
      // Also where the transaction could be rolled back: what is left of it on the wire is nobody's
      // business but this connection's.
      await drop();
      throw new AttemptFailed(error, attempt.mayHaveCommitted);
    }
  }

  function tellAll(parts: readonly Part[]): void {
    for (const part of parts) {
      const {
        jobs,
        outcomes,
        changes: { events },
      } = part;
      stats = {
        ...stats,
        submissions: stats.submissions + jobs.length,
        events: stats.events + events.length,
      };
      try {
        if (events.length > 0) deps.onCommitted(part);
      } catch (error) {
        // It is committed: whoever asked is answered, and the sweep wakes the readers.
        deps.log.error({ err: error }, "telling readers about a commit failed");
      }
      jobs.forEach((job, index) => settle(job, outcomes[index]));
    }
    stats = { ...stats, commits: stats.commits + 1 };
  }

  async function commitWithRetries(all: readonly Job[]): Promise<void> {
    let jobs = all;
    for (let retry = 0; ; retry += 1) {
      try {
        return tellAll(await commit(jobs));
      } catch (failure) {
        if (!(failure instanceof AttemptFailed)) throw failure;
        const kind = pgErrorKind(failure.cause);
        if (kind === "constraint" || kind === "bug") return isolate(jobs, failure.cause);
        const delay = RETRY_DELAYS_MS[retry];
        const again =
          delay === undefined ? [] : failure.mayHaveCommitted ? jobs.filter(isRecognised) : jobs;
        const error =
          kind === "unavailable" ? failure.cause : new DatabaseUnavailable(failure.cause);
        for (const job of jobs) if (!again.includes(job)) job.reject(error);
        if (delay === undefined || again.length === 0) return;
        jobs = again;
        stats = { ...stats, retries: stats.retries + 1 };
        deps.log.warn(
          { err: failure.cause, submissions: jobs.length, retry },
          "a commit failed and is tried again",
        );
        await deps.sleep(delay);
      }
    }
  }

  async function isolate(jobs: readonly Job[], cause: unknown): Promise<void> {
    const [only] = jobs;
    if (jobs.length === 1 && only !== undefined) return only.reject(cause);
    deps.log.error(
      { err: cause, submissions: jobs.length },
      "a batch failed; its submissions are run one by one",
    );
    for (const job of jobs) await commitWithRetries([job]);
  }

  async function commitNext(): Promise<void> {
    const { jobs, filled } = nextJobBatch(waiting, rests, deps.beside);
    if (jobs.length === 0) {
      arrived = Promise.withResolvers();
      return rests.firstOrArrival(arrived.promise);
    }
    const begunAtMs = performance.now();
    await commitWithRetries(jobs);
    for (const line of filled) rests.worked(line, performance.now() - begunAtMs);
  }

  async function run(): Promise<void> {
    try {
      // What the same turn of the event loop submits goes together.
      await Promise.resolve();
      while (waiting.size() > 0) await commitNext();
    } finally {
      // Here and not when the promise settles: a submission in between would wait for the one after
      // it.
      running = null;
    }
  }

  return {
    submit: (restaurantId, submission) =>
      new Promise((resolve, reject) => {
        const job = { restaurantId, submission, resolve, reject };
        const refused = waiting.push(lineOf(job), job);
        refused?.item.reject(
          refused.because === "own"
            ? new Crowded("too much of one restaurant waits to be written")
            : new Overloaded("too many submissions are waiting"),
        );
        running ??= run();
        arrived.resolve();
      }),
    stats: () => ({ ...stats, waiting: waiting.size() }),
    async close() {
      while (running !== null) await running;
      await drop();
    },
  };
}

type Attempt = { /** The commit was sent, and no answer came. */ mayHaveCommitted: boolean };

type Part = WrittenChanges & {
  readonly jobs: readonly Job[];
  readonly outcomes: readonly Outcome[];
};

class AttemptFailed extends Error {
  readonly mayHaveCommitted: boolean;
  constructor(cause: unknown, mayHaveCommitted: boolean) {
    super("an attempt to commit failed", { cause });
    this.mayHaveCommitted = mayHaveCommitted;
  }
}

/** Two round trips whatever the batch: begin + locks + reads, then writes + commit. */
async function commitBatch(
  connection: Connection,
  jobs: readonly Job[],
  docs: DocsCache,
  deps: WriterDeps,
  attempt: Attempt,
): Promise<readonly Part[]> {
  const groups = [...Map.groupBy(jobs, (job) => job.restaurantId)];
  const begun = connection.query("begin");
  const asked = groups.map(([restaurantId, mine]) => ({
    restaurantId,
    needs: needsOf(mine.map((job) => job.submission)),
  }));
  const [loads] = await Promise.all([load(connection, asked, docs), begun]);

  const context = { now: toIso(deps.clock.now()), ids: deps.ids };
  const parts = groups.map(([restaurantId, mine], index): Part => {
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

/** Recognised when it comes a second time, so that running it again cannot make it happen twice. */
function isRecognised(job: Job): boolean {
  return job.submission.kind === "push" || job.submission.key !== null;
}

function settle(job: Job, outcome: Outcome | undefined): void {
  if (outcome === undefined) job.reject(new Error("a submission without an outcome"));
  else job.resolve(outcome);
}

/**
 * The same restaurant always takes the same lane, so its submissions never wait for each other's
 * lock inside this process.
 */
function laneOf(lanes: readonly Lane[], restaurantId: string): Lane {
  let hash = 0;
  for (let index = 0; index < restaurantId.length; index += 1)
    hash = (Math.imul(hash, 31) + restaurantId.charCodeAt(index)) | 0;
  const lane = lanes[Math.abs(hash) % lanes.length];
  if (lane === undefined) throw new Error("a writer has lanes");
  return lane;
}

function addStats(a: WriterStats, b: WriterStats): WriterStats {
  return {
    waiting: a.waiting + b.waiting,
    commits: a.commits + b.commits,
    submissions: a.submissions + b.submissions,
    events: a.events + b.events,
    retries: a.retries + b.retries,
  };
}
