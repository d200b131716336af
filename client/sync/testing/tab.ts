/**
 * Tabs of one device in one page: real IndexedDB, locks and channel, a server that only remembers.
 * For tests.
 */
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import { createEngine } from "#shared/sync/device/shell/engine.ts";
import type { Engine } from "#shared/sync/device/shell/engine-port.ts";
import type { Transport } from "#shared/sync/device/shell/ports.ts";
import type { TabMessage } from "#shared/sync/device/shell/tabs.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { openChannel } from "../../platform/channel.ts";
import { ids } from "../../platform/ids.ts";
import { requestLock } from "../../platform/locks.ts";
import { time } from "../../platform/time.ts";
import { openStore, type Store } from "../../store/store.ts";

export type Tab = {
  readonly engine: Engine;
  readonly store: Store;
  act(name: "order.rush", args: { orderId: string; rush: boolean }): Promise<OutboxEntry>;
};

/** Answers every push as a no-op at `seq`, and counts how often it saw each mutation. */
export function rememberingServer(snapshot: Snapshot) {
  const seen = new Map<string, number>();
  const last = new Map<string, number>();
  let streams = 0;
  let tellAll: ((input: Input) => void) | null = null;
  let streamNumber = 0;
  const serverTime = () => new Date().toISOString();
  const transport: Transport = {
    snapshot: () => Promise.resolve({ kind: "snapshot-taken", snapshot }),
    pull: () => new Promise(() => undefined),
    ack: () => Promise.resolve(),
    async push({ clientId, mutations }: Extract<Effect, { kind: "push" }>) {
      await Promise.resolve();
      for (const { id } of mutations)
        seen.set(`${clientId}/${id}`, (seen.get(`${clientId}/${id}`) ?? 0) + 1);
      last.set(clientId, Math.max(last.get(clientId) ?? 0, mutations.at(-1)?.id ?? 0));
      const results = mutations.map(({ id }) => ({
        id,
        status: "noop" as const,
        seq: snapshot.seq,
      }));
      return {
        kind: "pushed",
        clientId,
        answer: {
          lastMutationId: last.get(clientId) ?? 0,
          results,
          head: snapshot.seq,
          serverTime: serverTime(),
        },
      };
    },
    stream({ stream }, tell) {
      streams++;
      tellAll = tell;
      streamNumber = stream;
      const { logId, epoch, seq } = snapshot;
      queueMicrotask(() =>
        tell({
          kind: "stream-ready",
          stream,
          ready: { logId, epoch, head: seq, floor: 0, serverTime: serverTime(), pingMs: 60_000 },
        }),
      );
      return () => {
        streams--;
        if (tellAll === tell) tellAll = null;
      };
    },
  };
  return {
    transport,
    /** How often each mutation came, by `client/id`. */
    seen,
    openStreams: () => streams,
    send: (events: Extract<Input, { kind: "stream-events" }>["events"]) =>
      tellAll?.({ kind: "stream-events", stream: streamNumber, events }),
  };
}

export async function openTab(name: string, transport: Transport, visible = true): Promise<Tab> {
  const store = openStore(name, "B", ids);
  const stored = await store.load();
  if (!stored.ok) throw new Error(stored.error.kind);
  const engine = createEngine({
    store,
    stored: stored.value,
    transport,
    ids,
    own: {
      role: "kitchen",
      letter: "B",
      source: { kind: "device", name: "Grill" },
      stationIds: [],
    },
    channel: openChannel<TabMessage>(name),
    requestLock: (how, held) => requestLock(name, how, held),
    visible: () => visible,
    time,
    random: { next: () => 0.5 },
    whenIdle: (work) => void setTimeout(work, 0),
  });
  return {
    engine,
    store,
    async act(command, args) {
      const entry = await store.enqueue(command, args, new Date().toISOString());
      if (!entry.ok) throw new Error(entry.error.kind);
      engine.acted(entry.value);
      return entry.value;
    },
  };
}
