/**
 * `npm run sim`: simulated evenings on every core (shared/simulation); a failing one is shrunk, and
 * told with the command that lives it again.
 */
import { Worker } from "node:worker_threads";
import { addUp, noFaults } from "#shared/simulation/faults.ts";
import { partsWith, troublesFor } from "#shared/simulation/planted/planted.ts";
import { explain, report } from "#shared/simulation/trial.ts";
import { say } from "../../process/say.ts";
import { runTool } from "../run-tool.ts";
import { readOptions, USAGE, type Options } from "./options.ts";
import type { Task, Word } from "./worker.ts";

const MOST_TOLD = 20;
/**
 * An evening makes much and keeps nothing: with room for it a third of the collector's work falls
 * away.
 */
const YOUNG_MB = 64;
const PROGRESS_EVERY_MS = 10_000;

await runTool({
  usage: USAGE,
  options: readOptions(process.argv.slice(2)),
  main,
  breaksWith: "sentence",
});

async function main(asked: Options): Promise<number> {
  const began = performance.now();
  let [evenings, events, actions, steps, slowestHealMs, cpuMs, toldAt] = [0, 0, 0, 0, 0, 0, began];
  const faults = noFaults();
  const failed: number[] = [];
  const hear = (word: Word) => {
    evenings += word.evenings;
    events += word.events;
    actions += word.actions;
    steps += word.steps;
    slowestHealMs = Math.max(slowestHealMs, word.slowestHealMs);
    cpuMs += word.cpuMs;
    addUp(faults, word.faults);
    failed.push(...word.failed);
    for (const seed of word.failed) say(`  seed ${seed} broke a promise`);
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    say(`  ${evenings} evenings, ${failed.length} with a broken promise`);
  };
  await Promise.all(
    Array.from({ length: asked.jobs }, (_, thread) => lived({ options: asked, thread }, hear)),
  );
  const seconds = (performance.now() - began) / 1_000;

  failed.sort((a, b) => a - b);
  const [first] = failed;
  if (first !== undefined) await tell(first, asked);
  if (failed.length > 1)
    say(
      `${failed.length} in all: ${failed.slice(0, MOST_TOLD).join(", ")}${failed.length > MOST_TOLD ? ", …" : ""}\n`,
    );
  const fired = [...faults].map(([fault, count]) => `${fault} ${count}`).join(", ");
  say(
    `sim: ${evenings} evenings from seed ${asked.seed}${asked.bug === null ? "" : ` with the bug ${asked.bug}`}: ${failed.length} violations; ${Math.round(seconds)} s, ` +
      `${(evenings / (cpuMs / 1_000)).toFixed(0)} evenings per second of processor time, ${(evenings / seconds).toFixed(0)} by the clock on ${asked.jobs}; ${events} events, ${actions} actions, ${steps} steps; healed within ${(slowestHealMs / 1_000).toFixed(1)} s; faults: ${fired}`,
  );
  return failed.length > 0 ? 1 : 0;
}

function lived(task: Task, hear: (word: Word) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on("message", hear);
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
}

async function tell(seed: number, { bug, only: asked }: Options): Promise<void> {
  say(
    report(
      seed,
      bug,
      await explain({ seed, parts: () => partsWith(bug), troubles: troublesFor(bug), only: asked }),
    ),
  );
}
