import { holds, openKitchen, type Kitchen } from "./kitchen.ts";
import { figure, inTurn, plainFigure } from "./rounds.ts";
import type { Row } from "./row.ts";
import { openBare, type Tab } from "./tablet.ts";

/** From the last byte of the server's answer on; and from when it was asked. */
type Fill = {
  readonly wholeMs: number;
  readonly drawnMs: number;
  readonly storedMs: number;
  readonly fromAskedMs: number;
  readonly fromStartMs: number;
};

export const firstFill: Row = {
  name: "first-fill",
  work: "a kitchen screen with an empty store, 10,000 open orders at the server",
  limit: "Dexie bulkPut of one row per order, in the same browser",
  async run(bench) {
    const kitchen = await openKitchen(bench, bench.short ? 500 : 10_000);
    try {
      const bare = await openBare(kitchen.tablet);
      await bare.ask(PUT_ALL);
      const rounds = await inTurn(bench, (side) =>
        side === "ours" ? fill(kitchen, bare) : put(bare),
      );
      return [
        figure(
          { what: "the answer is here → drawn and durable", unit: "ms", target: { most: 0.2 } },
          rounds,
          (measured) => measured.wholeMs,
        ),
        figure(
          { what: "the answer is here → first ticket painted", unit: "ms" },
          rounds,
          (measured) => measured.drawnMs,
        ),
        figure(
          { what: "the answer is here → durable", unit: "ms" },
          rounds,
          (measured) => measured.storedMs,
        ),
        figure(
          { what: "asked → drawn and durable", unit: "ms" },
          rounds,
          (measured) => measured.fromAskedMs,
        ),
        plainFigure(
          { what: "navigation → drawn and durable", unit: "ms" },
          rounds.map(({ ours }) => ours.fromStartMs),
        ),
      ];
    } finally {
      await kitchen.close();
    }
  },
};

/**
 * The device has its app and who it is, and no orders: as after a week in a drawer, or when a
 * browser has thrown away what it stored.
 */
async function fill({ tablet }: Kitchen, bare: Tab): Promise<Fill> {
  for (const name of await bare.ask<string[]>("heardBench.databases()"))
    if (name.startsWith("heard-")) await bare.ask(`heardBench.forget("${name}")`);
  const tab = await tablet.open("/kitchen");
  try {
    const [drawn, stored] = await tab.profiled("first-fill", () =>
      tab.ask<[number, number]>("Promise.all([heardBench.drawn(), heardBench.stored()])"),
    );
    const { asked, answered } = await tab.ask<{ asked: number; answered: number }>(
      "heardBench.snapshot()",
    );
    const done = Math.max(drawn, stored);
    return {
      wholeMs: done - answered,
      drawnMs: drawn - answered,
      storedMs: stored - answered,
      fromAskedMs: done - asked,
      fromStartMs: done,
    };
  } finally {
    // What it says about the tickets it has painted is not to run into the next round.
    await holds(tab, "heardBench.isSettled()");
    await tab.close();
  }
}

async function put(bare: Tab): Promise<Fill> {
  const ms = await bare.ask<number>("putAll()");
  return { wholeMs: ms, drawnMs: ms, storedMs: ms, fromAskedMs: ms, fromStartMs: ms };
}

/** The same orders, one row each, in one transaction that is as durable as ours. */
const PUT_ALL = `(async () => {
  const answer = await fetch("/api/snapshot", { headers: { "X-Heard-As": "kitchen" } });
  const { orders } = await answer.json();
  globalThis.putAll = async () => {
    const db = new Dexie("limit", { chromeTransactionDurability: "strict" });
    db.version(1).stores({ orders: "orderId" });
    await db.open();
    await db.orders.clear();
    const startedAt = performance.now();
    await db.orders.bulkPut(orders);
    const ms = performance.now() - startedAt;
    await db.delete();
    return ms;
  };
})()`;
