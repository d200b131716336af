import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ensureChromium, findHeadlessShell } from "./chromium.mjs";
import { ensureInstalled } from "./install.mjs";
import { PINNED_NODE, say } from "./paths.mjs";
import { STEPS } from "./test-steps.mjs";

/**
 * `npm test`: installs what is missing, then runs every step in order; after the first that fails
 * only what has begun is still waited for. `npm test -- unit postgres` runs only those. The last
 * line is `N passed, N failed`.
 */
const wanted = process.argv.slice(2);
const outcomes = [];

try {
  const steps = chosenSteps();
  await ensureInstalled({ withDev: true });
  // Whatever runs `node` from here on, npm's scripts too, gets the pinned one.
  process.env.PATH = `${dirname(PINNED_NODE)}${delimiter}${process.env.PATH ?? ""}`;
  const begun = new Map(
    steps
      .slice(1)
      .filter((step) => step.early)
      .map((step) => [step, beside(step)]),
  );
  for (const step of steps) {
    const told = begun.get(step);
    if (told === undefined && outcomes.some(({ ok }) => !ok)) continue;
    outcomes.push(await (told?.() ?? run(step)));
  }
  summarize(steps);
  if (outcomes.some(({ ok }) => !ok)) process.exitCode = 1;
} catch (error) {
  say(error.message);
  process.exitCode = 1;
  say(counts(outcomes, 1));
}

function chosenSteps() {
  const unknown = wanted.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown)
    throw new Error(
      `There is no step "${unknown}". The steps are: ${STEPS.map(({ name }) => name).join(", ")}.`,
    );
  return wanted.length === 0 ? STEPS : STEPS.filter(({ name }) => wanted.includes(name));
}

async function run(step) {
  announce(step);
  return outcomeOf(step);
}

/** Begins a step beside the others. What it prints is kept until it is asked how that ended. */
function beside(step) {
  const dir = mkdtempSync(join(tmpdir(), "heard-step-"));
  const file = join(dir, "output");
  const output = openSync(file, "w");
  const ending = outcomeOf(step, output);
  return async () => {
    announce(step);
    const outcome = await ending;
    closeSync(output);
    process.stdout.write(readFileSync(file));
    rmSync(dir, { recursive: true });
    return outcome;
  };
}

function announce({ name, title }) {
  say(`\n▸ ${name}: ${title}`);
}

async function outcomeOf(step, output) {
  if (step.isEmpty?.()) return { name: step.name, ok: true, passed: 0, failed: 0, seconds: 0 };
  const startedAt = performance.now();
  const result = await attempt(step, output);
  return { name: step.name, ...result, seconds: (performance.now() - startedAt) / 1000 };
}

/** A step that cannot even be tried failed, and those before it are still worth reading. */
async function attempt(step, output) {
  try {
    return await step.run(step.needs === "chromium" ? await chromium() : {}, output);
  } catch (error) {
    say(error.message);
    return { ok: false, passed: 0, failed: 1 };
  }
}

/** Looked for once, and only when a step needs it. */
async function chromium() {
  process.env.HEARD_CHROMIUM ??= await ensureChromium();
  process.env.HEARD_SHELL ??= findHeadlessShell() ?? process.env.HEARD_CHROMIUM;
  return { HEARD_CHROMIUM: process.env.HEARD_CHROMIUM, HEARD_SHELL: process.env.HEARD_SHELL };
}

function summarize(steps) {
  say("");
  for (const { name, title } of steps) {
    const outcome = outcomes.find((one) => one.name === name);
    const verdict = !outcome
      ? "not run"
      : outcome.ok
        ? "passed"
        : `FAILED, to repeat: npm test -- ${name}`;
    const figures = outcome
      ? `${String(outcome.passed).padStart(5)} in ${outcome.seconds.toFixed(1).padStart(5)} s`
      : "".padStart(16);
    say(`${name.padEnd(9)} ${figures}  ${verdict} (${title})`);
  }
  say("");
  say(counts(outcomes, 0));
}

function counts(all, more) {
  const sum = (key) => all.reduce((total, outcome) => total + outcome[key], 0);
  return `${sum("passed")} passed, ${sum("failed") + more} failed`;
}
