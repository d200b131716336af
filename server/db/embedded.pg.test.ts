import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isAlive, isPostmasterOf } from "./embedded-leftover.ts";

const CHILD = fileURLToPath(new URL("../testing/embedded-child.ts", import.meta.url));

/** Each makes a process or two that may have to wait for a busy machine. */
const TIMEOUT_MS = 120_000;

describe("the embedded Postgres", { timeout: TIMEOUT_MS }, () => {
  /** A cluster that was made and stopped: making one takes as long as all the rest of a test. */
  let made: string;
  let home: string;
  let dataDir: string;
  let holders: Holder[];

  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), "heard-made-"));
    await (await startHolder(join(made, "data"))).stop();
  }, TIMEOUT_MS);
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "heard-embedded-"));
    dataDir = join(home, "data");
    // With its owners: as root, the cluster belongs to an ordinary user.
    execFileSync("cp", ["-a", join(made, "data"), dataDir]);
    holders = [];
  });

  afterEach(async () => {
    for (const holder of holders) await holder.stop();
    const pid = postmasterPid();
    if (pid !== null && isPostmasterOf(pid, join(dataDir, "postgres")))
      process.kill(pid, "SIGQUIT");
    rmSync(home, { recursive: true, force: true });
  });

  async function hold(): Promise<Holder> {
    const holder = await startHolder(dataDir);
    holders.push(holder);
    return holder;
  }

  function postmasterPid(): number | null {
    const file = join(dataDir, "postgres", "postmaster.pid");
    return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : null;
  }

  test("keeps what was written over a clean stop, and leaves nothing running", async () => {
    rmSync(dataDir, { recursive: true });
    const first = await hold();
    await query(first.adminUrl, "create table kept (word text)");
    await query(first.adminUrl, `insert into kept values ('heard')`);
    const pid = postmasterPid()!;
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    expect(postmasterPid()).toBeNull();
    expect(existsSync(socketDirOf(first.adminUrl))).toBe(false);

    const second = await hold();
    expect(await query(second.adminUrl, "select word from kept")).toEqual([{ word: "heard" }]);
  });

  test("is a real one: durable, UTF-8, sorted alike everywhere", async () => {
    const { adminUrl } = await hold();
    const settings = await query(
      adminUrl,
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'TimeZone') order by name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: "on",
      full_page_writes: "on",
      server_encoding: "UTF8",
      synchronous_commit: "on",
      TimeZone: "UTC",
    });
    expect(
      await query(
        adminUrl,
        `select datlocprovider, datlocale from pg_database where datname = 'heard'`,
      ),
    ).toEqual([{ datlocprovider: "b", datlocale: "C.UTF-8" }]);
  });

  test("cannot be reached from outside: no TCP, a private socket, a password", async () => {
    const { adminUrl } = await hold();
    expect(await query(adminUrl, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
    const socketDir = socketDirOf(adminUrl);
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "postgres-password")).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
    await expect(query(adminUrl.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toThrow(
      "password authentication failed",
    );
  });

  test("a server killed with -9 leaves its Postgres running; the next start ends it and loses nothing", async () => {
    const first = await hold();
    await query(first.adminUrl, "create table kept as select 1 as one");
    const leftover = postmasterPid()!;
    await first.kill9();
    expect(isPostmasterOf(leftover, join(dataDir, "postgres"))).toBe(true);

    const second = await hold();
    expect(isPostmasterOf(leftover, join(dataDir, "postgres"))).toBe(false);
    expect(await query(second.adminUrl, "select one from kept")).toEqual([{ one: 1 }]);
    expect(existsSync(socketDirOf(first.adminUrl))).toBe(false);
  });

  test("server and Postgres both killed with -9, as in a power cut: committed rows are there", async () => {
    const first = await hold();
    await query(first.adminUrl, "create table kept as select 1 as one");
    const postmaster = postmasterPid()!;
    await first.kill9();
    process.kill(postmaster, "SIGKILL");

    const second = await hold();
    expect(await query(second.adminUrl, "select one from kept")).toEqual([{ one: 1 }]);
  });

  test("a postmaster.pid that names a living stranger: the stranger is left alone, and Postgres starts", async () => {
    const first = await hold();
    const pidFile = join(dataDir, "postgres", "postmaster.pid");
    const content = readFileSync(pidFile, "utf8");
    await first.stop();
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      stdio: "ignore",
    });
    try {
      const { uid, gid } = statSync(join(dataDir, "postgres"));
      writeFileSync(pidFile, content.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });
      chownSync(pidFile, uid, gid);
      const second = await hold();
      expect(await query(second.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  test("a second start on the same data directory refuses and names the first", async () => {
    const first = await hold();
    await expect(startHolder(dataDir)).rejects.toThrow(
      `Another Heard (process ${first.pid}) is already running on the data directory ${dataDir}. Stop it first, or give this one a DATA_DIR of its own.`,
    );
    expect(await query(first.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("of starts at the same moment over a killed one, exactly one gets the directory", async () => {
    const killed = await hold();
    await killed.kill9();
    const outcomes = await Promise.allSettled([hold(), hold(), hold()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected")
        expect(String(outcome.reason)).toContain("is already running on the data directory");
  });

  test("Postgres killed with -9 under a running server comes back at the same address", async () => {
    const { adminUrl } = await hold();
    await query(adminUrl, "create table kept as select 1 as one");
    for (let crash = 1; crash <= 2; crash += 1) {
      const before = postmasterPid()!;
      process.kill(before, "SIGKILL");
      await expect
        .poll(async () => query(adminUrl, "select one from kept").catch(() => null), {
          timeout: 20_000,
          interval: 50,
        })
        .toEqual([{ one: 1 }]);
      expect(postmasterPid()).not.toBe(before);
    }
  });

  test("a stop during the pause before a restart is a stop", async () => {
    const holder = await hold();
    process.kill(postmasterPid()!, "SIGKILL");
    await holder.stop();
    const pid = postmasterPid();
    expect(pid !== null && isPostmasterOf(pid, join(dataDir, "postgres"))).toBe(false);
  });

  test("a cluster cut short while it was made is made anew", async () => {
    rmSync(join(dataDir, "postgres", "PG_VERSION"));
    renameSync(join(dataDir, "postgres"), join(dataDir, "postgres.unfinished"));
    const second = await hold();
    expect(await query(second.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("data of another Postgres version is refused by name, and left as it is", async () => {
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "15\n");
    await expect(startHolder(dataDir)).rejects.toThrow(
      /was written by Postgres 15, and this Heard brings Postgres 18/,
    );
    expect(readFileSync(join(dataDir, "postgres", "PG_VERSION"), "utf8")).toBe("15\n");
  });

  test("a lost password is said plainly", async () => {
    rmSync(join(dataDir, "postgres-password"));
    await expect(startHolder(dataDir)).rejects.toThrow("postgres-password is missing");
  });
});

type Holder = {
  readonly pid: number;
  readonly adminUrl: string;
  stop(): Promise<void>;
  kill9(): Promise<void>;
};

/** Starts a process that holds the directory; rejects with what it said if it ends instead. */
async function startHolder(dataDir: string): Promise<Holder> {
  const child = spawn(process.execPath, [CHILD, dataDir], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const adminUrl = await new Promise<string>((ready, fail) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { ready: url } = JSON.parse(line) as { ready?: string };
      if (url) ready(url);
    });
    child.once("close", () => fail(new Error(said)));
  });
  return {
    pid: child.pid!,
    adminUrl,
    stop: () => finish(child, "SIGTERM"),
    kill9: () => finish(child, "SIGKILL"),
  };
}

async function finish(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

function socketDirOf(adminUrl: string): string {
  return dirname(join(decodeURIComponent(new URL(adminUrl).hostname), "socket"));
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
