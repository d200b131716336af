/** A core that is driven by hand: told one input at a time, with the effects of each in hand. */
import { toIso } from "#shared/kernel/time.ts";
import { uuid } from "#shared/orders/testing/house.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { FOLD } from "#shared/orders/fold.ts";
import { createCore, step } from "../core.ts";
import type { OutboxEntry } from "../entry.ts";
import type { Own } from "../overlay.ts";
import type { Effect, Input, Stored, TimerName } from "../ports.ts";
import type { Core } from "../state.ts";
import type { Snapshot } from "../../messages/snapshot.ts";
import { emptyWorld } from "../../world.ts";

export const LOG = uuid(0x109);
export const MINE = uuid(0xc1);
export const OWN: Own = {
  role: "owner",
  letter: "B",
  source: { kind: "device", name: "Pass" },
  stationIds: [],
};
export const START_MS = Date.UTC(2026, 0, 31, 19);
export const SERVER_TIME = new Date(START_MS).toISOString();

/** The id of the log's event `n`; another branch's event with the same number has another. */
export const eventId = (n: number, branch = 0): string | null =>
  n === 0 ? null : uuid(0xe0000 + branch * 0x1000 + n);

export const event = (seq: number, branch = 0): HeardEvent => ({
  seq,
  id: eventId(seq, branch)!,
  type: "menu_item_availability_changed",
  v: 1,
  entityId: "x",
  data: { menuItemId: "x", name: "X", available: branch === 0 },
  origin: null,
  occurredAt: SERVER_TIME,
  recordedAt: SERVER_TIME,
});

export const saidAt = (it: HeardEvent, ms: number): HeardEvent => ({
  ...it,
  recordedAt: toIso(ms),
});

export const events = (from: number, to: number, branch = 0): HeardEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index, branch));

export const snapshotAt = (seq: number, more: Partial<Snapshot> = {}): Snapshot => {
  const { menu, tables, settings } = emptyWorld();
  return {
    logId: LOG,
    epoch: 1,
    seq,
    id: eventId(seq),
    serverTime: SERVER_TIME,
    menu,
    tables,
    settings,
    orders: [],
    foldedBy: FOLD,
    ...more,
  };
};

export const entry = (id: number, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  at: id,
  clientId: MINE,
  id,
  name: "order.place",
  args: {
    orderId: uuid(id),
    channel: "takeaway",
    lines: [{ lineId: uuid(id * 100), menuItemId: "steak", quantity: 1 }],
  },
  occurredAt: SERVER_TIME,
  state: "waiting",
  outcome: null,
  ...more,
});

export type Tablet = {
  readonly core: Core;
  /** Effects without timers, of this input alone. */
  tell(input: Input): Effect[];
  /** Moves the clock on. */
  pass(ms: number): void;
  nowMs(): number;
  /** From now on somebody can see it, or nobody. At first somebody can. */
  seen(visible: boolean): void;
  /** Every effect so far. */
  readonly all: Effect[];
  /** What the timers are set to, by name. */
  timers(): Readonly<Record<string, number>>;
  /** Opens the current stream at this head. */
  ready(head: number, more?: { retentionMs?: number }): Effect[];
  /**
   * Answers the push in flight (what it asked is given back), with this last id and these results.
   */
  answer(
    lastMutationId: number,
    results?: readonly {
      id: number;
      seq: number;
      status?: "applied" | "noop" | "rejected";
      code?: string;
      detail?: string;
    }[],
    head?: number,
  ): Effect[];
  page(
    list: readonly HeardEvent[],
    head: number,
    more?: { epoch?: number; pollMs?: number },
  ): Effect[];
  stream(): number;
};

/**
 * A tablet on what it has stored: by default filled up to event 5, with nothing to send. Not
 * started.
 */
