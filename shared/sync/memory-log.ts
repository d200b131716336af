/** A restaurant's log and what the sequencer keeps beside it, in memory: for tests, the simulation and whoever needs no disk. */
import { assert, must } from "#shared/kernel/assert.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";
import { canServe, type EventLog, type Place } from "./event-log.ts";
import type { Snapshot } from "./messages/snapshot.ts";
import { resultKey } from "./sequencer.ts";
import type { Changes, Loaded, Log, Needs, SequencerTx, StoredClient, StoredKey, StoredResult } from "./sequencer-port.ts";
import { applyToWorld, emptyWorld, type World } from "./world.ts";

/** All of it as values that nobody changes: a backup is one of these, kept. */
export type LogContents = {
  readonly log: Log;
  /** From the floor's own event on: it is kept, so that a cursor that stands on it can be checked. */
  readonly events: readonly HeardEvent[];
  readonly world: World;
  readonly lineOrders: ReadonlyMap<string, string>;
  readonly clients: ReadonlyMap<string, StoredClient>;
  readonly results: ReadonlyMap<string, StoredResult>;
  readonly keys: ReadonlyMap<string, StoredKey>;
  readonly letters: ReadonlyMap<string, number>;
};

export type MemoryLog = {
  readonly events: EventLog;
  /** One transaction: load once, write at most once. A second may not load before the first has written or was given up. */
  begin(): SequencerTx & { giveUp(): void };
  snapshot(serverTime: string): Snapshot;
  backup(): LogContents;
  /** Back to what it was; a server that knows it was restored says so by a new epoch. */
  restore(contents: LogContents, epoch?: number): void;
};

export function createMemoryLog(logId: string): MemoryLog {
  let kept: LogContents = {
    log: { logId, epoch: 1, head: 0, headId: null, floor: 0 }, events: [], world: emptyWorld(),
    lineOrders: new Map(), clients: new Map(), results: new Map(), keys: new Map(), letters: new Map(),
  };
  let locked = false;

  return {
    events: {
      position: async () => kept.log,
      async append(events) {
        const next = appended(kept, events);
        if (next === null) return false;
        kept = next;
        return true;
      },
      read: async (since, limit) => readFrom(kept, since, limit),
      async trim(upTo) {
        kept = trimmed(kept, upTo);
      },
    },
    begin() {
      let state: "begun" | "loaded" | "ended" = "begun";
      const end = () => {
        if (state === "loaded") locked = false;
        state = "ended";
      };
      return {
        async load(needs) {
          assert(state === "begun" && !locked, "the log's lock is free");
          state = "loaded";
          locked = true;
          return load(kept, needs);
        },
        async write(loaded, changes) {
          assert(state === "loaded", "load comes before write");
          kept = written(kept, loaded, changes);
          end();
        },
        giveUp: end,
      };
    },
    snapshot(serverTime) {
      const { log: { epoch, head, headId }, world: { orders, menu, tables, settings } } = kept;
      return { logId: kept.log.logId, epoch, seq: head, id: headId, serverTime, menu, tables, settings, orders: [...orders.values()] };
    },
    backup: () => kept,
    restore(contents, epoch = contents.log.epoch) {
      kept = { ...contents, log: { ...contents.log, epoch } };
    },
  };
}

function readFrom({ log, events }: LogContents, since: Place, limit: number): Awaited<ReturnType<EventLog["read"]>> {
  const first = events[0]?.seq ?? log.head + 1;
  const idAt = events[since.seq - first]?.id ?? null;
  if (!canServe(log, since, idAt)) return { kind: "must_refetch" };
  const from = since.seq + 1 - first;
  return { kind: "events", events: events.slice(from, from + limit) };
}

function appended(kept: LogContents, events: readonly HeardEvent[]): LogContents | null {
  const last = events.at(-1);
  if (last === undefined) return kept;
  if (events.some((event, index) => event.seq !== kept.log.head + 1 + index)) return null;
  const world = copyOf(kept.world);
  for (const event of events) applyToWorld(world, event);
  return { ...kept, log: { ...kept.log, head: last.seq, headId: last.id }, events: [...kept.events, ...events], world };
}

function trimmed(kept: LogContents, upTo: number): LogContents {
  const floor = Math.max(kept.log.floor, Math.min(upTo, kept.log.head));
  return { ...kept, log: { ...kept.log, floor }, events: kept.events.filter((event) => event.seq >= floor) };
}

function load(kept: LogContents, needs: Needs): Loaded {
  const results = needs.clients.flatMap(({ clientId, from, to }) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => resultKey(clientId, from + index)),
  );
  const { menu, tables, settings, orders } = kept.world;
  return {
    log: kept.log,
    world: { orders: pick(orders, needs.orderIds), menu, tables, settings },
    lineOrders: pick(kept.lineOrders, needs.lineIds),
    clients: pick(kept.clients, needs.clients.map((client) => client.clientId)),
    results: pick(kept.results, results),
    keys: pick(kept.keys, needs.keys),
    letters: new Map(kept.letters),
  };
}

function written(kept: LogContents, loaded: Loaded, changes: Changes): LogContents {
  const events = changes.events.map((event) => JSON.parse(event.body) as HeardEvent);
  const { menu, tables, settings } = loaded.world;
  const orders = [...changes.orderIds].map((id): [string, Order] => [id, must(loaded.world.orders.get(id), "a changed order")]);
  return {
    log: loaded.log,
    events: events.length > 0 ? [...kept.events, ...events] : kept.events,
    world: {
      orders: withAll(kept.world.orders, orders),
      menu: changes.menu ? menu : kept.world.menu,
      tables: changes.tables ? tables : kept.world.tables,
      settings: changes.settings ? settings : kept.world.settings,
    },
    lineOrders: withAll(kept.lineOrders, changes.lines.map((line) => [line.lineId, line.orderId])),
    clients: withAll(kept.clients, [...changes.clients]),
    results: withAll(kept.results, changes.results.map((result) => [resultKey(result.clientId, result.mutationId), result])),
    keys: withAll(kept.keys, changes.keys.map((key) => [key.key, key])),
    letters: withAll(kept.letters, [...changes.letters].map((letter) => [letter, must(loaded.letters.get(letter), "a used letter")])),
  };
}

const copyOf = (world: World): World => ({ ...world, orders: new Map(world.orders) });

function withAll<V>(map: ReadonlyMap<string, V>, entries: readonly (readonly [string, V])[]): Map<string, V> {
  return new Map([...map, ...entries]);
}

function pick<V>(map: ReadonlyMap<string, V>, keys: readonly string[]): Map<string, V> {
  return new Map(keys.flatMap((key): [string, V][] => {
    const value = map.get(key);
    return value === undefined ? [] : [[key, value]];
  }));
}
