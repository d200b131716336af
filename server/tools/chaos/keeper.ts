/**
 * Keeps the server running as an init system does: what was killed is started again until it
 * serves.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import type { ServerProcess } from "../../testing/server-process.ts";

export type Keeper = {
  readonly server: ServerProcess;
  /** Kills it with -9 and starts it again; resolves when it answers. */
  killAndRestart(): Promise<void>;
  /** Stops it as an operator does, and starts it again. */
  restart(): Promise<void>;
  isReady(): Promise<boolean>;
  /** From now on it is not started again. */
  end(): void;
};

const AGAIN_MS = 100;
const GIVE_UP_MS = 60 * SECOND;

export function createKeeper(server: ServerProcess): Keeper {
  let ended = false;

  async function start(): Promise<void> {
    const until = performance.now() + GIVE_UP_MS;
    for (;;) {
      try {
        return await server.restart();
      } catch (error) {
        // Its database may be away as well.
        if (ended || performance.now() > until) throw error;
      }
      await sleep(AGAIN_MS);
    }
  }

  async function isReady(): Promise<boolean> {
    try {
      return (
        await fetch(`${server.url}/api/health/ready`, { signal: AbortSignal.timeout(2 * SECOND) })
      ).ok;
    } catch (error) {
      if (error instanceof TypeError || error instanceof DOMException) return false;
      throw error;
    }
  }

  async function untilReady(): Promise<void> {
    const until = performance.now() + GIVE_UP_MS;
    while (!(await isReady())) {
      if (ended || performance.now() > until) throw new Error("the server does not get ready");
      await sleep(20);
    }
  }

  return {
    server,
    isReady,
    async killAndRestart() {
      await server.kill9();
      await start();
      await untilReady();
    },
    async restart() {
      await start();
      await untilReady();
    },
    end() {
      ended = true;
    },
  };
}
