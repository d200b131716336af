/**
 * One process of the server of a simulated evening: the real sequencer behind a writer that commits
 * in batches, as server/sync/writer.ts does it (server-writer.ts), and reads beside it. It may die
 * at every await; whoever waits for it then hears that the connection is gone.
 */
import { happens } from "#shared/kernel/seeded-random.ts";
import { toIso } from "#shared/kernel/time.ts";
import { fired } from "./faults.ts";
import type { Reply } from "./network.ts";
import { startAlarms } from "./server-alarms.ts";
import type { ProcessDeps, ServerProcess } from "./server-process-port.ts";
import { createServerWriter } from "./server-writer.ts";
import { createStreams } from "./streams.ts";

const DIES = 0.002;

export function createProcess(deps: ProcessDeps): ServerProcess {
  const { time, random, database, counters } = deps;
  const open = new Set<() => void>();
  let alive = true;
  const isAlive = () => alive;
  const now = isoClock(deps.clockMs);

  const process: ServerProcess = {
    isAlive,
    now,
    async serve<A>(work: () => Promise<Reply<A>>) {
      if (!alive) return null;
      let reply: Reply<A> = null;
      await time.until((goOn) => {
        open.add(goOn);
        time.after(0, async () => {
          reply = await work();
          await process.at("server died in an answer");
          open.delete(goOn);
          goOn();
        });
      });
      return alive ? reply : null;
    },
    submit: (submission) => writer.submit(submission),
    at(where) {
      if (deps.isTroubled() && alive && happens(random, DIES)) {
        fired(counters, where);
        process.die();
      }
      return time.point(isAlive);
    },
    streams: createStreams({ ...deps, now, isAlive }),
    hinted(head) {
      if (alive) process.streams.advanced(head);
    },
    isServed(cursor) {
      const { logId, epoch, floor, head } = database.log();
      if (cursor.logId !== logId) return false;
      if (cursor.seq < floor) fired(counters, "retention passed a cursor");
      if (cursor.seq > head) fired(counters, "cursor ahead of the head");
      else if (cursor.id !== null && cursor.id !== database.history()[cursor.seq - 1]?.id)
        fired(counters, "cursor of another branch");
      return cursor.epoch === epoch;
    },
    die() {
      if (!alive) return;
      alive = false;
      writer.forget();
      process.streams.end();
      database.cut(process);
      deps.died();
      for (const gone of open) gone();
    },
  };
  const writer = createServerWriter(deps, process);
  startAlarms(deps, process);
  return process;
}

/** The time as text; asked for many times in the same millisecond. */
function isoClock(clockMs: () => number): () => string {
  let [ms, text] = [NaN, ""];
  return () => {
    const now = Math.floor(clockMs());
    if (now !== ms) [ms, text] = [now, toIso(now)];
    return text;
  };
}
