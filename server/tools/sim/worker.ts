/**
 * A thread of `npm run sim`: lives every n-th evening from a seed on, and says now and then how far
 * it is.
 */
import { parentPort, workerData } from "node:worker_threads";
import { must } from "#shared/kernel/assert.ts";
import { addUp, noFaults, type Counters } from "#shared/simulation/faults.ts";
import { partsWith, troublesFor } from "#shared/simulation/planted/planted.ts";
import { attempt } from "#shared/simulation/trial.ts";
import type { Options } from "./options.ts";

export type Task = { readonly options: Options; readonly thread: number };

/** What was lived since the last word. */
export type Word = {
  readonly evenings: number;
  readonly events: number;
  readonly actions: number;
  readonly steps: number;
  readonly faults: Counters;
  /** Seeds of evenings that broke a promise. */
  readonly failed: readonly number[];
  readonly slowestHealMs: number;
  /** Processor time of this thread. */
  readonly cpuMs: number;
};

const SPEAKS_EVERY_MS = 500;

const { options, thread } = workerData as Task;
const { runs, seed: first, seconds, jobs, bug, only } = options;
const port = must(parentPort, "a thread has a port");
const until = performance.now() + seconds * 1_000;

let word = nothing();
let spokeAt = performance.now();
let usedMs = cpuMs();
for (let index = thread; index < runs && performance.now() < until; index += jobs) {
  const seed = first + index;
  const { broken, events, actions, steps, faults, healedMs } = await attempt({
    seed,
    parts: () => partsWith(bug),
    troubles: troublesFor(bug),
    only,
  });
  addUp(word.faults, faults);
  word = {
    faults: word.faults,
    evenings: word.evenings + 1,
    events: word.events + events,
    actions: word.actions + actions,
    steps: word.steps + steps,
    failed: broken.length > 0 ? [...word.failed, seed] : word.failed,
    slowestHealMs: Math.max(word.slowestHealMs, healedMs),
    cpuMs: 0,
  };
  if (performance.now() - spokeAt < SPEAKS_EVERY_MS) continue;
  speak();
}
speak();

function speak(): void {
  const now = cpuMs();
  port.postMessage({ ...word, cpuMs: now - usedMs } satisfies Word);
  [word, usedMs, spokeAt] = [nothing(), now, performance.now()];
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function nothing(): Word {
  return {
    evenings: 0,
    events: 0,
    actions: 0,
    steps: 0,
    faults: noFaults(),
    failed: [],
    slowestHealMs: 0,
    cpuMs: 0,
  };
}
