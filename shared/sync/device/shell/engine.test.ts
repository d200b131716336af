import { expect, it } from "vitest";
import { ok } from "#shared/kernel/result.ts";
import type { Stored } from "../ports.ts";
import { MINE, OWN, snapshotAt } from "../testing/tablet.ts";
import { createEngine } from "./engine.ts";
import type { ShellStore, Transport } from "./ports.ts";
import type { TabMessage } from "./tabs.ts";

it("[SYN-22] a tab that another one has replaced reads the store when it has stopped, though it was reading when it heard of it", async () => {
  const never = () => new Promise<never>(() => undefined);
  const transport: Transport = { snapshot: never, pull: never, push: never, ack: never, stream: () => () => undefined };
  const stored: Stored = { clientId: MINE, nextId: 1, snapshot: snapshotAt(5), events: [], entries: [] };
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
  } satisfies Partial<ShellStore> as unknown as ShellStore;
  const ticks: (() => void)[] = [];
  let [now, hear]: [number, (message: TabMessage) => void] = [0, () => undefined];
  const engine = createEngine({
    store, stored, transport, own: OWN,
    channel: { post: () => undefined, listen: (listener) => void (hear = listener), close: () => undefined },
    requestLock: null, visible: () => true,
    time: { nowMs: () => now, steadyMs: () => now, after: () => () => undefined, every: (_ms, work) => (ticks.push(work), () => undefined) },
    random: { next: () => 0.5 }, ids: { next: () => MINE }, whenIdle: () => undefined,
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
