import { setTimeout as sleep } from "node:timers/promises";
import { openKitchen, openScreen } from "./kitchen.ts";
import { figure, inTurn, quantile, type Side } from "./rounds.ts";
import type { Row } from "./row.ts";
import { openBare, type Tab } from "./tablet.ts";

type Seen = { readonly p50Ms: number; readonly p95Ms: number };
type Pair = { readonly from: Tab; readonly to: Tab };

/**
 * Long enough for the first tab to have told the server: what is measured is one change on a device
 * at rest.
 */
const EVERY_MS = 120;

export const otherTab: Row = {
  name: "other-tab",
  work: "a line touched in one tab, until another tab of the same device shows it",
  limit: "Dexie put, until a liveQuery in another tab has it",
  async run(bench) {
    const kitchen = await openKitchen(bench, 40);
    try {
      const ours: Pair = { from: await openScreen(kitchen), to: await openScreen(kitchen) };
      const limit: Pair = {
        from: await openBare(kitchen.tablet),
        to: await openBare(kitchen.tablet),
      };
      await synchronise("ours", ours);
      await synchronise("limit", limit);
      await ours.from.ask(TOUCH);
      await ours.to.ask(SEE);
      await limit.from.ask(PUT);
      await limit.to.ask(WATCH);
      const rounds = await inTurn(bench, (side, ms) =>
        side === "ours" ? changes(ours, ms) : changes(limit, ms),
      );
      return [
        figure(
          { what: "changed → shown in the other tab, p50", unit: "ms", target: { most: 0.5 } },
          rounds,
          (seen) => seen.p50Ms,
        ),
        figure(
          { what: "changed → shown in the other tab, p95", unit: "ms" },
          rounds,
          (seen) => seen.p95Ms,
        ),
      ];
    } finally {
      await kitchen.close();
    }
  },
};

/** One change after the other, each with its time in the first tab and in the second. */
async function changes({ from, to }: Pair, ms: number): Promise<Seen> {
  const times: number[] = [];
  for (let change = 0; change < Math.max(3, Math.round(ms / EVERY_MS)); change += 1) {
    const what = JSON.stringify(await from.ask<string>("next()"));
    const seen = to.ask<number>(`seen(${what})`);
    // In the page before anything is changed: a call and its answer take longer than what is
    // measured.
    await to.ask("0");
    const changed = await from.ask<number>(`change(${what})`);
    times.push((await seen) - changed);
    await sleep(EVERY_MS);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) };
}

/**
 * Both tabs say times by the first one's clock: a page begins to count when it is opened. Of many
 * exchanges the quickest is the truest.
 */
async function synchronise(side: Side, { from, to }: Pair): Promise<void> {
  await from.ask(
    `globalThis.clock = () => performance.now(); const line = new BroadcastChannel("bench-clock-${side}"); line.onmessage = () => line.postMessage(clock()); 0`,
  );
  await to.ask(`(async () => {
    const line = new BroadcastChannel("bench-clock-${side}");
    let best = Infinity, offset = 0;
    for (let i = 0; i < 50; i++) {
      const asked = performance.now();
      const said = await new Promise((resolve) => { line.onmessage = ({ data }) => resolve(data); line.postMessage(0); });
      const took = performance.now() - asked;
      if (took < best) [best, offset] = [took, said - (asked + took / 2)];
    }
    line.close();
    globalThis.clock = () => performance.now() + offset;
  })()`);
}

/**
 * The first line of each card by turns: queued, begun, made, and back again. Its second line stays
 * to be made, so no card leaves.
 */
const TOUCH = `
  let turn = 0;
  globalThis.next = async () => {
    // A card that has just moved takes no touch.
    while (document.querySelector("[data-settling]") !== null) await heardBench.nextPaint();
    const cards = document.querySelectorAll("[data-card]");
    const line = cards[turn++ % cards.length].querySelector("[data-line]");
    return line.dataset.line + " " + line.className;
  };
  globalThis.change = (what) => {
    const button = document.querySelector('[data-line="' + what.split(" ")[0] + '"] button');
    const at = clock();
    button.click();
    return at;
  };
  0`;

/** The line looks otherwise. */
const SEE = `
  globalThis.seen = (what) => {
    const [id, ...before] = what.split(" ");
    return heardBench.found(() => {
      const line = document.querySelector('[data-line="' + id + '"]');
      return line !== null && line.className !== before.join(" ") && clock();
    });
  };
  0`;

/** As durable as ours before anybody is told. */
const PUT = `
  const db = new Dexie("limit", { chromeTransactionDurability: "strict" });
  db.version(1).stores({ lines: "id" });
  let count = 0;
  globalThis.next = () => String(++count);
  globalThis.change = async (what) => {
    const at = clock();
    await db.lines.put({ id: 1, status: what });
    return at;
  };
  db.lines.put({ id: 1, status: "0" })`;

const WATCH = `
  const db = new Dexie("limit");
  db.version(1).stores({ lines: "id" });
  let wanted = null;
  Dexie.liveQuery(() => db.lines.get(1)).subscribe((line) => {
    if (wanted !== null && line?.status === wanted.what) wanted.resolve(clock());
  });
  globalThis.seen = (what) => new Promise((resolve) => (wanted = { what, resolve }));
  0`;
