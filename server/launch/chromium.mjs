import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { runChild, runPinned } from "./child.mjs";
import { inRoot, say } from "./paths.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SHELL_NAMES = ["chromium-headless-shell", "chrome-headless-shell"];
const MAC_APPS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chromium that really starts: the one in CHROMIUM_PATH, an installed one,
 * Playwright's; else Playwright's is fetched, else the system's package is installed where we may.
 * Throws a sentence that says what to do.
 */
export async function ensureChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (starts(given)) return given;
    throw new Error(
      `CHROMIUM_PATH is ${given}, and that does not start. Mend it, or unset it to let the tests look for themselves.`,
    );
  }
  const found = await findChromium();
  if (found) return found;
  say("No Chromium that starts is installed: fetching Playwright's");
  await runPinned([inRoot("node_modules", "playwright", "cli.js"), "install", "chromium"]);
  const fetched = await findChromium();
  if (fetched) return fetched;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Playwright's could not be had or does not start here: installing the system's");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runChild("apt-get", ["update", "-qq"], { env });
    await runChild("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      env,
    });
    // Not every distribution has it, and nothing depends on it: the tests are slower without.
    await runChild(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell"],
      { env },
    );
    const installed = await findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "The browser tests need a Chromium, and none could be found or installed. Do one of these, then run npm test again:\n" +
      "  - install your system's package: sudo apt-get install chromium (Debian, Ubuntu), sudo dnf install chromium (Fedora), brew install --cask chromium (macOS)\n" +
      "  - fetch Playwright's with what it needs: sudo npx playwright install --with-deps chromium\n" +
      "  - set CHROMIUM_PATH to a Chromium or Chrome that you have\n" +
      "Without one, the rest can be run: npm test -- types lint unit postgres build",
  );
}

/** The path of one that is there already, or null. */
export async function findChromium() {
  const { chromium } = await import("playwright-core");
  return (
    [...onPath(NAMES), ...MAC_APPS, chromium.executablePath()].find(
      (path) => path && existsSync(path) && starts(path),
    ) ?? null
  );
}

/**
 * The path of the same browser without its windows, or null: pages, workers and storage are
 * Chromium's own, and a proof takes two thirds of the processor time (measured: 39 s against 60 s
 * for five tablets and an evening). It installs no apps.
 */
export function findHeadlessShell() {
  return onPath(SHELL_NAMES).find((path) => existsSync(path) && starts(path)) ?? null;
}

const onPath = (names) => {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
};

/**
 * Whether it draws an empty page. A version number is not enough: a missing library or a stand-in
 * for a snap shows only here.
 */
function starts(path) {
  const profile = mkdtempSync(join(tmpdir(), "heard-chromium-"));
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const flags = [
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    `--user-data-dir=${profile}`,
  ];
  try {
    const { status, stdout } = spawnSync(
      path,
      [...flags, ...sandbox, "--dump-dom", "about:blank"],
      { encoding: "utf8", timeout: 60_000, killSignal: "SIGKILL" },
    );
    return status === 0 && stdout.includes("<html");
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
