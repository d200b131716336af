/**
 * The server's own figures, and a health request now and then beside what is sent: how loaded the
 * machine itself is.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import { METRICS_TOKEN } from "../../http/testing/assemble.ts";
import type { ServerProcess } from "../../testing/server-process.ts";
import { FEW_SOCKETS, hasGrown } from "./report.ts";

export type Gauge = {
  /** One health request now, in ms. */
  readonly healthMs: () => Promise<number>;
  readonly slowestHealthMs: () => number;
  /**
   * What the server has used of a processor so far, in ms. Unlike time by a clock it says the same
   * on a busy machine.
   */
  readonly processorMs: () => Promise<number>;
  /** Used heap in bytes, after a collection. */
  readonly heap: () => Promise<number>;
  /** The same, waiting for what lives a while on purpose (rate limits: ten seconds). */
  readonly settledHeap: (before: number) => Promise<number>;
  readonly openStreams: () => Promise<number>;
  /** The server's open TCP connections, the gauge's own among them; waits until there are few. */
  readonly openSockets: () => Promise<number>;
  readonly close: () => Promise<void>;
};

const LOOK_EVERY_MS = 250;
const SETTLE_TRIES = 20;

async function settled(read: () => Promise<number>, enough: number): Promise<number> {
  let now = await read();
  for (let tries = 0; now > enough && tries < SETTLE_TRIES; tries++) {
    await sleep(SECOND / 4);
    now = await read();
  }
  return now;
}

export function openGauge(server: Pick<ServerProcess, "url" | "pid">): Gauge {
  let slowest = 0;
  let closed = false;
  const healthMs = async (): Promise<number> => {
    const startedAt = performance.now();
    const answer = await fetch(`${server.url}/api/health/live`, {
      headers: { "X-Forwarded-For": "10.6.0.1" },
    });
    await answer.arrayBuffer();
    return performance.now() - startedAt;
  };
  const looking = (async () => {
    while (!closed) {
      slowest = Math.max(slowest, await healthMs());
      await sleep(LOOK_EVERY_MS);
    }
  })();
  const figure = async (name: string): Promise<number> => {
    const text = await (
      await fetch(`${server.url}/metrics`, {
        headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
      })
    ).text();
    return text
      .split("\n")
      .filter((line) => line.startsWith(name) && !line.startsWith("#"))
      .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  };
  const heap = async (): Promise<number> => {
    const pid = server.pid();
    if (pid === null) throw new Error("the server is gone");
    // Its preloaded module collects on this signal.
    process.kill(pid, "SIGUSR2");
    await sleep(SECOND / 4);
    return figure("nodejs_heap_size_used_bytes");
  };
  return {
    healthMs,
    slowestHealthMs: () => slowest,
    processorMs: async () => (await figure("process_cpu_seconds_total")) * SECOND,
    heap,
    async settledHeap(before) {
      let now = await heap();
      for (let tries = 0; hasGrown(before, now) && tries < SETTLE_TRIES; tries++) {
        await sleep(SECOND);
        now = await heap();
      }
      return now;
    },
    openStreams: () => settled(() => figure("heard_streams_open"), 0),
    openSockets: () =>
      settled(() => figure('nodejs_active_resources{type="TCPSocketWrap"}'), FEW_SOCKETS),
    async close() {
      closed = true;
      await looking;
    },
  };
}
