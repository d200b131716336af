import { delimiter, dirname } from "node:path";
import { ensureChromium, findHeadlessShell } from "./chromium.mjs";
import { ensureInstalled } from "./install.mjs";
import { PINNED_NODE, say } from "./paths.mjs";
import { STEPS } from "./test-steps.mjs";

/**
 * `npm test`: installs what is missing, then runs every step in order and stops at the first that fails. `npm test -- unit
 * postgres` runs only those. The last line is `N passed, N failed`.
 */
const wanted = process.argv.slice(2);
const outcomes = [];

try {
  const steps = chosenSteps();
  await ensureInstalled({ withDev: true });
  // Whatever runs `node` from here on, npm's scripts too, gets the pinned one.
  process.env.PATH = `${dirname(PINNED_NODE)}${delimiter}${process.env.PATH ?? ""}`;
  for (const step of steps) {
    const outcome = await run(step);
    outcomes.push(outcome);
    if (!outcome.ok) break;
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
  if (unknown) throw new Error(`There is no step "${unknown}". The steps are: ${STEPS.map(({ name }) => name).join(", ")}.`);
  return wanted.length === 0 ? STEPS : STEPS.filter(({ name }) => wanted.includes(name));
}

async function run(step) {
  if (step.isEmpty?.()) return { name: step.name, ok: true, passed: 0, failed: 0, seconds: 0 };
  say(`\n▸ ${step.name}: ${step.title}`);
  const startedAt = performance.now();
  const result = await attempt(step);
  return { name: step.name, ...result, seconds: (performance.now() - startedAt) / 1000 };
}

/** A step that cannot even be tried failed, and those before it are still worth reading. */
async function attempt(step) {
  try {
    return await step.run(step.needs === "chromium" ? await chromium() : {});
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
    const verdict = !outcome ? "not run" : outcome.ok ? "passed" : `FAILED, to repeat: npm test -- ${name}`;
    const figures = outcome ? `${String(outcome.passed).padStart(5)} in ${outcome.seconds.toFixed(1).padStart(5)} s` : "".padStart(16);
    say(`${name.padEnd(9)} ${figures}  ${verdict} (${title})`);
  }
  say("");
  say(counts(outcomes, 0));
}

function counts(all, more) {
  const sum = (key) => all.reduce((total, outcome) => total + outcome[key], 0);
  return `${sum("passed")} passed, ${sum("failed") + more} failed`;
}
