import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../log/logger.ts";
import { startPostmaster } from "./embedded-cluster.ts";
import type { Cluster } from "./embedded-cluster.ts";
import { endLeftover } from "./embedded-leftover.ts";

/** Keeps one postmaster running until told to stop. */
export type Supervised = { stop(): Promise<void> };

type Watched = {
  readonly cluster: Cluster;
  readonly socketDir: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  readonly url: (database: string) => string;
  /** Gives the first start up. */
  readonly stop?: AbortSignal;
};

type Running = {
  readonly child: ChildProcess;
  readonly exited: Promise<string>;
  readonly lastLines: readonly string[];
};

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5000;
const ASK_EVERY_MS = 15;
/** Having run this long, the next crash is a new one and is mended at once. */
const STEADY_MS = 60_000;
/** A fast shutdown writes a checkpoint; a slow disk may take its time. */
const STOP_PATIENCE_MS = 30_000;

/**
 * Starts the postmaster and resolves when it answers; throws with Postgres' own words if the first
 * start fails. A later end that nobody asked for is logged and mended with growing pauses, for
 * ever: the kitchen has no one to call.
 */
export async function supervise(watched: Watched): Promise<Supervised> {
  let running = await launch(watched, watched.stop);
  let stopping = false;
  const endOfPauses = new AbortController();

  async function keepRunning(): Promise<void> {
    for (let failures = 0; ;) {
      const startedAt = performance.now();
      const how = await running.exited;
      if (stopping) return;
      if (performance.now() - startedAt > STEADY_MS) failures = 0;
      watched.log.error(
        { how, said: running.lastLines.slice(-5) },
        "Postgres ended by itself; restarting it",
      );
      for (let mended = false; !mended; failures += 1) {
        await sleep(Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS), undefined, {
          signal: endOfPauses.signal,
        }).catch(stopsPause);
        if (stopping) return;
        mended = await relaunch();
      }
      if (stopping) return;
    }
  }

  async function relaunch(): Promise<boolean> {
    try {
      await endLeftover(watched.cluster.dir, watched.log, watched.socketDir);
      running = await launch(watched, endOfPauses.signal);
      watched.log.info({ pid: running.child.pid }, "Postgres is back");
      return true;
    } catch (error) {
      watched.log.error({ err: error }, "Postgres does not start");
      return false;
    }
  }

  const watch = keepRunning();
  return {
    async stop() {
      stopping = true;
      endOfPauses.abort();
      await end(running);
      await watch;
      // A restart that was under way when we were told to stop may have got through after all.
      await end(running);
    },
  };
}

function stopsPause(error: unknown): void {
  if (!(error instanceof Error && error.name === "AbortError")) throw error;
}

async function launch(
  { cluster, socketDir, settings, log, url }: Watched,
  stop?: AbortSignal,
): Promise<Running> {
  const lastLines: string[] = [];
  const child = startPostmaster(cluster, socketDir, settings, (line) => {
    if (lastLines.push(line) > 20) lastLines.shift();
    if (!UNREMARKABLE.test(line)) log.warn({ postgres: line }, "Postgres says");
  });
  const exited = new Promise<string>((done) => {
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(signal ?? `code ${code}`));
  });
  // However we end, from the first moment on: it has a session of its own and would outlive us.
  const endWithUs = () => void child.kill("SIGINT");
  process.on("exit", endWithUs);
  void exited.then(() => process.off("exit", endWithUs));
  let gone: string | null = null;
  void exited.then((how) => {
    gone = how;
  });
  const running = { child, exited, lastLines };
  try {
    for (let asked = 1; !(await answers(url)); asked += 1) {
      stop?.throwIfAborted();
      await Promise.race([exited, sleep(ASK_EVERY_MS)]);
      if (gone !== null)
        throw new Error(`Postgres ended (${String(gone)}) while starting: ${lastLines.join(" ")}`);
      // After a crash it replays its log first. However long that takes, ending it would only make
      // it begin again.
      if (asked % 500 === 0) log.info({ said: lastLines.at(-1) }, "Postgres is still starting");
    }
    return running;
  } catch (error) {
    await end(running);
    throw error;
  }
}

/**
 * Whether Postgres takes connections. Makes the database `heard` the first time. Throws what is not
 * a matter of waiting.
 */
async function answers(url: (database: string) => string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url("postgres") });
  // Cut off while starting or stopping: the query says so too.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(`select from pg_database where datname = 'heard'`);
    if (rowCount === 0) await client.query("create database heard");
    return true;
  } catch (error) {
    if (isNotYet(error)) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * Lines start with the SQLSTATE: notices of starting and stopping, "ask again", and data that a
 * statement of ours was refused for, which whoever sent it hears too. Anything else at our log
 * level is a complaint.
 */
const UNREMARKABLE = /^(00000|57P03|(22|23|40|P0)[0-9A-Z]{3}) |^\s*$/;

/** No socket yet, nobody at it yet, hung up, or "the database system is starting up". */
const NOT_YET = new Set([
  "ENOENT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "57P03",
  "57P01",
  "57P02",
]);

function isNotYet(error: unknown): boolean {
  return (
    error instanceof Error &&
    (("code" in error && NOT_YET.has(String(error.code))) ||
      error.message.startsWith("Connection terminated"))
  );
}

async function end({ child, exited }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill("SIGINT");
  const patience = new AbortController();
  const late = once(patience.signal, "abort").then(() => null);
  const timer = setTimeout(() => patience.abort(), STOP_PATIENCE_MS);
  const how = await Promise.race([exited, late]);
  clearTimeout(timer);
  if (how !== null) return;
  child.kill("SIGQUIT");
  await exited;
}
