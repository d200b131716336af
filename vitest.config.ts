import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { findChromium, findHeadlessShell } from "./server/launch/chromium.mjs";

/**
 * Three kinds of tests, by what they need: `unit` nothing, `postgres` a real database
 * (`*.pg.test.ts`), `browser` a real browser (`*.browser.test.ts`, on the Chromium that `npm test`
 * names, else on one that is found). Whole-product proofs are Playwright's.
 */
const elsewhere = [
  "**/node_modules/**",
  "**/dist/**",
  "**/*.pg.test.ts",
  "**/*.browser.test.{ts,tsx}",
  "client/e2e/**",
];
/** Looking for one starts it: only where the browser's tests are among what is run. */
const isBrowserRun =
  process.argv.some((word) => word === "browser" || word === "--project=browser") ||
  !process.argv.some((word) => word.startsWith("--project"));
const chromium =
  process.env["HEARD_SHELL"] ??
  process.env["HEARD_CHROMIUM"] ??
  (isBrowserRun ? (findHeadlessShell() ?? (await findChromium())) : null);

/** What takes longest begins first, so that nothing has to be waited for alone at the end. */
const LONG = [
  "server/db/embedded.pg.test.ts",
  "server/tools/chaos/chaos.pg.test.ts",
  "server/tools/fuzz/isolation.pg.test.ts",
  "server/process/shutdown.pg.test.ts",
  "shared/simulation/fresh-evenings.test.ts",
  "shared/simulation/fixed-evenings.test.ts",
  ...[
    "floor/floor-screen",
    "kitchen/kitchen-hands",
    "kitchen/kitchen-screen",
    "kitchen/look-back",
    "kitchen/kitchen-shown",
    "expo/expo-screen",
  ].map((name) => `client/screens/${name}.browser.test.tsx`),
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      LONG.some((path) => moduleId.endsWith(path));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/**
 * The files of a worker share its modules: loaded anew for each of 154 files, they took more than
 * half of the unit tests' processor time, and a third of the browser's. So a file puts back what it
 * stubs, and keeps nothing in a module that the next could find. They run in any order.
 */
const isolate = false;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Two small cores are enough for everything here; more workers would only make timeouts out of
    // waiting.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          isolate,
          environment: "node",
          // The machine may be busy with the other projects at the same time.
          testTimeout: 20_000,
          // As in the browser: a poll stops as soon as it holds.
          expect: { poll: { timeout: 10_000 } },
          include: ["shared/**/*.test.ts", "client/**/*.test.{ts,tsx}", "server/**/*.test.ts"],
          exclude: elsewhere,
        },
      },
      {
        test: {
          name: "postgres",
          isolate,
          environment: "node",
          // Much of it is waiting: for a deadline, a server that starts, a disk.
          maxWorkers: 3,
          // As in the browser: a poll stops as soon as it holds.
          expect: { poll: { timeout: 10_000 } },
          include: ["server/**/*.pg.test.ts"],
          globalSetup: ["server/testing/postgres-setup.ts"],
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          isolate,
          // Much of it is waiting for what a screen does after a while; six at once took more of
          // the processor, and no less time.
          maxWorkers: 4,
          // Each poll stops as soon as it holds: the limit is only how long a busy machine may
          // take.
          expect: { poll: { timeout: 10_000 } },
          include: ["client/**/*.browser.test.{ts,tsx}"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(chromium ? { executablePath: chromium } : {}),
                args: browserArguments(),
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});

/** Chromium's sandbox refuses root, and a test browser has nobody to phone. */
function browserArguments(): string[] {
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
  ];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet;
}
