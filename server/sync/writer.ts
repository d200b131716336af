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
 * What becomes of a batch that fails: writer-lane.ts.
 */

import type { Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import { DatabaseUnavailable } from "../db/pg-error.ts";
import { createWriterLane, type LaneDeps, type LaneStats, type WriterLane } from "./writer-lane.ts";

export type Writer = {
  /**
   * Resolves after the commit. Rejects with `Crowded`, `Overloaded`, `DatabaseUnavailable` (nothing
   * is promised; ask again under the same ids) or `UnknownRestaurant`.
   */
  submit(restaurantId: string, submission: Submission): Promise<Outcome>;
  stats(): LaneStats;
  /**
   * Finishes what was submitted, then ends the connections. Later submissions are refused as
   * unavailable.
   */
  close(): Promise<void>;
};

/**
 * Fewer and larger commits cost less; but a restaurant that another process holds must not stop all
 * of them.
 */
export const LANES = 2;

export function createWriter(deps: LaneDeps): Writer {
  const lanes = Array.from({ length: LANES }, () => createWriterLane(deps));
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

/**
 * The same restaurant always takes the same lane, so its submissions never wait for each other's
 * lock inside this process.
 */
function laneOf(lanes: readonly WriterLane[], restaurantId: string): WriterLane {
  let hash = 0;
  for (let index = 0; index < restaurantId.length; index += 1)
    hash = (Math.imul(hash, 31) + restaurantId.charCodeAt(index)) | 0;
  const lane = lanes[Math.abs(hash) % lanes.length];
  if (lane === undefined) throw new Error("a writer has lanes");
  return lane;
}

function addStats(a: LaneStats, b: LaneStats): LaneStats {
  return {
    waiting: a.waiting + b.waiting,
    commits: a.commits + b.commits,
    submissions: a.submissions + b.submissions,
    events: a.events + b.events,
    retries: a.retries + b.retries,
  };
}
