import { expect, test, vi } from "vitest";
import type { Connection } from "../db/database.ts";
import { createHints, type HintDeps } from "./hints.ts";

/** Nothing but these numbers of milliseconds tells one sleep from another here. */
const SWEEP_MS = 5_001;
const HEARTBEAT_MS = 5_002;
const BACKOFF_MS = 100;

/**
 * A sleeper that records how long somebody would have slept, and wakes everybody at the test's
 * word.
 */
function rig(connect: () => Promise<Connection>) {
  const sleepers: { readonly ms: number; readonly wake: () => void }[] = [];
  const slept: number[] = [];
  const confirmed = vi.fn();
  const hints = createHints({
    database: {
      connect,
      directoryQuery: () => Promise.resolve({ rows: [], rowCount: 0 }),
    } as unknown as HintDeps["database"],
    directory: { readHeads: () => Promise.resolve(new Map([["restaurant", 7]])) },
    fanout: { advanced: () => undefined, heads: () => new Map([["restaurant", 5]]), confirmed },
    onRevoked: () => undefined,
    onHeard: () => undefined,
    random: { next: () => 1 },
    sleeper: {
      sleep: (ms) =>
        new Promise((wake) => {
          slept.push(ms);
          sleepers.push({ ms, wake });
        }),
      cancelAll: () => sleepers.splice(0).forEach(({ wake }) => wake()),
    },
    log: { info: vi.fn(), warn: vi.fn() },
    instance: "me",
    retryBackoffMs: BACKOFF_MS,
    maxRetryAttempts: 3,
    sweepMs: SWEEP_MS,
    heartbeatMs: HEARTBEAT_MS,
  });
  const turn = () => new Promise((resolve) => void setImmediate(resolve));
  return {
    hints,
    confirmed,
    /** Wakes those who sleep for this long. */
    wake: async (fits: (ms: number) => boolean) => {
      await turn();
      for (const sleeper of sleepers.filter(({ ms }) => fits(ms))) {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        sleeper.wake();
      }
      await turn();
    },
    waits: () => slept.filter((ms) => ms !== SWEEP_MS && ms !== HEARTBEAT_MS),
  };
}

/**
 * A transaction pooler: every statement is carried out, and what LISTEN would bring goes to whoever
 * has that connection then.
 */
const deaf: Connection = {
  query: () => Promise.resolve({ rows: [], rowCount: 0 }),
  onEnd: () => undefined,
  onNotification: () => undefined,
  end: () => Promise.resolve(),
};

const isWait = (ms: number) => ms !== SWEEP_MS && ms !== HEARTBEAT_MS;

test("a connection that hears nothing never counts as connected: the waits grow and the status is down", async () => {
  const { hints, wake, waits } = rig(() => Promise.resolve(deaf));
  hints.start();
  const statuses = [hints.status()];
  for (let failures = 0; failures < 6; failures += 1) {
    await wake(isWait);
    statuses.push(hints.status());
  }
  expect(statuses).toEqual([
    "reconnecting",
    "reconnecting",
    "reconnecting",
    "down",
    "down",
    "down",
    "down",
  ]);
  expect(waits().slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32].map((times) => times * BACKOFF_MS));
  await hints.stop();
});

test("without a listener the heads are still swept: news of other processes come late and not never", async () => {
  const { hints, confirmed, wake } = rig(() => Promise.reject(new Error("no more connections")));
  hints.start();
  expect(confirmed).not.toHaveBeenCalled();
  for (let sweeps = 1; sweeps <= 3; sweeps += 1) {
    await wake((ms) => ms === SWEEP_MS);
    expect(confirmed).toHaveBeenCalledTimes(sweeps);
  }
  expect(confirmed).toHaveBeenCalledWith("restaurant", 7, 5);
  await hints.stop();
});
