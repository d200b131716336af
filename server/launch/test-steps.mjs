import { mkdtempSync, existsSync, readFileSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNpm, runPinned } from "./child.mjs";
import { ensureClient } from "./client-build.mjs";
import { ensureEngines } from "./engines.mjs";
import { inRoot } from "./paths.mjs";

/**
 * The steps of `npm test`, in order. `run(env, output)` resolves `{ ok, passed, failed }`; a step
 * that is not made of tests counts as one. `needs`: what must be there first. `early`: it begins
 * with the first step and is told of in its turn; a quarter of its time it waits for screens, and
 * what the steps before it need is the processor.
 */
export const STEPS = [
  {
    name: "types",
    title: "type check",
    run: () => checked(runNpm(["run", "--silent", "typecheck"])),
  },
  { name: "lint", title: "lint", run: () => checked(runNpm(["run", "--silent", "lint"])) },
  { name: "unit", title: "house rules and unit tests", run: (env) => vitest("unit", env) },
  {
    name: "browser",
    title: "unit tests in a real browser",
    needs: "chromium",
    early: true,
    isEmpty: () => !hasFile("client", /\.browser\.test\.tsx?$/),
    run: (env, output) => vitest("browser", env, output),
  },
  {
    name: "postgres",
    title: "tests on a real Postgres",
    run: (env) => vitest("postgres", { ...env, ...inMemory() }),
  },
  { name: "build", title: "client build", run: () => checked(buildClient()) },
  { name: "e2e", title: "proofs in a real browser", needs: "chromium", run: playwright },
];

async function checked(ending) {
  const { code } = await ending;
  return code === 0 ? { ok: true, passed: 1, failed: 0 } : { ok: false, passed: 0, failed: 1 };
}

async function buildClient() {
  await ensureClient();
  return { code: 0 };
}

/**
 * A thousand databases come and go: files that are made and deleted took a tenth of the step on a
 * disk. Where there is room in memory they go there.
 */
function inMemory() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM ? { TMPDIR: MEMORY } : {};
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}

const MEMORY = "/dev/shm";
/** Three workers with a few clusters each, and what the kernel needs besides. */
const ROOM = 8 * 1024 ** 3;

function vitest(project, env, output) {
  return reported(
    (file) => {
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
      return runPinned(
        [inRoot("node_modules", "vitest", "vitest.mjs"), "run", "--project", project, ...reporters],
        { env, output },
      );
    },
    ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
  );
}

async function playwright(env) {
  await ensureClient();
  await ensureEngines();
  return reported(
    (file) =>
      runPinned(
        [inRoot("node_modules", "@playwright", "test", "cli.js"), "test", "--reporter=list,json"],
        { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
      ),
    // A proof that held only at the second try did not hold.
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
  );
}

/**
 * Runs a test runner that writes its report to a file. Its exit code decides; its report only
 * counts.
 */
async function reported(run, count) {
  const dir = mkdtempSync(join(tmpdir(), "heard-report-"));
  const file = join(dir, "report.json");
  try {
    const { code } = await run(file);
    const counted = existsSync(file)
      ? count(JSON.parse(readFileSync(file, "utf8")))
      : { passed: 0, failed: 0 };
    if (code === 0 && counted.failed === 0) return { ok: true, ...counted };
    // It may fail without a failed test: a file that does not load, an error that nobody caught.
    return { ok: false, passed: counted.passed, failed: Math.max(1, counted.failed) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function hasFile(folder, pattern) {
  return readdirSync(inRoot(folder), { recursive: true }).some((name) => pattern.test(name));
}
