/**
 * What the server stands on. `own`: the Postgres that the server brings with it, as `npm start`
 * runs it; killed with -9, it leaves that one behind. `given`: a Postgres that somebody else runs,
 * reached by `DATABASE_URL` over a line that faults can be put on, on a disk that can be filled
 * where this machine allows one.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { must } from "#shared/kernel/assert.ts";
import { startEmbedded } from "../../db/embedded.ts";
import { SUPERUSER } from "../../db/embedded-cluster.ts";
import { endLeftover } from "../../db/embedded-leftover.ts";
import { createLogger } from "../../log/logger.ts";
import type { Cleaning } from "./cleaning.ts";
import { watchCommits, type Commits } from "./lines/commits.ts";
import { openLine, type Line } from "./lines/line.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";

export const GROUNDS = ["own", "given"] as const;
export type GroundKind = (typeof GROUNDS)[number];

export type Ground = {
  readonly kind: GroundKind;
  readonly dataDir: string;
  /** For the server's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Superuser, past the line. It changes with every start of a server that brings its own. */
  adminUrl(): string;
  /** Null while there is none. */
  postmasterPid(): number | null;
  readonly line: Line | null;
  readonly commits: Commits | null;
  /** A sentence where it is not possible here. */
  readonly disk: SmallDisk | string;
};

/** The cluster, its write-ahead log and a long evening take about 150 MB. */
const DISK_MB = 320;
/** So that the write-ahead log stays small beside that. */
const SETTINGS = { min_wal_size: "32MB", max_wal_size: "64MB" };

export async function openGround(kind: GroundKind, cleaning: Cleaning): Promise<Ground> {
  const dir = mkdtempSync(join(tmpdir(), "heard-chaos-"));
  cleaning.add(dir, () =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  );
  return kind === "own" ? ownGround(join(dir, "server"), cleaning) : givenGround(dir, cleaning);
}

function ownGround(dataDir: string, cleaning: Cleaning): Ground {
  mkdirSync(dataDir, { mode: 0o700 });
  cleaning.add("the server's own Postgres", () =>
    endLeftover(join(dataDir, "postgres"), createLogger("silent")),
  );
  return {
    kind: "own",
    dataDir,
    env: {},
    line: null,
    commits: null,
    disk: "the server's own Postgres lies on the machine's disk",
    adminUrl() {
      const socketDir = must(
        readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[4],
        "the postmaster's socket",
      );
      const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim();
      return `postgres://${SUPERUSER}:${password}@${encodeURIComponent(socketDir)}:5432/heard`;
    },
    postmasterPid: () => pidIn(dataDir),
  };
}

async function givenGround(dir: string, cleaning: Cleaning): Promise<Ground> {
  const mounted = mountSmallDisk(join(dir, "disk"), DISK_MB);
  if (mounted.ok) cleaning.add("the small disk", () => mounted.value.unmount());
  const dataDir = join(mounted.ok ? mounted.value.dir : dir, "database");
  const postgres = await startEmbedded({
    dataDir,
    log: createLogger("silent"),
    settings: SETTINGS,
  });
  cleaning.add("Postgres", () => postgres.stop());
  // Never connected: it reads addresses as the real one does.
  const { host, port, user, password, database } = new pg.Client({
    connectionString: postgres.adminUrl,
  });
  const line = await openLine({ path: `${host}/.s.PGSQL.${port}` });
  cleaning.add("the line to Postgres", () => line.close());
  return {
    kind: "given",
    dataDir: join(dir, "server"),
    line,
    commits: watchCommits(line),
    disk: mounted.ok ? mounted.value : mounted.error,
    env: { DATABASE_URL: `postgres://${user}:${password}@127.0.0.1:${line.port}/${database}` },
    adminUrl: () => postgres.adminUrl,
    postmasterPid: () => pidIn(dataDir),
  };
}

function pidIn(dataDir: string): number | null {
  try {
    return (
      Number.parseInt(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10) || null
    );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
