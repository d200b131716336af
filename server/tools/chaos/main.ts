/**
 * `npm run chaos`: real processes and real faults, on both grounds that the server knows, and a
 * checker that compares what was promised with what exists.
 */
import { availableParallelism, loadavg } from "node:os";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { findHeadlessShell } from "../../launch/chromium.mjs";
import { ensureClient } from "../../launch/client-build.mjs";
import { chromiumPath } from "../replay/chromium.ts";
import { onStopSignal } from "../../process/stop-signals.ts";
import { createCleaning, type Cleaning } from "./cleaning.ts";
import { FAULT_KINDS } from "./faults/fault.ts";
import { faultTable, figureLine, missedTargets, noFigures, type Figures } from "./figures.ts";
import { GROUNDS } from "./ground.ts";
import { install } from "./installation.ts";
import { sayUsageWhenAsked } from "../../launch/usage.ts";
import { say } from "../../process/say.ts";
import { readOptions, USAGE, type Options } from "./options.ts";
import { runStage } from "./stage.ts";

const PACE = { holdMs: [500, 4_000], together: 0.4 } as const;
/** Opening both grounds and their browsers, the last looks and cleaning up, on a busy machine. */
const GRACE_MS = 8 * MINUTE;
/** What was told to stop may take so long to say what it found. */
const LAST_WORDS_MS = 20 * SECOND;

sayUsageWhenAsked(USAGE);
const options = readOptions(process.argv.slice(2));
if (!options.ok) {
  say(`${options.error}\n\n${USAGE}`);
  process.exitCode = 1;
} else await chaos(options.value);

async function chaos(given: Options): Promise<void> {
  const cleaning = createCleaning(say);
  const figures = noFigures();
  let stopped = false;
  const end = async (why: string, code: number): Promise<never> => {
    stopped = true;
    say(why);
    await cleaning.all();
    process.exit(code);
  };
  onStopSignal(() => end("stopping, and cleaning up", 130), process);
  // Whatever breaks, what was started is ended.
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(
      event,
      (error) =>
        void end(error instanceof Error ? (error.stack ?? error.message) : String(error), 1),
    );
  }
  const limit = setTimeout(
    () => {
      figures.failures.add("it did not come to an end in time");
      stopped = true;
      setTimeout(() => void end(report(given, figures), 1), LAST_WORDS_MS);
    },
    given.minutes * MINUTE + GRACE_MS,
  );

  say(`chaos: seed ${given.seed}, ${given.minutes} minutes`);
  try {
    await live(given, figures, cleaning, () => stopped);
  } catch (error) {
    figures.failures.add(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  clearTimeout(limit);
  await cleaning.all();
  say(report(given, figures));
  process.exit(missedTargets(figures).length > 0 ? 1 : 0);
}

/** Half of the time, and of the operations, on each ground. */
async function live(
  { minutes, seed, ops, withBrowser, only }: Options,
  figures: Figures,
  cleaning: Cleaning,
  isStopped: () => boolean,
): Promise<void> {
  // The same browser without its windows where there is one: its pages, workers and storage are
  // Chromium's own, for two thirds of the processor.
  const program = withBrowser ? (findHeadlessShell() ?? (await chromiumPath())) : null;
  if (withBrowser && program === null)
    throw new Error(
      "No Chromium that starts was found: install one, or set CHROMIUM_PATH. --without-browser works without.",
    );
  if (program !== null) await ensureClient();
  for (const [index, kind] of GROUNDS.entries()) {
    if (isStopped()) return;
    // Of its own, so that the first ground is gone before the second is there.
    const mine = createCleaning(say);
    const cleaned = cleaning.add(`the ground ${kind}`, () => mine.all());
    /** From when everything is open. */
    let until: number | null = null;
    await runStage(
      {
        kind,
        seed: seed + index,
        cleaning: mine,
        pace: PACE,
        kinds: only ?? FAULT_KINDS,
        say,
        isStopped,
        browser: program === null ? null : { program, installation: install(mine) },
        isOver({ operations }) {
          until ??= performance.now() + (minutes * MINUTE) / GROUNDS.length;
          return performance.now() > until || (ops !== null && operations >= ops / GROUNDS.length);
        },
      },
      figures,
    );
    await cleaned();
  }
}

function report({ seed, minutes }: Options, figures: Figures): string {
  const missed = missedTargets(figures);
  const again =
    missed.length > 0 ? [`again: npm run chaos -- --seed ${seed} --minutes ${minutes}`] : [];
  return [
    "",
    faultTable(figures),
    "",
    ...missed,
    ...again,
    machine(),
    figureLine(figures, seed),
  ].join("\n");
}

/** How long things took means little on a machine that had other things to do. */
function machine(): string {
  return `on ${availableParallelism()} cores, load over the last minutes ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")}`;
}
