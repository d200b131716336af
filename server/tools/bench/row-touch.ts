import { setTimeout as sleep } from "node:timers/promises";
import { openKitchen, openScreen } from "./kitchen.ts";
import { median, plainFigure, quantile } from "./rounds.ts";
import type { Bench, Figure, Row, Target } from "./row.ts";
import { openBare, type Tab } from "./tablet.ts";

/**
 * How much slower than this machine a kitchen's tablet is, and the most frames a touch may take on
 * it.
 */
const TABLETS = [
  { slower: 4, what: "p95", share: 0.95, frames: 3 },
  { slower: 6, what: "p99", share: 0.99, frames: 4 },
] as const;

type Touch = {
  readonly kind: "line" | "bump" | "undo";
  readonly paintedMs: number;
  readonly answeredMs: number;
};

const EVERY_MS = 150;
/** A multiple of those touched together. */
const cardsOf = ({ short }: Pick<Bench, "short">): number => (short ? 3 : 12);
/**
 * A bump can be taken back for five seconds, so not all cards can be bumped before the first comes
 * back.
 */
const TOGETHER = 3;
/** A little longer than in client/ui/hands.ts. */
const HANDS_OFF_MS = 900;

export const touch: Row = {
  name: "touch",
  work: "a finger on the kitchen's screen, 200 open tickets, a processor 4 and 6 times slower",
  limit: "one frame",
  async run(bench) {
    const kitchen = await openKitchen(bench, bench.short ? 30 : 200);
    try {
      const bare = await openBare(kitchen.tablet);
      await bare.ask(BARE_BUTTON);
      const tab = await openScreen(kitchen);
      await tab.ask(WATCH);
      const figures: Figure[] = [];
      for (const tablet of TABLETS) figures.push(...(await on(tab, bare, tablet, bench)));
      return figures;
    } finally {
      await kitchen.close();
    }
  },
};

/**
 * The frame is an empty page's: on a screen that is busy frames are longer, and would excuse it.
 */
async function on(
  tab: Tab,
  bare: Tab,
  { slower, what, share, frames }: (typeof TABLETS)[number],
  bench: Bench,
): Promise<readonly Figure[]> {
  await tab.slowDown(slower);
  const rounds: {
    readonly frameMs: number;
    readonly touches: readonly Touch[];
    readonly bareMs: readonly number[];
  }[] = [];
  await tab.inFront();
  if (!bench.short) await touches(tab, TOGETHER);
  for (let round = 0; round < bench.rounds; round += 1) {
    await bare.inFront();
    const frameMs = await bare.ask<number>("heardBench.frame(60)");
    const bareMs = await bareTouches(bare, slower, 3 * cardsOf(bench));
    await tab.inFront();
    rounds.push({
      frameMs,
      bareMs,
      touches: await tab.profiled(`touch-${slower}-${round}`, () => touches(tab, cardsOf(bench))),
    });
  }
  await tab.slowDown(1);
  const inFrames = (
    named: string,
    pick: (touch: Touch) => number | null,
    at: number,
    target: Target | null,
  ): Figure => {
    const each = rounds.map((round) =>
      quantile(
        round.touches.flatMap((it) => pick(it) ?? []).toSorted((a, b) => a - b),
        at,
      ),
    );
    return {
      what: `${named}, ${slower} × slower`,
      unit: "ms",
      target,
      ours: median(each),
      limit: median(rounds.map(({ frameMs }) => frameMs)),
      ratio: median(rounds.map(({ frameMs }, round) => (each[round] ?? 0) / frameMs)),
    };
  };
  const of = (kind: Touch["kind"]) => (it: Touch) => (it.kind === kind ? it.paintedMs : null);
  return [
    inFrames(`touch → painted, ${what}`, (it) => it.paintedMs, share, { most: frames }),
    inFrames("of a line, p50", of("line"), 0.5, null),
    inFrames("of a bump, p50", of("bump"), 0.5, null),
    inFrames("of an undo, p50", of("undo"), 0.5, null),
    inFrames(
      "touch → the browser's next frame (Event Timing), p95",
      (it) => it.answeredMs,
      0.95,
      null,
    ),
    plainFigure(
      { what: `of a bare button on an empty page, ${what}, ${slower} × slower`, unit: "ms" },
      rounds.map(({ bareMs }) =>
        quantile(
          bareMs.toSorted((a, b) => a - b),
          share,
        ),
      ),
    ),
    plainFigure(
      { what: `touches that were taken, ${slower} × slower`, unit: "%" },
      rounds.map(({ touches: taken }) => (100 * taken.length) / (3 * cardsOf(bench))),
    ),
  ];
}

