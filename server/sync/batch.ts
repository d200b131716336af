/** What goes into one commit, and of whom (FAIR-1, FAIR-2, FAIR-4, FAIR-10). */
import type { Submission } from "#shared/sync/sequencer-port.ts";
import type { Beside } from "../fair/beside.ts";
import type { FairQueue } from "../fair/fair-queue.ts";
import type { Rests } from "../fair/rests.ts";

export type Waiting = { readonly restaurantId: string; readonly submission: Submission };

export type JobBatch<Job> = {
  readonly jobs: readonly Job[];
  /** The lines that used up what they may have beside other restaurants, and are beside one. */
  readonly filled: readonly string[];
};

/**
 * Work per commit, and of one line in it (one more submission may pass either): bounds how long a
 * commit takes and so how long anybody waits behind it.
 */
const MAX_BATCH_WORK = 2_000;
/**
 * Larger commits cost less, and whoever comes meanwhile waits for the one under way: four orders of
 * ninety lines where nobody else works, else one.
 */
export const SHARE_WORK = { alone: 400, beside: 50 } as const;
/** What a mutation costs whatever it says, in the lines of an order that cost as much. */
export const WORK_OF_MUTATION = 4;

/**
 * In turn, until the batch is full or nobody is left who has not had its share of it. Empty where
 * all that wait rest.
 */
export function nextJobBatch<Job extends Waiting>(
  waiting: FairQueue<Job>,
  rests: Pick<Rests, "isResting">,
  beside: Pick<Beside, "isBeside">,
): JobBatch<Job> {
  const jobs: Job[] = [];
  const filled = new Set<string>();
  const shares = new Map<string, number>();
  const may = (line: string, { restaurantId }: Waiting): boolean => {
    const most =
      waiting.lines() > 1 || beside.isBeside(restaurantId) ? SHARE_WORK.beside : SHARE_WORK.alone;
    return (shares.get(line) ?? 0) < most && !rests.isResting(line);
  };
  for (let work = 0; work < MAX_BATCH_WORK;) {
    const next = waiting.shift(may);
    if (next === undefined) break;
    const { key: line, item: job } = next;
    const its = workOf(job.submission);
    const share = (shares.get(line) ?? 0) + its;
    work += its;
    shares.set(line, share);
    jobs.push(job);
    if (share >= SHARE_WORK.beside && beside.isBeside(job.restaurantId)) filled.add(line);
  }
  return { jobs, filled: [...filled] };
}

/** Whom it waits behind. */
export function lineOf({
  restaurantId,
  submission: {
    who: { role },
  },
}: Waiting): string {
  return `${restaurantId}/${role === "guest" || role === "system" ? role : "staff"}`;
}

function workOf(submission: Submission): number {
  const all = submission.kind === "push" ? submission.push.mutations : [submission.command];
  return all.reduce((work, { args }) => work + WORK_OF_MUTATION + linesOf(args), 0);
}

/** A device's arguments are checked only when they are decided. */
function linesOf(args: unknown): number {
  return typeof args === "object" && args !== null && "lines" in args && Array.isArray(args.lines)
    ? args.lines.length
    : 0;
}
