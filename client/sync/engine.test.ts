import { expect, it } from "vitest";
import { ok } from "#shared/kernel/result.ts";
import type { Stored } from "#shared/sync/device/ports.ts";
import type { Store } from "../store/store.ts";
import { snapshotOf, testIds } from "../store/testing/samples.ts";
import { createEngine } from "./engine.ts";
import type { TabMessage } from "./tabs.ts";
import type { Transport } from "./transport.ts";

it("[SYN-22] a tab that another one has replaced reads the store when it has stopped, though it was reading when it heard of it", async () => {
  const never = () => new Promise<never>(() => undefined);
  const transport: Transport = { snapshot: never, pull: never, push: never, ack: never, stream: () => () => undefined };
  const stored: Stored = { clientId: testIds().next(), nextId: 1, snapshot: snapshotOf([]), events: [], entries: [] };
  const ledAtRead: boolean[] = [];
  let reads: Promise<unknown> = Promise.resolve();
  let wasClosed: () => void = () => undefined;
  const store = {
    async load() {
      ledAtRead.push(engine.leads());
      await reads;
      return ok(stored);
    },
    takeTerm: () => Promise.resolve(ok(1)),
    onClosed: (listener) => void (wasClosed = listener),
    close: () => undefined,
  } satisfies Partial<Store> as unknown as Store;
  const ticks: (() => void)[] = [];
  let [now, hear]: [number, (message: TabMessage) => void] = [0, () => undefined];
  const engine = createEngine({
    store, stored, transport, ids: testIds(), own: { role: "kitchen", letter: "B", source: { kind: "device", name: "Grill" }, stationIds: [] },
    channel: { post: () => undefined, listen: (listener) => void (hear = listener), close: () => undefined },
    election: { requestLock: null, visible: () => true, nowMs: () => now, every: (_ms, work) => (ticks.push(work), () => undefined) },
    nowMs: () => now, random: { next: () => 0.5 }, sleep: never, whenIdle: () => undefined,
  });
  now = 1_000;
  for (const tick of ticks) tick();
  await expect.poll(() => engine.leads()).toBe(true);

  let isRead: () => void = () => undefined;
  reads = new Promise<void>((resolve) => void (isRead = resolve));
  wasClosed();
  await expect.poll(() => ledAtRead).toEqual([false, true]);
  hear({ kind: "beat", term: 9, link: engine.link(), clockOffsetMs: null });
  isRead();
  await expect.poll(() => ledAtRead).toEqual([false, true, false]);
});
