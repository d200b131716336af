/**
 * The writer of a simulated process: one batch at a time, each tried again where it failed, and
 * answered when it is committed.
 */
import type { Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import { noChanges } from "#shared/sync/sequencer.ts";
import type { Committed } from "./database.ts";
import { fired } from "./faults.ts";
import type { Reply } from "./network.ts";
import type { ProcessDeps, ServerProcess } from "./server-process-port.ts";

export type ServerWriter = Pick<ServerProcess, "submit"> & {
  /** What waits is never written. */
  forget(): void;
};

const RETRIES = 3;
const RETRY_MS = 50;

type Job = { readonly submission: Submission; readonly settle: (reply: Reply<Outcome>) => void };

export function createServerWriter(deps: ProcessDeps, process: ServerProcess): ServerWriter {
  const { time, parts, database, counters } = deps;
  const { isAlive } = process;
  let jobs: Job[] = [];
  let running = false;

  return {
    async submit(submission) {
      let reply: Reply<Outcome> = null;
      await time.until((goOn) => {
        jobs.push({ submission, settle: (given) => ((reply = given), goOn()) });
        if (running) return;
        running = true;
        time.after(0, write);
      }, isAlive);
      return reply;
    },
    forget() {
      jobs = [];
    },
  };

  async function write(): Promise<void> {
    // What comes at the same time goes together.
    await process.at("server died before the commit");
    while (jobs.length > 0) {
      const batch = jobs;
      jobs = [];
      if (batch.length > 1) fired(counters, "batch of several");
      await writeAll(batch);
    }
    running = false;
  }

  async function writeAll(all: readonly Job[]): Promise<void> {
    let batch = all;
    for (let retry = 0; ; retry++) {
      const { outcomes, ended } = await commit(batch);
      if (ended === "committed" || (ended === "rolled back" && !parts.habits.answersAfterCommit))
        return tell(batch, outcomes);
      // What may have been committed is run again where it is recognised when it comes twice.
      const again =
        ended === "unknown"
          ? batch.filter(({ submission }) => submission.kind === "push" || submission.key !== null)
          : batch;
      for (const job of batch)
        if (retry === RETRIES || !again.includes(job))
          job.settle({ failure: { kind: "unavailable", retryAfterMs: null } });
      if (retry === RETRIES || again.length === 0) return;
      batch = again;
      await time.until((goOn) => void time.after(RETRY_MS, goOn), isAlive);
    }
  }

  async function commit(
    batch: readonly Job[],
  ): Promise<{ readonly outcomes: readonly Outcome[]; readonly ended: Committed }> {
    const submissions = batch.map(({ submission }) => submission);
    await process.at("server died before the commit");
    const transaction = await database.begin(process, submissions);
    await process.at("server died with the lock");
    const changes = noChanges();
    const outcomes = submissions.map((submission) =>
      parts.sequence(
        { loaded: transaction.loaded, changes, now: process.now(), ids: deps.ids },
        submission,
      ),
    );
    await process.at("server died with the lock");
    const ended = await transaction.commit(changes, outcomes);
    if (ended !== "rolled back" && changes.events.length > 0) {
      process.streams.advanced(transaction.loaded.log.head);
      deps.publish(transaction.loaded.log.head, process);
    }
    await process.at("server died after the commit");
    return { outcomes, ended };
  }

  function tell(batch: readonly Job[], outcomes: readonly Outcome[]): void {
    for (const [index, { submission, settle }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) continue;
      deps.answered(outcome, submission);
      settle({ input: outcome });
    }
  }
}
