/** Processes that watch over one database, by a clock that the test moves on. */
import { expect } from "vitest";
import { SECOND } from "#shared/kernel/time.ts";
import { createSleeper } from "../../process/sleeper.ts";
import { startProcess, type Process } from "../../sync/testing/process.ts";
import { freshDatabase, type TestDatabase } from "../../testing/postgres.ts";
import { startWatch, type Watch, type WatchDeps } from "../watch.ts";

/** The alarm's limit in the houses of `makeHouse`. */
export const LIMIT_MS = 15 * SECOND;

export function createWatching() {
  let fresh: TestDatabase | null = null;
  const processes: Process[] = [];
  const watches: Watch[] = [];
  const errors: object[] = [];
  const clock = { aheadMs: 0 };

  async function open(): Promise<void> {
    fresh = await freshDatabase();
    clock.aheadMs = 0;
    errors.length = 0;
  }

  async function close(): Promise<void> {
    await Promise.all(watches.splice(0).map((watch) => watch.stop()));
    await Promise.all(processes.splice(0).map((process) => process.close()));
    await fresh?.drop();
  }

  async function start(): Promise<Process> {
    if (fresh === null) throw new Error("open first");
    const process = await startProcess(fresh.adminUrl, fresh.role);
    processes.push(process);
    return process;
  }

  /** A watch that looks all the time. */
  function watchOn(process: Process, over: Partial<WatchDeps> = {}): Watch {
    const watch = startWatch({
      database: process.database,
      directory: process.directory,
      writer: process.sync.writer,
      clock: { now: () => Date.now() + clock.aheadMs },
      random: { next: () => 0 },
      sleeper: createSleeper(),
      lookEveryMs: 10,
      log: { error: (fields) => void errors.push(fields), warn: () => undefined },
      ...over,
    });
    process.onCommitted((part) => watch.touched(part));
    process.onHeard((restaurantId) => watch.heard(restaurantId));
    watches.push(watch);
    return watch;
  }

  return { open, close, start, watchOn, clock, errors, watches };
}

export const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 10 });

/** Long enough for a watch to have looked several times. */
export const aWhile = () => new Promise((resolve) => void setTimeout(resolve, 300));
