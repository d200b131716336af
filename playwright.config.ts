import { defineConfig, devices } from "@playwright/test";
import { findChromium, findHeadlessShell } from "./server/launch/chromium.mjs";

/**
 * The proofs: the whole product in a real browser, each on a server process and a Postgres of its
 * own. `npm test -- e2e` builds the client first and says which Chromium; run by hand, the one that
 * is found is taken.
 */
process.env["HEARD_CHROMIUM"] ||= (await findChromium()) ?? "";
process.env["HEARD_SHELL"] ||= findHeadlessShell() ?? process.env["HEARD_CHROMIUM"];

/** Somebody's whole evening in one test: a minute and more of touches. */
const EVENINGS = /1[4-8]-[\w-]+\.spec\.ts$/;

export default defineConfig({
  testDir: "client/e2e",
  globalSetup: "./client/e2e/support/empty-cluster.ts",
  outputDir: "test-results",
  // Two small cores, and much of a proof is waiting: for an alarm, a watchdog, a server that comes
  // back.
  workers: 3,
  fullyParallel: true,
  // What takes longest begins first, so that nothing has to be waited for alone at the end.
  projects: [
    { name: "evenings", testMatch: EVENINGS },
    { name: "proofs", testIgnore: EVENINGS },
  ],
  forbidOnly: true,
  // A proof that holds only at the second try does not hold.
  retries: 0,
  // Half a minute on an idle machine; a busy one is no fault of the proof's.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1920, height: 1200 },
    locale: "en-GB",
    timezoneId: "Europe/London",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // A trace films every frame of every page: on two cores that took as long as the proofs
    // themselves. `--trace on` when one is wanted.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(process.env["HEARD_SHELL"] ? { executablePath: process.env["HEARD_SHELL"] } : {}),
      args: chromiumArguments(),
    },
  },
});

/** Chromium's sandbox refuses root, and a test browser has nobody to phone. */
function chromiumArguments(): string[] {
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
  ];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet;
}
