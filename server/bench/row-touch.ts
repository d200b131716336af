import { openKitchen, openScreen } from "./kitchen.ts";
import { median, quantile } from "./rounds.ts";
import type { Bench, Figure, Row, Target } from "./row.ts";
import type { Tab } from "./tablet.ts";

/** How much slower than this machine a kitchen's tablet is, and the most frames a touch may take on it. */
const TABLETS = [{ slower: 4, what: "p95", share: 0.95, frames: 3 }, { slower: 6, what: "p99", share: 0.99, frames: 4 }] as const;

type Touch = { readonly kind: "line" | "bump" | "undo"; readonly paintedMs: number; readonly answeredMs: number };

/** Longer than the moment in which a second touch is taken for the first one's bounce, over all cards in sight. */
const EVERY_MS = 150;
const CARDS = 12;

export const touch: Row = {
  name: "touch",
  work: "a finger on the kitchen's screen, 200 open tickets, a processor 4 and 6 times slower",
  limit: "one frame",
  async run(bench) {
    const kitchen = await openKitchen(bench, bench.short ? 30 : 200);
    try {
      const tab = await openScreen(kitchen);
      await tab.ask(WATCH);
      const figures: Figure[] = [];
      for (const tablet of TABLETS) figures.push(...(await on(tab, tablet, bench)));
      return figures;
    } finally {
      await kitchen.close();
    }
  },
};

async function on(tab: Tab, { slower, what, share, frames }: (typeof TABLETS)[number], bench: Bench): Promise<readonly Figure[]> {
  await tab.slowDown(slower);
  const rounds: { readonly frameMs: number; readonly touches: readonly Touch[] }[] = [];
  if (!bench.short) await touches(tab, 2);
  for (let round = 0; round < bench.rounds; round += 1) {
    const frameMs = await tab.ask<number>("heardBench.frame(60)");
    rounds.push({ frameMs, touches: await tab.profiled(`touch-${slower}-${round}`, () => touches(tab, bench.short ? 2 : CARDS)) });
  }
  await tab.slowDown(1);
  const inFrames = (named: string, pick: (touch: Touch) => number | null, at: number, target: Target | null): Figure => {
    const each = rounds.map((round) => quantile(round.touches.flatMap((it) => pick(it) ?? []).toSorted((a, b) => a - b), at));
    return {
      what: `${named}, ${slower} × slower`, unit: "ms", target, ours: median(each), limit: median(rounds.map(({ frameMs }) => frameMs)),
      ratio: median(rounds.map(({ frameMs }, round) => (each[round] ?? 0) / frameMs)),
    };
  };
  const of = (kind: Touch["kind"]) => (it: Touch) => (it.kind === kind ? it.paintedMs : null);
  return [
    inFrames(`touch → painted, ${what}`, (it) => it.paintedMs, share, { most: frames }),
    inFrames("of a line, p50", of("line"), 0.5, null),
    inFrames("of a bump, p50", of("bump"), 0.5, null),
    inFrames("of an undo, p50", of("undo"), 0.5, null),
    inFrames("touch → the browser's next frame (Event Timing), p95", (it) => it.answeredMs, 0.95, null),
  ];
}

/** A line begun, the card bumped, and the bump taken back, on one card after the other: real touches, as the browser gets them. */
async function touches(tab: Tab, cards: number): Promise<readonly Touch[]> {
  const targets = await tab.ask<string[]>(`heardBench.cards(${cards})`);
  const done: Touch[] = [];
  for (const kind of ["line", "bump", "undo"] as const) {
    for (const cardId of targets) {
      const { x, y } = await tab.ask<{ x: number; y: number }>(`heardBench.aim("${cardId}", "${kind}")`);
      await tab.page.mouse.click(x, y);
      done.push({ kind, ...(await tab.ask<Omit<Touch, "kind">>("heardBench.painted()")) });
      await new Promise((resolve) => void setTimeout(resolve, EVERY_MS));
    }
  }
  return done;
}

/**
 * From the pointer's own time, which the browser gives it as it comes in, to right after the frame in which the touched thing looks otherwise.
 * Event Timing alone ends with the first frame after the handlers, and the screen says nothing before the action is on the disk.
 */
const WATCH = `
  let touchedAt = 0, painted = null;
  addEventListener("pointerdown", (event) => (touchedAt = event.timeStamp), { capture: true, passive: true });
  const durations = [];
  new PerformanceObserver((list) => durations.push(...list.getEntries())).observe({ type: "event", durationThreshold: 16 });
  const LOOKS = {
    line: (card) => card.querySelector("[data-line]").className,
    bump: (card) => card.querySelector(".ticket__undo") === null ? "bump" : "undo",
    undo: (card) => card.querySelector(".ticket__undo") === null ? "bump" : "undo",
  };
  const TARGETS = { line: "[data-line] button", bump: ".ticket__bump", undo: ".ticket__undo" };
  const byId = (cardId) => document.querySelector('[data-card="' + cardId + '"]');
  heardBench.cards = (count) => [...document.querySelectorAll("[data-card]")].slice(0, count).map((card) => card.dataset.card);
  heardBench.aim = (cardId, kind) => {
    const card = byId(cardId);
    const before = LOOKS[kind](card);
    durations.length = 0;
    painted = heardBench.found(() => LOOKS[kind](byId(cardId)) !== before).then(heardBench.nextPaint).then((at) => at - touchedAt);
    const { x, y, width, height } = card.querySelector(TARGETS[kind]).getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  // What takes less than 16 ms the browser does not tell.
  heardBench.painted = async () => ({ paintedMs: await painted, answeredMs: Math.max(16, ...durations.map(({ duration }) => duration)) });
  0`;
