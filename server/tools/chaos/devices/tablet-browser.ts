/**
 * The browser of a real tablet: a profile that outlives it, what its page is asked, and what it
 * writes down.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { startBrowser, type KillableBrowser } from "../../../testing/killable-browser.ts";
import type { TabletDeps } from "./tablet-port.ts";
import { PAGE_SCRIPT, type OutboxWord } from "./tablet-page.ts";

/** What a tablet has stored. */
export type Dump = {
  readonly frame: Omit<Snapshot, "orders"> | null;
  readonly orders: readonly Order[];
  readonly events: readonly HeardEvent[];
  readonly entries: readonly OutboxEntry[];
};

export type TabletBrowser = {
  /** Null while it is off. */
  readonly page: () => Page | null;
  /** Everything that it has written down, over all its lives. */
  readonly durable: readonly OutboxEntry[];
  readonly switchOn: (path: string) => Promise<Page>;
  readonly switchOff: (how: "close" | "kill9") => Promise<void>;
  /** In the page; null where the browser is off, was killed meanwhile, or is between two pages. */
  readonly inPage: <T>(what: string) => Promise<T | null>;
  /** False where it did not come about in time. */
  readonly until: (holds: () => Promise<boolean>, withinMs: number) => Promise<boolean>;
  /** A page that says nothing for a moment has not forgotten anything. */
  readonly dump: () => Promise<Dump>;
  /** At the beginning of the next write; null: nothing. */
  readonly onWrite: (work: (() => void) | null) => void;
  /** When something is written down; null: nothing. */
  readonly onWritten: (work: (() => void) | null) => void;
};

/** How long a page, an update or an answer of the page is waited for. */
export const WAIT_MS = 20 * SECOND;

export function createTabletBrowser({
  name,
  role,
  port,
  program,
  failed,
  cleaning,
}: Pick<TabletDeps, "name" | "role" | "port" | "program" | "failed" | "cleaning">): TabletBrowser {
  const profile = mkdtempSync(join(tmpdir(), "heard-chaos-tablet-"));
  cleaning.add(name, async () => {
    closed = true;
    await switchOff("kill9");
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  const durable: OutboxEntry[] = [];
  let browser: KillableBrowser | null = null;
  let page: Page | null = null;
  let begun: (() => void) | null = null;
  let written: (() => void) | null = null;
  let closed = false;

  async function switchOn(path: string): Promise<Page> {
    const started = await startBrowser(profile, program);
    browser = started;
    await started.context.exposeBinding("heardOutbox", (_source, word: OutboxWord) => {
      if (word.kind === "begun") return begun?.();
      const entry = word.entry as OutboxEntry;
      durable.push(entry);
      written?.();
    });
    await started.context.addInitScript({ content: PAGE_SCRIPT });
    const opened = await started.context.newPage();
    opened.on("pageerror", (error) => failed(`${name}: ${error.stack ?? error.message}`));
    opened.on("crash", () => failed(`${name}: the page crashed`));
    // A service worker has the app; before there is one, the network must be there.
    await opened.goto(`http://127.0.0.1:${port}${path}`, { waitUntil: "commit" });
    page = opened;
    // On a device that was paired: when the app draws.
    if (path === `/${role}`) await until(async () => (await inPage("badge()")) !== null, WAIT_MS);
    return opened;
  }

  async function switchOff(how: "close" | "kill9"): Promise<void> {
    page = null;
    const old = browser;
    browser = null;
    await old?.[how]();
  }

  async function inPage<T>(what: string): Promise<T | null> {
    const asked = page;
    if (asked === null) return null;
    try {
      return await asked.evaluate<T>(`heardChaos.${what}`);
    } catch (error) {
      if (page !== asked || closed) return null;
      if (
        error instanceof Error &&
        /Execution context|navigat|closed|heardChaos is not defined/.test(error.message)
      )
        return null;
      throw error;
    }
  }

  async function until(holds: () => Promise<boolean>, withinMs: number): Promise<boolean> {
    for (
      const end = performance.now() + withinMs;
      !closed && performance.now() < end;
      await sleep(50)
    )
      if (await holds()) return true;
    return false;
  }

  async function dump(): Promise<Dump> {
    for (const end = performance.now() + WAIT_MS; performance.now() < end; await sleep(50)) {
      const stored = await inPage<Dump>(`stored("${role}")`);
      if (stored !== null) return stored;
    }
    throw new Error(`${name} does not say what it has stored`);
  }

  return {
    page: () => page,
    durable,
    switchOn,
    switchOff,
    inPage,
    until,
    dump,
    onWrite(work) {
      begun = work;
    },
    onWritten(work) {
      written = work;
    },
  };
}
