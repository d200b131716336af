/**
 * Runs a job again and again, never twice at once, until it is stopped. A failing run is logged and
 * the next one comes anyway.
 */

import type { Sleeper } from "./sleeper.ts";

export type Job = { /** Resolves when the run under way has ended. */ stop(): Promise<void> };

export type JobOptions = {
  readonly name: string;
  readonly everyMs: number;
  /** Before the first run: a server that has just started has better things to do. */
  readonly firstAfterMs: number;
  /** A long run looks at `isStopping` and ends early. */
  readonly run: (isStopping: () => boolean) => Promise<void>;
  readonly sleeper: Sleeper;
  readonly log: { error(fields: object, message: string): void };
};

export function startJob({ name, everyMs, firstAfterMs, run, sleeper, log }: JobOptions): Job {
  let stopped = false;
  const running = (async () => {
    await sleeper.sleep(firstAfterMs);
    while (!stopped) {
      try {
        await run(() => stopped);
      } catch (error) {
        log.error({ err: error, job: name }, "a job failed; it runs again at its next time");
      }
      await sleeper.sleep(everyMs);
    }
  })();
  return {
    async stop() {
      stopped = true;
      sleeper.cancelAll();
      await running;
    },
  };
}
