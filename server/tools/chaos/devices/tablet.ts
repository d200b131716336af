/** A real tablet: Chromium on a profile of its own behind a line of its own, and somebody who presses what it shows. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Random } from "#shared/kernel/random.ts";
import { oneOf } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { applyToWorld, type World } from "#shared/sync/world.ts";
import { startBrowser, type KillableBrowser } from "../../../testing/killable-browser.ts";
import type { DeviceAccount, ScreenAccount } from "../checker/account.ts";
import type { Head } from "../checker/truth.ts";
import type { Cleaning } from "../cleaning.ts";
import { PAGE_SCRIPT, type OutboxWord } from "./tablet-page.ts";

export type TabletRole = Extract<DeviceRole, "kitchen" | "floor">;

export type ChaosTablet = {
  readonly name: string;
  /** Somebody presses something, if there is anything to press and the screen is there. */
  press(): Promise<void>;
  /** Somebody presses, and the browser is killed with -9 while the action is being written; then it is switched on again. True where it was in the middle. */
  killInWrite(): Promise<boolean>;
  /** Fetches the new version that the server has, and loads it once the screen offers it. True where the page is the new one. */
  update(): Promise<boolean>;
  isSettled(head: Head): Promise<boolean>;
  unsettled(): Promise<string>;
  /** Numbers of the open tickets on a kitchen's screen; null on another. */
  openNumbers(): Promise<readonly string[] | null>;
  accounts(): Promise<{ readonly device: DeviceAccount; readonly screen: ScreenAccount }>;
  /** How many actions it has written down: a kitchen's screen says by itself what it has painted. */
  written(): number;
};

export type TabletDeps = {
  readonly name: string;
  readonly role: TabletRole;
  readonly port: number;
  readonly program: string;
  readonly random: Random;
  readonly code: () => Promise<string>;
  readonly acted: () => void;
  /** What breaks a page breaks the run. */
  readonly failed: (what: string) => void;
  readonly cleaning: Cleaning;
};

const WAIT_MS = 20 * SECOND;
const PRESS_MS = 4 * SECOND;
const ASK_EVERY_MS = 150;

