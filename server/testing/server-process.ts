import { spawn } from "node:child_process";
import type { ChildProcess, ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createLogger } from "../log/logger.ts";
import { endLeftover } from "../db/embedded-leftover.ts";

/** The real server as a process of its own, to be killed and restarted by tests. */
export type ServerProcess = {
  /** `http://127.0.0.1:<port>`; the same over restarts. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly setupToken: string;
  /** Everything that all its lives have printed so far. */
  output(): string;
  /** Null while it is not running. */
  pid(): number | null;
  /** The embedded Postgres, for tests that kill it too. Null: none, or `DATABASE_URL` was given. */
  postmasterPid(): number | null;
  /** As a power cut of the process: nothing is closed, its Postgres stays. */
  kill9(): Promise<void>;
  /**
   * Starts it again (ending it first if it runs) on the same port and data; `env` adds to what it
   * was started with.
   */
  restart(env?: Environment): Promise<void>;
  /** SIGTERM, as an operator would. Resolves with how it ended; the data stays. */
  stop(): Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /**
   * Ends whatever runs, and removes the data directory if it was made for this process. To be
   * called once, last.
   */
  dispose(): Promise<void>;
};

type Environment = Readonly<Record<string, string>>;

export type ServerOptions = {
  /**
   * Over the defaults here: loopback, any free port, no demo, a known setup token. `DATABASE_URL`
   * takes another Postgres.
   */
  readonly env?: Environment;
  /** Default: a new temporary directory. */
  readonly dataDir?: string;
  /** Default: `server/main.ts`. */
  readonly main?: string;
};

/** Starts the server and resolves once it serves; rejects with what it printed if it ends first. */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const ownDir = options.dataDir === undefined;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "heard-server-"));
  const setupToken = options.env?.["SETUP_TOKEN"] ?? "setup-token-for-tests";
  let env: Environment = { DATA_DIR: dataDir, SETUP_TOKEN: setupToken, ...options.env };
  let printed = "";
  let child: ChildProcess | null = null;

  async function start(): Promise<number> {
    const started = spawnServer(env, options.main);
    child = started;
    let life = "";
    return new Promise<number>((ready, fail) => {
      const listen = (text: string) => {
        printed += text;
        life += text;
        const port = READY.exec(life)?.[1];
        if (port) ready(Number(port));
      };
      started.stdout.setEncoding("utf8").on("data", listen);
      started.stderr.setEncoding("utf8").on("data", listen);
      started.once("error", fail);
      started.once("close", (code, signal) =>
        fail(
          new Error(
            `the server ended with ${signal ?? `code ${code}`} before it was ready:\n${life}`,
          ),
        ),
      );
    });
  }

  async function end(
    signal: NodeJS.Signals,
  ): Promise<{ code: number | null; signal: string | null }> {
    const ending = child;
    if (!ending) return { code: null, signal: null };
    child = null;
    if (ending.exitCode === null && ending.signalCode === null) {
      // Not "exit": what it printed last may be on its way still.
      const gone = once(ending, "close");
      ending.kill(signal);
      await gone;
    }
    return { code: ending.exitCode, signal: ending.signalCode };
  }

  const postmasterPid = () => postmasterPidIn(dataDir);

  const port = await start();
  env = { ...env, PORT: String(port) };
  return {
    url: `http${env["TLS_CERT"] ? "s" : ""}://127.0.0.1:${port}`,
    port,
    dataDir,
    setupToken,
    output: () => printed,
    pid: () =>
      child && child.exitCode === null && child.signalCode === null ? (child.pid ?? null) : null,
    postmasterPid,
    async kill9() {
      await end("SIGKILL");
    },
    async restart(more) {
      await end("SIGTERM");
      env = { ...env, ...more };
      await start();
    },
    stop: () => end("SIGTERM"),
    async dispose() {
      await end("SIGTERM");
      if (postmasterPid() !== null)
        await endLeftover(join(dataDir, "postgres"), createLogger("silent"));
      if (ownDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The bare process, not waited for: on loopback and any free port, without a demo. */
export function spawnServer(
  env: Environment,
  main: string = resolve(ROOT, "server/main.ts"),
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(nodeProgram(), [main], {
    cwd: ROOT,
    env: { ...inherited(), HOST: "127.0.0.1", PORT: "0", DEMO: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** As it was last written down; null: none. */
export function postmasterPidIn(dataDir: string): number | null {
  const file = join(dataDir, "postgres", "postmaster.pid");
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : Number.NaN;
  return Number.isNaN(pid) ? null : pid;
}

const ROOT = resolve(import.meta.dirname, "../..");
/** As `npm start` gives it (server/launch/paths.mjs). */
const COMPILED = join(ROOT, "node_modules", ".cache", "heard");
const READY = /^Heard is ready: https?:\/\/\S*?:(\d+)/m;

/** The pinned Node, even when somebody runs the tests with another. */
function nodeProgram(): string {
  const pinned = join(ROOT, "node_modules", "node", "bin", "node");
  return existsSync(pinned) ? pinned : process.execPath;
}

/** What a process needs of ours, without the settings of whoever runs the tests. */
function inherited(): Environment {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG"];
  return {
    NODE_COMPILE_CACHE: COMPILED,
    ...Object.fromEntries(
      kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
  };
}
