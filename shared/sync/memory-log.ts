/**
 * A restaurant's log and what the sequencer keeps beside it, in memory: for tests, the simulation
 * and whoever needs no disk.
 */
import { assert, must } from "#shared/kernel/assert.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { isUnfinished, markOf, standingOf, type GuestLoad } from "#shared/orders/guest-load.ts";
import { canServe, type EventLog, type Place } from "./event-log.ts";
import type { Snapshot } from "./messages/snapshot.ts";
import { resultKey } from "./sequencer.ts";
import {
  MOST_CLEARED,
  type Changes,
  type Loaded,
  type Log,
  type Needs,
  type SequencerTx,
  type StoredClient,
  type StoredKey,
  type StoredResult,
} from "./sequencer-port.ts";
import { applyToWorld, emptyWorld, type World } from "./world.ts";

/** All of it. A backup is a copy, so that what happens later leaves it as it was. */
export type LogContents = {
  readonly log: Log;
  /**
   * From the floor's own event on: it is kept, so that a cursor that stands on it can be checked.
   */
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
  /**
   * One transaction: load once, write at most once. A second may not load before the first has
   * written or was given up.
   */
  begin(): SequencerTx & { giveUp(): void };
  snapshot(serverTime: string): Snapshot;
  /**
   * Another device is this client from now on, whether or not anything was ever sent as it; as in
   * the database nobody waits for the log's lock for it.
   */
  passOn(clientId: string, subjectId: string): void;
  backup(): LogContents;
  /** Back to what it was; a server that knows it was restored says so by a new epoch. */
  restore(contents: LogContents, epoch?: number): void;
};

type Kept = {
  log: Log;
  events: HeardEvent[];
  readonly world: World;
  readonly lineOrders: Map<string, string>;
  readonly clients: Map<string, StoredClient>;
  readonly results: Map<string, StoredResult>;
  readonly keys: Map<string, StoredKey>;
  readonly letters: Map<string, number>;
};

export function createMemoryLog(logId: string): MemoryLog {
  let kept: Kept = {
    log: { logId, epoch: 1, head: 0, headId: null, floor: 0 },
    events: [],
    world: emptyWorld(),
    lineOrders: new Map(),
    clients: new Map(),
    results: new Map(),
    keys: new Map(),
    letters: new Map(),
  };
  let locked = false;

  return {
    events: {
      position: async () => kept.log,
      append: async (events) => append(kept, events),
      read: async (since, limit) => readFrom(kept, since, limit),
      async trim(upTo) {
        trim(kept, upTo);
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
          write(kept, loaded, changes);
          end();
        },
        giveUp: end,
      };
    },
    snapshot(serverTime) {
      const {
        log: { epoch, head, headId },
        world: { orders, menu, tables, settings },
      } = kept;
      return {
        logId: kept.log.logId,
        epoch,
        seq: head,
        id: headId,
        serverTime,
        menu,
        tables,
        settings,
        orders: [...orders.values()],
      };
    },
    passOn(clientId, subjectId) {
      kept.clients.set(clientId, {
        subjectId,
        lastMutationId: kept.clients.get(clientId)?.lastMutationId ?? 0,
      });
    },
    backup: () => copyOf(kept),
    restore(contents, epoch = contents.log.epoch) {
      kept = copyOf(contents);
      kept.log = { ...kept.log, epoch };
    },
  };
}

function readFrom(
  { log, events }: LogContents,
  since: Place,
  limit: number,
): Awaited<ReturnType<EventLog["read"]>> {
  const first = events[0]?.seq ?? log.head + 1;
  const idAt = events[since.seq - first]?.id ?? null;
  if (!canServe(log, since, idAt)) return { kind: "must_refetch" };
  const from = since.seq + 1 - first;
  return { kind: "events", events: events.slice(from, from + limit) };
}

function append(kept: Kept, events: readonly HeardEvent[]): boolean {
  const last = events.at(-1);
  if (last === undefined) return true;
  if (events.some((event, index) => event.seq !== kept.log.head + 1 + index)) return false;
  for (const event of events) applyToWorld(kept.world, event);
  kept.log = { ...kept.log, head: last.seq, headId: last.id };
  kept.events.push(...events);
  return true;
}

