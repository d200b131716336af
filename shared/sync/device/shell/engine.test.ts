import { expect, test } from "vitest";
import { err, ok } from "#shared/kernel/result.ts";
import type { Input, Stored } from "../ports.ts";
import {
  entry,
  event,
  LOG,
  MINE,
  OWN,
  saidAt,
  SERVER_TIME,
  snapshotAt,
  START_MS,
} from "../testing/tablet.ts";
import { createEngine } from "./engine.ts";
import type { ShellStore, Transport } from "./ports.ts";
import type { TabMessage } from "./tabs.ts";

const never = () => new Promise<never>(() => undefined);
const STORED: Stored = {
  clientId: MINE,
  nextId: 1,
  snapshot: snapshotAt(5),
  events: [],
  entries: [],
};

/**
 * A tab without locks, which leads when nobody is heard for a second; its clock is moved by hand.
 */
function tab(store: Partial<ShellStore>) {
  let [told, stream]: [(input: Input) => void, number] = [() => undefined, 0];
  const transport: Transport = {
    snapshot: never,
    pull: never,
    push: never,
    ack: never,
    stream: (effect, tell) => (([told, stream] = [tell, effect.stream]), () => undefined),
  };
  const ticks: (() => void)[] = [];
  let [now, hear, wasClosed]: [number, (message: TabMessage) => void, () => void] = [
    0,
    () => undefined,
    () => undefined,
  ];
  const engine = createEngine({
    store: {
      takeTerm: () => Promise.resolve(ok(1)),
      onClosed: (listener) => void (wasClosed = listener),
      close: () => undefined,
      ...store,
    } satisfies Partial<ShellStore> as unknown as ShellStore,
    stored: STORED,
    transport,
    own: OWN,
    channel: {
      post: () => undefined,
      listen: (listener) => void (hear = listener),
      close: () => undefined,
    },
    requestLock: null,
    visible: () => true,
    time: {
      nowMs: () => now,
      steadyMs: () => now,
      after: () => () => undefined,
      every: (_ms, work) => (ticks.push(work), () => undefined),
    },
    random: { next: () => 0.5 },
    ids: { next: () => MINE },
    whenIdle: () => undefined,
  });
  return {
    engine,
    hear: (message: TabMessage) => hear(message),
    /** A stream says that the log ends where the store does. */
    ready: () =>
      told({
        kind: "stream-ready",
        stream,
        ready: { logId: LOG, epoch: 1, head: 5, floor: 0, serverTime: SERVER_TIME, pingMs: 10_000 },
      }),
    /** It says what comes next, as soon as that is recorded. */
    says: (seq: number, agoMs: number) =>
      told({ kind: "stream-events", stream, events: [saidAt(event(seq), START_MS + agoMs)] }),
    /** The browser closes the database. */
    closeStore: () => wasClosed(),
    pass: (ms: number) => {
      now += ms;
      for (const tick of ticks) tick();
    },
  };
}

test("[SYN-22] a tab that another one has replaced reads the store when it has stopped, though it was reading when it heard of it", async () => {
  const ledAtRead: boolean[] = [];
  let reads: Promise<unknown> = Promise.resolve();
  const { engine, hear, closeStore, pass } = tab({
    async load() {
      ledAtRead.push(engine.leads());
      await reads;
      return ok(STORED);
    },
  });
  pass(1_000);
  await expect.poll(() => engine.leads()).toBe(true);

  let isRead: () => void = () => undefined;
  reads = new Promise<void>((resolve) => void (isRead = resolve));
  closeStore();
  await expect.poll(() => ledAtRead).toEqual([false, true]);
  hear({ kind: "beat", term: 9, link: engine.link(), clockOffsetMs: null });
  isRead();
  await expect.poll(() => ledAtRead).toEqual([false, true, false]);
});

test("[SYN-12] words of other tabs that overtook each other have the outbox read once, and once more for those that come while it is read", async () => {
  let asked = 0;
  let isRead: () => void = () => undefined;
  const { engine, hear } = tab({
    async loadOutbox() {
      asked++;
      await new Promise<void>((resolve) => void (isRead = resolve));
      return ok({ clientId: MINE, entries: [entry(1), entry(2), entry(3), entry(4)] });
    },
  });
  for (const id of [4, 3, 2]) hear({ kind: "acted", entry: entry(id) });
  await expect.poll(() => asked).toBe(1);
  for (const id of [9, 8]) hear({ kind: "acted", entry: entry(id) });
  isRead();
  await expect.poll(() => asked).toBe(2);
  isRead();
  await expect.poll(() => engine.link().waiting).toBeGreaterThanOrEqual(4);
  expect(asked).toBe(2);
});

test("[SYN-40] [P4] a tab that led on a full disk looks as old as what it reads there, while nobody else can lead: not as it looked to itself, nor as another tab did before", async () => {
  const { engine, hear, pass, ready, says } = tab({
    load: () => Promise.resolve(ok(STORED)),
    storeEvents: () => Promise.resolve(err({ kind: "full" })),
  });
  hear({
    kind: "beat",
    term: 1,
    link: { ...engine.link(), state: "polling", lastContactAt: 0 },
    clockOffsetMs: null,
  });
  expect(engine.link()).toMatchObject({ state: "polling", lastContactAt: 0 });
  // Two steps: a tab that slept itself does not take that for silence.
  for (const ms of [3_000, 3_000]) pass(ms);
  await expect.poll(() => engine.leads()).toBe(true);
  ready();
  pass(10_000);
  says(6, 10_000);
  expect([engine.link(), engine.core.replica.cursor?.seq]).toMatchObject([
    { state: "live", lastContactAt: 16_000 },
    6,
  ]);

  await expect.poll(() => engine.trouble()).toEqual({ kind: "full" });
  hear({ kind: "beat", term: 9, link: engine.link(), clockOffsetMs: null });
  await expect.poll(() => engine.core.replica.cursor?.seq).toBe(5);
  expect([engine.leads(), engine.link()]).toMatchObject([
    false,
    { state: "live", lastContactAt: 6_000 },
  ]);
});