export function tablet(stored: Partial<Stored> = {}): Tablet {
  const all: Effect[] = [];
  let nowMs = START_MS;
  let made = 0;
  let visible = true;
  const random = { next: () => 0.5 };
  const ids = { next: () => uuid(0xf0 + ++made) };
  const core = createCore(
    { clientId: MINE, nextId: 1, snapshot: snapshotAt(5), events: [], entries: [], ...stored },
    OWN,
    nowMs,
  );
  const set = new Map<string, number>();
  const it: Tablet = {
    core,
    all,
    tell(input) {
      if (input.kind === "timer") set.delete(input.timer);
      const effects = step(core, input, { nowMs, random, ids, visible });
      all.push(...effects);
      for (const effect of effects) {
        if (effect.kind === "set-timer") set.set(effect.timer, effect.delayMs);
        if (effect.kind === "clear-timer") set.delete(effect.timer);
      }
      return effects.filter(
        (effect) => effect.kind !== "set-timer" && effect.kind !== "clear-timer",
      );
    },
    pass(ms) {
      nowMs += ms;
    },
    nowMs: () => nowMs,
    seen: (now) => void (visible = now),
    timers: () => Object.fromEntries(set),
    stream: () => core.reading.stream.n,
    ready: (head, more = {}) =>
      it.tell({
        kind: "stream-ready",
        stream: it.stream(),
        ready: {
          logId: LOG,
          epoch: core.replica.cursor?.epoch ?? 1,
          head,
          floor: 0,
          serverTime: SERVER_TIME,
          pingMs: 10_000,
          ...more,
        },
      }),
    answer: (
      lastMutationId,
      results = [],
      head = Math.max(core.replica.cursor?.seq ?? 0, ...results.map(({ seq }) => seq)),
    ) => {
      const push = [...all].reverse().find((effect) => effect.kind === "push")!;
      return it.tell({
        kind: "pushed",
        clientId: push.clientId,
        answer: {
          lastMutationId,
          results: results.map((result) => ({ status: "applied" as const, ...result })),
          head,
          serverTime: SERVER_TIME,
        },
      });
    },
    page: (list, head, { epoch = 1, ...more } = {}) =>
      it.tell({
        kind: "pulled",
        page: { logId: LOG, epoch, head, floor: 0, serverTime: SERVER_TIME, events: list, ...more },
      }),
  };
  return it;
}

/** Started, compared and live at event 5. */
export function liveTablet(stored: Partial<Stored> = {}): Tablet {
  const it = tablet(stored);
  it.tell({ kind: "started" });
  it.answer((stored.nextId ?? 1) - 1);
  it.ready(5);
  return it;
}

/** Three streams have died young, and pages are what gets through. */
export function pollingTablet(): Tablet {
  const it = liveTablet();
  for (let deaths = 0; deaths < 3; deaths++) {
    it.tell({ kind: "stream-ended", stream: it.stream(), failure: { kind: "unreachable" } });
    it.page([], 5);
    if (deaths === 2) break;
    timer(it, "retry");
    it.ready(5);
  }
  return it;
}

/** Somebody does something. */
export const act = (it: Tablet, id: number, clientId = MINE): Effect[] =>
  it.tell({ kind: "acted", entry: entry(id, { clientId }) });

/** The ids of what was pushed last. */
export const pushedIds = (it: Tablet): number[] =>
  [...it.all]
    .reverse()
    .find((effect) => effect.kind === "push")!
    .mutations.map((mutation) => mutation.id);

export const kinds = (effects: readonly Effect[]): string[] => effects.map((effect) => effect.kind);

export const ping = (it: Tablet, head: number): Effect[] =>
  it.tell({ kind: "stream-ping", stream: it.stream(), ping: { head, serverTime: SERVER_TIME } });

export const timer = (it: Tablet, name: TimerName): Effect[] =>
  it.tell({ kind: "timer", timer: name });

/** The store has written what is held, as far as here. */
export const stored = (it: Tablet, seq: number): Effect[] =>
  it.tell({
    kind: "persisted",
    cursor: { ...it.core.replica.cursor!, seq },
    ...(it.core.storing.kind === "idle" ? {} : { fill: it.core.storing.fills }),
  });

export const unreachable = { kind: "unreachable" } as const;

/** The current stream ends, and nobody answers. */
export const ended = (it: Tablet): Effect[] =>
  it.tell({ kind: "stream-ended", stream: it.stream(), failure: unreachable });