function trim(kept: Kept, upTo: number): void {
  const floor = Math.max(kept.log.floor, Math.min(upTo, kept.log.head));
  kept.log = { ...kept.log, floor };
  kept.events = kept.events.filter((event) => event.seq >= floor);
}

function load(kept: LogContents, needs: Needs): Loaded {
  const results = needs.clients.flatMap(({ clientId, from, to }) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, index) =>
      resultKey(clientId, from + index),
    ),
  );
  const { menu, tables, settings, orders } = kept.world;
  return {
    log: kept.log,
    world: {
      orders: pick(orders, [...needs.orderIds, ...clearedBy(orders, needs)]),
      menu,
      tables,
      settings,
    },
    lineOrders: pick(kept.lineOrders, needs.lineIds),
    clients: pick(
      kept.clients,
      needs.clients.map((client) => client.clientId),
    ),
    results: pick(kept.results, results),
    keys: pick(kept.keys, needs.keys),
    letters: new Map(kept.letters),
    guests:
      needs.guestTables.length === 0
        ? { marks: new Map(), unfinished: 0 }
        : guestLoadOf(
            orders,
            needs.guestTables.map(({ tableId }) => tableId),
          ),
  };
}

function clearedBy(orders: World["orders"], { clearedTables }: Needs): string[] {
  if (clearedTables.length === 0) return [];
  return [...orders.values()]
    .filter(
      (order) => standingOf(order) === "waiting" && clearedTables.includes(order.tableId ?? ""),
    )
    .slice(0, MOST_CLEARED)
    .map((order) => order.orderId);
}

function guestLoadOf(orders: World["orders"], tableIds: readonly string[]): GuestLoad {
  const load: GuestLoad = { marks: new Map(), unfinished: 0 };
  for (const order of orders.values()) {
    const mark = markOf(order);
    if (mark === null) continue;
    if (isUnfinished(mark.standing)) load.unfinished++;
    if (mark.tableId !== null && tableIds.includes(mark.tableId))
      load.marks.set(order.orderId, mark);
  }
  return load;
}

function write(kept: Kept, loaded: Loaded, changes: Changes): void {
  const { menu, tables, settings, orders } = loaded.world;
  kept.log = loaded.log;
  for (const { body } of changes.events) kept.events.push(JSON.parse(body) as HeardEvent);
  for (const id of changes.orderIds)
    kept.world.orders.set(id, must(orders.get(id), "a changed order"));
  if (changes.menu) kept.world.menu = menu;
  if (changes.tables) kept.world.tables = tables;
  if (changes.settings) kept.world.settings = settings;
  for (const { lineId, orderId } of changes.lines) kept.lineOrders.set(lineId, orderId);
  // Whose client it is changes only by `passOn`, perhaps since this was loaded.
  for (const [clientId, client] of changes.clients)
    kept.clients.set(clientId, {
      ...client,
      subjectId: kept.clients.get(clientId)?.subjectId ?? client.subjectId,
    });
  for (const result of changes.results)
    kept.results.set(resultKey(result.clientId, result.mutationId), result);
  for (const key of changes.keys) kept.keys.set(key.key, key);
  for (const letter of changes.letters)
    kept.letters.set(letter, must(loaded.letters.get(letter), "a used letter"));
}

function copyOf({
  log,
  events,
  world,
  lineOrders,
  clients,
  results,
  keys,
  letters,
}: LogContents): Kept {
  return {
    log,
    events: [...events],
    world: { ...world, orders: new Map(world.orders) },
    lineOrders: new Map(lineOrders),
    clients: new Map(clients),
    results: new Map(results),
    keys: new Map(keys),
    letters: new Map(letters),
  };
}

function pick<V>(map: ReadonlyMap<string, V>, keys: readonly string[]): Map<string, V> {
  const picked = new Map<string, V>();
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) picked.set(key, value);
  }
  return picked;
}
