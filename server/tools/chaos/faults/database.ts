/** What happens to Postgres, its disk, and the way to it. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { between, happens } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Ground } from "../ground.ts";
import type { Line } from "../lines/line.ts";
import type { Scene } from "../scene.ts";
import { keepUp, type Fault } from "./fault.ts";

const ended = (signal: "SIGKILL" | "SIGQUIT"): Fault => ({
  touches: "database",
  async strike({ ground, random, databaseBackMs }) {
    await sleep(between(random, 0, 400));
    const pid = ground.postmasterPid();
    if (pid === null) return false;
    const from = performance.now();
    if (!sent(pid, signal)) return false;
    // The one that is dying may still answer.
    for (
      const until = from + BACK_MS;
      [pid, null].includes(ground.postmasterPid()) && performance.now() < until;
    )
      await sleep(10);
    await untilBack(ground);
    databaseBackMs.push(performance.now() - from);
    return ground.postmasterPid() !== pid;
  },
});

export const postgresKilled = ended("SIGKILL");
export const postgresStopped = ended("SIGQUIT");

/** As an administrator ends them: all of the server's, some times over. */
export const terminated: Fault = {
  touches: "database",
  async strike({ ground }, holdMs) {
    let count = 0;
    for (
      const until = performance.now() + holdMs;
      performance.now() < until;
      await sleep(holdMs / 3)
    ) {
      count +=
        (await administer(
          ground,
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'heard'",
        )) ?? 0;
    }
    return count > 0;
  },
};

const onLine = (strike: (line: Line, scene: Scene, holdMs: number) => Promise<boolean>): Fault => ({
  touches: "database",
  missing: ({ ground }) => (ground.line === null ? NO_LINE : null),
  strike: async (scene, holdMs) =>
    scene.ground.line !== null && strike(scene.ground.line, scene, holdMs),
});

const NO_LINE = "the server reaches its own Postgres through a socket that only the two know";

export const databaseCut = onLine(async (line, _scene, holdMs) => {
  const { broken } = line.tally();
  line.cut();
  const seen = await keepUp(holdMs, () => line.tally().broken > broken);
  line.mend();
  return seen;
});

export const databaseHalfOpen = onLine(async (line, { random }, holdMs) => {
  const direction = happens(random, 0.5) ? "up" : "down";
  const before = line.tally()[direction].held;
  line.set({ holds: true }, direction);
  const seen = await keepUp(holdMs, () => line.tally()[direction].held > before);
  if (happens(random, 0.5)) line.breakAll();
  line.clear();
  return seen;
});

export const databaseSlow = onLine(async (line, { random }, holdMs) => {
  const before = line.tally().up.delayed;
  line.set({ latencyMs: between(random, 10, 60) });
  const seen = await keepUp(holdMs, () => line.tally().up.delayed > before);
  line.clear();
  return seen;
});

export const commitLost: Fault = {
  touches: "database",
  missing: ({ ground }) => (ground.commits === null ? NO_LINE : null),
  async strike({ ground }) {
    const losing = ground.commits?.loseNext();
    if (losing === undefined) return false;
    const seen = await keepUp(0, () => losing.lost());
    losing.stop();
    return seen;
  },
};

/**
 * Not a byte is left: first for tables, and where the write-ahead log is switched on as well, for
 * that too, which Postgres does not survive.
 */
export const fullDisk: Fault = {
  touches: "database",
  missing: ({ ground: { disk } }) => (typeof disk === "string" ? disk : null),
  async strike({ ground, random }, holdMs) {
    const { disk } = ground;
    if (typeof disk === "string") return false;
    disk.fill();
    const written = await administer(
      ground,
      "create table chaos_probe as select repeat('x', 1000) from generate_series(1, 20000)",
    );
    if (happens(random, 0.5))
      for (let segment = 0; segment < 4; segment += 1)
        await administer(ground, "select pg_switch_wal()");
    await sleep(holdMs);
    disk.free();
    await untilBack(ground);
    await administer(ground, "drop table if exists chaos_probe");
    return written === null;
  },
};

/**
 * Rows; null where the database would not or could not, or is nowhere: the next one's address is
 * not written down yet.
 */
async function administer(ground: Ground, sql: string): Promise<number | null> {
  let client: pg.Client | null = null;
  try {
    client = new pg.Client({
      connectionString: ground.adminUrl(),
      connectionTimeoutMillis: 5 * SECOND,
    });
    client.on("error", () => undefined);
    await client.connect();
    return (await client.query(sql)).rowCount ?? 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return null;
  } finally {
    await client?.end();
  }
}

async function untilBack(ground: Ground): Promise<void> {
  for (const until = performance.now() + BACK_MS; performance.now() < until; await sleep(20))
    if ((await administer(ground, "select 1")) !== null) return;
  throw new Error("Postgres does not come back");
}

/** False where it is gone already, ended by whatever else goes on. */
function sent(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

const BACK_MS = 60 * SECOND;
