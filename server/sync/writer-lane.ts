/**
 * One of the writer's lanes (writer.ts): a queue, and one commit after the other.
 *
 * A batch is all or nothing in the database, so a submission that makes it fail (a bug, a value the
 * database refuses) would take the others with it: the batch is then run again one by one, and only
 * the culprit fails. When the connection dies, what certainly was not committed is run again, and
 * so is what may have been but is recognised when it comes twice (pushes, commands with a key); the
 * rest is told `unavailable`.
 */

import type { Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import { DatabaseUnavailable, pgErrorKind } from "../db/pg-error.ts";
import type { Beside } from "../fair/beside.ts";
import { Crowded } from "../fair/crowded.ts";
import { createFairQueue } from "../fair/fair-queue.ts";
import { createRests } from "../fair/rests.ts";
import { lineOf, nextJobBatch, type Waiting } from "./batch.ts";
import {
  AttemptFailed,
  createCommitter,
  type CommittedPart,
  type CommitterDeps,
} from "./committer.ts";
import type { WrittenChanges } from "./postgres-write.ts";

export type WriterLane = {
  submit(restaurantId: string, submission: Submission): Promise<Outcome>;
  stats(): LaneStats;
  close(): Promise<void>;
};

export type LaneStats = {
  readonly waiting: number;
  readonly commits: number;
  readonly submissions: number;
  readonly events: number;
  readonly retries: number;
};

export type LaneDeps = CommitterDeps & {
  /** Called after each commit, for each restaurant with events in it, in log order. */
  readonly onCommitted: (part: WrittenChanges) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly beside: Beside;
  readonly log: { error(fields: object, message: string): void };
};

/**
 * More submissions wait in one lane than it could answer in time: told at once, instead of late.
 * Retry later.
 */
export class Overloaded extends Error {
  override readonly name = "Overloaded";
  readonly code = "unavailable";
}

/** Submissions waiting per lane; at some thousand a second this is about a second of work. */
export const WAITING = { all: 1_000, each: 250 } as const;
const RETRY_DELAYS_MS: readonly number[] = [50, 250, 700];

type Job = Waiting & {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

export function createWriterLane(deps: LaneDeps): WriterLane {
  const waiting = createFairQueue<Job>(WAITING);
  const committer = createCommitter<Job>(deps);
  let running: Promise<void> | null = null;
  const rests = createRests({ nowMs: () => performance.now(), sleep: deps.sleep });
  let arrived = Promise.withResolvers<void>();
  let stats: LaneStats = { waiting: 0, commits: 0, submissions: 0, events: 0, retries: 0 };

  function tellAll(parts: readonly CommittedPart<Job>[]): void {
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
        return tellAll(await committer.commit(jobs));
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
      await committer.close();
    },
  };
}

/** Recognised when it comes a second time, so that running it again cannot make it happen twice. */
function isRecognised(job: Job): boolean {
  return job.submission.kind === "push" || job.submission.key !== null;
}

function settle(job: Job, outcome: Outcome | undefined): void {
  if (outcome === undefined) job.reject(new Error("a submission without an outcome"));
  else job.resolve(outcome);
}