/** What the browser itself takes for a touch that does next to nothing, on a tablet as slow. */
async function bareTouches(bare: Tab, slower: number, count: number): Promise<readonly number[]> {
  await bare.slowDown(slower);
  const taken: number[] = [];
  for (let touched = 0; touched < count; touched += 1) {
    const { x, y } = await bare.ask<{ x: number; y: number }>("heardBench.aimAtBare()");
    await bare.touch(x, y);
    taken.push(await bare.ask<number>("heardBench.bare()"));
    await sleep(EVERY_MS);
  }
  await bare.slowDown(1);
  return taken;
}

/**
 * A line begun, the card bumped, and the bump taken back: real touches, as the browser gets them.
 */
async function touches(tab: Tab, cards: number): Promise<readonly Touch[]> {
  const done: Touch[] = [];
  for (let touched = 0; touched < cards; touched += TOGETHER) {
    // What was taken back may have lost its turn; cards change their places once hands have been
    // off for a moment.
    await sleep(HANDS_OFF_MS);
    const targets = await tab.ask<string[]>(`heardBench.cards(${TOGETHER})`);
    for (const kind of ["line", "bump", "undo"] as const) {
      for (const cardId of targets) {
        const at = await tab.ask<{ x: number; y: number } | null>(
          `heardBench.aim("${cardId}", "${kind}")`,
        );
        if (at === null) continue;
        await tab.touch(at.x, at.y);
        const painted = await tab.ask<Omit<Touch, "kind"> | null>("heardBench.painted()");
        if (painted !== null) done.push({ kind, ...painted });
        await sleep(EVERY_MS);
      }
    }
  }
  // On a busy machine a bump's five seconds may be over, or a card may have moved from under the
  // finger, as it should not have taken the touch then.
  if (done.length < cards * 3 * 0.5)
    throw new Error(`only ${done.length} of ${cards * 3} touches came to something`);
  return done;
}

/**
 * From the time at which the browser got the finger's leaving, which says what is meant (a finger
 * that slides off means nothing), to right after the frame in which the touched thing looks
 * otherwise.
 * Event Timing alone ends with the first frame after the handlers, and the screen says nothing
 * before the action is on the disk.
 */
const WATCH = `
  let touchedAt = 0, painted = null;
  addEventListener("pointerup", (event) => (touchedAt = event.timeStamp), { capture: true, passive: true });
  const durations = [];
  new PerformanceObserver((list) => durations.push(...list.getEntries())).observe({ type: "event", durationThreshold: 16 });
  const LOOKS = {
    line: (card) => card.querySelector("[data-line]").className,
    bump: (card) => card.querySelector(".ticket__undo") === null ? "bump" : "undo",
    undo: (card) => card.querySelector(".ticket__undo") === null ? "bump" : "undo",
  };
  const TARGETS = { line: "[data-line] button", bump: ".ticket__bump", undo: ".ticket__undo" };
  const byId = (cardId) => document.querySelector('[data-card="' + cardId + '"]');
  heardBench.cards = async (count) => {
    const open = () => [...document.querySelectorAll("[data-card]")].filter((card) => card.querySelector(".ticket__bump:enabled") !== null);
    // While cards change their places they take no touch, and hands that are off let them.
    while (document.querySelector("[data-settling]") !== null || open().length < count) await heardBench.nextPaint();
    return open().slice(0, count).map((card) => card.dataset.card);
  };
  heardBench.aim = async (cardId, kind) => {
    while (byId(cardId)?.querySelector("[data-settling]")) await heardBench.nextPaint();
    const card = byId(cardId);
    if (!card?.querySelector(TARGETS[kind])) return null;
    const before = LOOKS[kind](card);
    durations.length = 0;
    painted = heardBench.found(() => byId(cardId) !== null && LOOKS[kind](byId(cardId)) !== before).then(heardBench.nextPaint).then((at) => at - touchedAt);
    const { x, y, width, height } = card.querySelector(TARGETS[kind]).getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  // What takes less than 16 ms the browser does not tell.
  heardBench.painted = async () => {
    const paintedMs = await Promise.race([painted, new Promise((resolve) => setTimeout(resolve, 3_000, null))]);
    return paintedMs === null ? null : { paintedMs, answeredMs: Math.max(16, ...durations.map(({ duration }) => duration)) };
  };
  0`;

const BARE_BUTTON = `
  document.body.innerHTML = '<button style="width: 300px; height: 100px">0</button>';
  const button = document.querySelector("button");
  button.onclick = () => (button.textContent = 1 - Number(button.textContent));
  let liftedAt = 0, done = null;
  addEventListener("pointerup", (event) => (liftedAt = event.timeStamp), { capture: true, passive: true });
  heardBench.aimAtBare = () => {
    const before = button.textContent;
    done = heardBench.found(() => button.textContent !== before).then(heardBench.nextPaint).then((at) => at - liftedAt);
    return { x: 150, y: 60 };
  };
  heardBench.bare = () => done;
  0`;
