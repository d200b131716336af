/**
 * A kitchen's tablet for the rows: Chromium on a profile of its own, with the built client from the
 * real server.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CDPSession, Page } from "playwright";
import { ensureChromium, findHeadlessShell } from "../../launch/chromium.mjs";
import { startBrowser, type KillableBrowser } from "../../testing/killable-browser.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import type { Bench } from "./row.ts";

const PATIENCE_MS = 60_000;
const TAP_MS = 70;

export type Tablet = {
  /** A tab; `slower` divides its main thread's speed. */
  open(path: string, slower?: number): Promise<Tab>;
  /** Off and on again with the same profile: everything starts cold. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export type Tab = {
  readonly page: Page;
  /** An expression in the page, mostly of `heardBench`. */
  ask<T>(expression: string): Promise<T>;
  slowDown(times: number): Promise<void>;
  /** Before the tablet's other tabs: a browser draws no frames of one that is hidden. */
  inFront(): Promise<void>;
  /** A finger, for as long as a tap takes. */
  touch(x: number, y: number): Promise<void>;
  /**
   * What costs its main thread while `work` is done, written where the bench was asked to write
   * profiles.
   */
  profiled<T>(name: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * Switched on. The lighter browser without windows where there is one: it stores, draws and runs
 * workers as the other does.
 */
export async function switchOn(
  url: string,
  { profileDir }: Pick<Bench, "profileDir">,
): Promise<Tablet> {
  const program = findHeadlessShell() ?? (await ensureChromium());
  const profile = mkdtempSync(join(tmpdir(), "heard-bench-tablet-"));
  const start = async (): Promise<KillableBrowser> => {
    const started = await startBrowser(profile, program);
    await started.context.addInitScript({ content: PAGE_SCRIPT });
    return started;
  };
  let browser = await start();
  // Stopped by a person in the middle: a browser in a group of its own would stay.
  const end = (): void => void browser.kill9();
  process.once("exit", end);
  return {
    async open(path, slower = 1) {
      const page = await browser.context.newPage();
      const session = await browser.context.newCDPSession(page);
      // What the bench does in a page beside the app is not the app's: its policy is for the app.
      await session.send("Page.setBypassCSP", { enabled: true });
      if (slower !== 1) await slowDown(session, slower);
      await page.goto(url + path, { waitUntil: "commit" });
      return tabOf(page, session, profileDir);
    },
    async restart() {
      await browser.close();
      browser = await start();
    },
    async close() {
      process.off("exit", end);
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/**
 * The page of another origin's making: nothing runs there, and what is stored is stored beside the
 * app. Dexie is there for a limit.
 */
export async function openBare(tablet: Tablet): Promise<Tab> {
  const tab = await tablet.open("/api/health/live");
  await tab.ask(await dexieText());
  return tab;
}

/** Dexie as it is published, for pages in which no module of ours runs. */
const dexieText = async (): Promise<string> =>
  `${await readFile(resolve(import.meta.dirname, "../../../node_modules/dexie/dist/dexie.min.js"), "utf8")};0`;

function tabOf(page: Page, session: CDPSession, profileDir: string | null): Tab {
  return {
    page,
    ask: <T>(expression: string) => within(page.evaluate<T>(expression), expression),
    slowDown: (times) => slowDown(session, times),
    inFront: () => page.bringToFront(),
    async touch(x, y) {
      await session.send("Input.dispatchTouchEvent", {
        type: "touchStart",
        touchPoints: [{ x, y }],
      });
      await sleep(TAP_MS);
      await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    },
    async profiled(name, work) {
      if (profileDir === null) return work();
      await session.send("Profiler.enable");
      await session.send("Profiler.start");
      const done = await work();
      const { profile } = await session.send("Profiler.stop");
      mkdirSync(profileDir, { recursive: true });
      writeFileSync(join(profileDir, `${name}.cpuprofile`), JSON.stringify(profile));
      return done;
    },
    close: () => page.close(),
  };
}

/** A page that never answers would keep the bench for ever. */
async function within<T>(answer: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s: ${what.slice(0, 200)}`)),
      PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function slowDown(session: CDPSession, rate: number): Promise<void> {
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}