/** Pairs it, and switches it off and on again once: a browser writes its cookies late. */
export async function openTablet({ name, role, port, program, random, code, acted, failed, cleaning }: TabletDeps): Promise<ChaosTablet> {
  const profile = mkdtempSync(join(tmpdir(), "heard-chaos-tablet-"));
  cleaning.add(name, async () => {
    closed = true;
    await switchOff("kill9");
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  const durable: OutboxEntry[] = [];
  const taken: { guestName: string; confirmed: boolean }[] = [];
  let browser: KillableBrowser | null = null;
  let page: Page | null = null;
  /** What to do at the beginning of the next write. */
  let onWrite: (() => void) | null = null;
  let written: ((entry: OutboxEntry) => void) | null = null;
  let closed = false;
  /** When it was last found not to be settled. */
  let askedAt = 0;

  async function switchOn(path: string): Promise<Page> {
    const started = await startBrowser(profile, program);
    browser = started;
    await started.context.exposeBinding("heardOutbox", (_source, word: OutboxWord) => {
      if (word.kind === "begun") return onWrite?.();
      const entry = word.entry as OutboxEntry;
      durable.push(entry);
      written?.(entry);
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

  /** In the page; null where the browser is off, was killed meanwhile, or is between two pages. */
  async function inPage<T>(what: string): Promise<T | null> {
    const asked = page;
    if (asked === null) return null;
    try {
      return await asked.evaluate<T>(`heardChaos.${what}`);
    } catch (error) {
      if (page !== asked || closed) return null;
      if (error instanceof Error && /Execution context|navigat|closed|heardChaos is not defined/.test(error.message)) return null;
      throw error;
    }
  }

  async function until(holds: () => Promise<boolean>, withinMs: number): Promise<boolean> {
    for (const end = performance.now() + withinMs; !closed && performance.now() < end; await sleep(50)) if (await holds()) return true;
    return false;
  }

  /** A page that says nothing for a moment has not forgotten anything. */
  async function dump(): Promise<Dump> {
    for (const end = performance.now() + WAIT_MS; performance.now() < end; await sleep(50)) {
      const stored = await inPage<Dump>(`stored("${role}")`);
      if (stored !== null) return stored;
    }
    throw new Error(`${name} does not say what it has stored`);
  }

  async function bumpOne(): Promise<void> {
    const cards = (await inPage<{ orderId: string }[]>("openCards()")) ?? [];
    const card = oneOf(random, cards);
    if (card !== undefined) await pressAndWait(() => inPage(`bump(${JSON.stringify(card.orderId)})`));
  }

  async function pressAndWait(press: () => Promise<unknown>): Promise<boolean> {
    const counted = new Promise<boolean>((resolve) => {
      written = () => resolve(true);
    });
    await press();
    const done = await Promise.race([counted, sleep(PRESS_MS).then(() => false)]);
    written = null;
    if (done) {
      acted();
    }
    return done;
  }

  async function takeOne(): Promise<void> {
    const at = page;
    if (at === null) return;
    const order = { guestName: `${name} ${taken.length + 1}`, confirmed: false };
    taken.push(order);
    try {
      const within = { timeout: PRESS_MS };
      await at.goto(`http://127.0.0.1:${port}/floor`, { waitUntil: "commit", ...within });
      await at.getByRole("button", { name: "New takeaway", exact: true }).click(within);
      await at.getByRole("button", { name: /^(Burger|Chips), / }).first().click(within);
      await at.getByLabel("Name", { exact: true }).fill(order.guestName, within);
      await pressAndWait(() => at.getByRole("button", { name: /^Send \d/ }).click(within));
      await at.getByRole("region", { name: /^Order / }).filter({ hasText: order.guestName }).waitFor(within);
      order.confirmed = true;
    } catch (error) {
      // Killed or reloaded under the finger, or the machine is busy: nothing was confirmed, and nothing is promised.
      if (!(error instanceof Error)) throw error;
    }
  }

  const press = (): Promise<void> => (role === "kitchen" ? bumpOne() : takeOne());

  await switchOn(`/pair#${await code()}`);
  const first = page as Page | null;
  await first?.waitForURL(`**/${role}`, { timeout: WAIT_MS });
  if (!(await until(async () => (await inPage<boolean>("isKept()")) === true, WAIT_MS))) throw new Error(`${name} does not keep the app`);
  await switchOff("close");
  await switchOn(`/${role}`);

  return {
    name,
    press,
    written: () => durable.length,
    async killInWrite() {
      const killed = new Promise<boolean>((resolve) => {
        onWrite = () => {
          onWrite = null;
          const before = durable.length;
          void switchOff("kill9").then(() => resolve(durable.length === before));
        };
      });
      // Where there is nothing to press, a power cut at rest is not what was asked for.
      await Promise.race([killed, press().then(() => sleep(PRESS_MS))]);
      onWrite = null;
      if (page !== null) return false;
      const inTheMiddle = await killed;
      await switchOn(`/${role}`);
      return inTheMiddle;
    },
    async update() {
      const before = await inPage<string>("version()");
      if (!(await until(async () => (await inPage<boolean>("isUpdateWaiting()")) === true || ((await inPage("lookForUpdate()")), false), WAIT_MS))) return false;
      const at = page;
      if (at === null || before === null) return false;
      // Offered when the rail is empty: until then it waits.
      if (!(await until(async () => (await inPage<{ text: string }>("badge()"))?.text.includes("Update ready") === true, WAIT_MS))) return false;
      await at.getByTestId("link-badge").click({ timeout: WAIT_MS });
      // What comes of it is seen by the version: the page that would say that the press is done is gone.
      void at.getByRole("button", { name: "Update now", exact: true }).click({ timeout: WAIT_MS }).catch(() => undefined);
      return until(async () => {
        const now = await inPage<string>("version()");
        return now !== null && now !== before;
      }, WAIT_MS);
    },
    async isSettled(head) {
      // Asking costs the browser time that it needs for getting there.
      if (performance.now() - askedAt < ASK_EVERY_MS) return false;
      const badge = await inPage<{ link: string }>("badge()");
      const progress = await inPage<{ cursor: Cursor | null; pending: number }>(`progress("${role}")`);
      const settled = badge !== null && (badge.link === "live" || badge.link === "polling") && progress !== null && progress.pending === 0 && progress.cursor?.seq === head.seq && progress.cursor.id === head.id;
      if (!settled) askedAt = performance.now();
      return settled;
    },
    unsettled: async () => `${name}: ${JSON.stringify([await inPage("badge()"), await inPage(`progress("${role}")`), ...durable.slice(-3)])}`,
    async openNumbers() {
      return role === "kitchen" ? ((await inPage<{ number: string }[]>("openCards()")) ?? []).map(({ number }) => number) : null;
    },
    async accounts() {
      const stored = await dump();
      const { frame } = stored;
      const entries = new Map(stored.entries.map((entry): [number, OutboxEntry] => [entry.at, entry]));
      return {
        device: { name, confirmed: [...durable], entries, memory: null, stored: frame === null ? null : worldOf(stored, frame), otherwise: [] },
        screen: { name, taken, openNumbers: role === "kitchen" ? ((await inPage<{ number: string }[]>("openCards()")) ?? []).map(({ number }) => number) : null },
      };
    },
  };
}

type Dump = { readonly frame: Omit<Snapshot, "orders"> | null; readonly orders: readonly Order[]; readonly events: readonly HeardEvent[]; readonly entries: readonly OutboxEntry[] };

function worldOf({ orders, events }: Dump, { menu, tables, settings }: Omit<Snapshot, "orders">): World {
  const world: World = { orders: new Map(orders.map((order) => [order.orderId, order])), menu, tables, settings };
  for (const event of events) applyToWorld(world, event);
  return world;
}
