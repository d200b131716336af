/**
 * A real tablet: Chromium on a profile of its own behind a line of its own, and somebody who
 * presses what it shows.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { oneOf } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { applyToWorld, type World } from "#shared/sync/world.ts";
import { createTabletBrowser, WAIT_MS, type Dump } from "./tablet-browser.ts";
import type { ChaosTablet, TabletDeps } from "./tablet-port.ts";

const PRESS_MS = 4 * SECOND;
const ASK_EVERY_MS = 150;

/** Pairs it, and switches it off and on again once: a browser writes its cookies late. */
export async function openTablet({
  name,
  role,
  port,
  program,
  random,
  code,
  acted,
  failed,
  cleaning,
}: TabletDeps): Promise<ChaosTablet> {
  const browser = createTabletBrowser({ name, role, port, program, failed, cleaning });
  const { durable, inPage, until, switchOn, switchOff } = browser;
  const taken: { guestName: string; confirmed: boolean }[] = [];
  /** When it was last found not to be settled. */
  let askedAt = 0;

  async function bumpOne(): Promise<void> {
    const cards = (await inPage<{ orderId: string }[]>("openCards()")) ?? [];
    const card = oneOf(random, cards);
    if (card !== undefined)
      await pressAndWait(() => inPage(`bump(${JSON.stringify(card.orderId)})`));
  }

  async function pressAndWait(press: () => Promise<unknown>): Promise<boolean> {
    const counted = new Promise<boolean>((resolve) => {
      browser.onWritten(() => resolve(true));
    });
    await press();
    const done = await Promise.race([counted, sleep(PRESS_MS).then(() => false)]);
    browser.onWritten(null);
    if (done) {
      acted();
    }
    return done;
  }

  async function takeOne(): Promise<void> {
    const at = browser.page();
    if (at === null) return;
    const order = { guestName: `${name} ${taken.length + 1}`, confirmed: false };
    taken.push(order);
    try {
      const within = { timeout: PRESS_MS };
      await at.goto(`http://127.0.0.1:${port}/floor`, { waitUntil: "commit", ...within });
      await at.getByRole("button", { name: "New takeaway", exact: true }).click(within);
      await at
        .getByRole("button", { name: /^(Burger|Chips), / })
        .first()
        .click(within);
      await at.getByLabel("Name", { exact: true }).fill(order.guestName, within);
      await pressAndWait(() => at.getByRole("button", { name: /^Send \d/ }).click(within));
      await at
        .getByRole("region", { name: /^Order / })
        .filter({ hasText: order.guestName })
        .waitFor(within);
      order.confirmed = true;
    } catch (error) {
      // Killed or reloaded under the finger, or the machine is busy: nothing was confirmed, and
      // nothing is promised.
      if (!(error instanceof Error)) throw error;
    }
  }

  const press = (): Promise<void> => (role === "kitchen" ? bumpOne() : takeOne());

  await switchOn(`/pair#${await code()}`);
  await browser.page()?.waitForURL(`**/${role}`, { timeout: WAIT_MS });
  if (!(await until(async () => (await inPage<boolean>("isKept()")) === true, WAIT_MS)))
    throw new Error(`${name} does not keep the app`);
  await switchOff("close");
  await switchOn(`/${role}`);

  return {
    name,
    press,
    written: () => durable.length,
    async killInWrite() {
      const killed = new Promise<boolean>((resolve) => {
        browser.onWrite(() => {
          browser.onWrite(null);
          const before = durable.length;
          void switchOff("kill9").then(() => resolve(durable.length === before));
        });
      });
      // Where there is nothing to press, a power cut at rest is not what was asked for.
      await Promise.race([killed, press().then(() => sleep(PRESS_MS))]);
      browser.onWrite(null);
      if (browser.page() !== null) return false;
      const inTheMiddle = await killed;
      await switchOn(`/${role}`);
      return inTheMiddle;
    },
    async update() {
      const before = await inPage<string>("version()");
      if (
        !(await until(
          async () =>
            (await inPage<boolean>("isUpdateWaiting()")) === true ||
            (await inPage("lookForUpdate()"), false),
          WAIT_MS,
        ))
      )
        return false;
      const at = browser.page();
      if (at === null || before === null) return false;
      // Offered when the rail is empty: until then it waits.
      if (
        !(await until(
          async () =>
            (await inPage<{ text: string }>("badge()"))?.text.includes("Update ready") === true,
          WAIT_MS,
        ))
      )
        return false;
      await at.getByTestId("link-badge").click({ timeout: WAIT_MS });
      // What comes of it is seen by the version: the page that would say that the press is done is
      // gone.
      void at
        .getByRole("button", { name: "Update now", exact: true })
        .click({ timeout: WAIT_MS })
        .catch(() => undefined);
      return until(async () => {
        const now = await inPage<string>("version()");
        return now !== null && now !== before;
      }, WAIT_MS);
    },
    async isSettled(head) {
      // Asking costs the browser time that it needs for getting there.
      if (performance.now() - askedAt < ASK_EVERY_MS) return false;
      const badge = await inPage<{ link: string }>("badge()");
      const progress = await inPage<{ cursor: Cursor | null; pending: number }>(
        `progress("${role}")`,
      );
      const settled =
        badge !== null &&
        (badge.link === "live" || badge.link === "polling") &&
        progress !== null &&
        progress.pending === 0 &&
        progress.cursor?.seq === head.seq &&
        progress.cursor.id === head.id;
      if (!settled) askedAt = performance.now();
      return settled;
    },
    unsettled: async () =>
      `${name}: ${JSON.stringify([await inPage("badge()"), await inPage(`progress("${role}")`), ...durable.slice(-3)])}`,
    async openNumbers() {
      return role === "kitchen"
        ? ((await inPage<{ number: string }[]>("openCards()")) ?? []).map(({ number }) => number)
        : null;
    },
    async accounts() {
      const stored = await browser.dump();
      const { frame } = stored;
      const entries = new Map(
        stored.entries.map((entry): [number, OutboxEntry] => [entry.at, entry]),
      );
      return {
        device: {
          name,
          confirmed: [...durable],
          entries,
          memory: null,
          stored: frame === null ? null : worldOf(stored, frame),
          otherwise: [],
        },
        screen: {
          name,
          taken,
          openNumbers:
            role === "kitchen"
              ? ((await inPage<{ number: string }[]>("openCards()")) ?? []).map(
                  ({ number }) => number,
                )
              : null,
        },
      };
    },
  };
}

function worldOf(
  { orders, events }: Dump,
  { menu, tables, settings }: Omit<Snapshot, "orders">,
): World {
  const world: World = {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    menu,
    tables,
    settings,
  };
  for (const event of events) applyToWorld(world, event);
  return world;
}
