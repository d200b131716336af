/**
 * A device's storage: transactions that are written at once and are safe a little later. A closed
 * tab loses what was not written, a power cut what was not safe, and a disk that lies also some of
 * what it said was.
 */
import type { HeardEvent } from "#shared/orders/event.ts";
import type { MutationName } from "#shared/orders/command.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Stored } from "#shared/sync/device/ports.ts";
import type { Rotation } from "#shared/sync/device/shell/ports.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { applyToWorld } from "#shared/sync/world.ts";

export type DiskContents = {
  readonly clientId: string;
  readonly nextId: number;
  /** Last counter of the numbers that this device gave to its orders. */
  readonly counter: number;
  readonly snapshot: Snapshot | null;
  readonly events: readonly HeardEvent[];
  readonly place: Cursor | null;
  readonly entries: ReadonlyMap<number, OutboxEntry>;
  readonly nextAt: number;
  /** Actions (`client/id`) of which a person was told that they were refused. */
  readonly notices: ReadonlySet<string>;
};

/** One transaction of the shell's, as the product's store is asked for it. */
export type StoreWrite =
  | { readonly kind: "store-snapshot"; readonly snapshot: Snapshot }
  | {
      readonly kind: "store-events";
      readonly from: Cursor;
      readonly to: Cursor;
      readonly events: readonly HeardEvent[];
    }
  | {
      readonly kind: "store-entries";
      readonly entries: readonly OutboxEntry[];
      readonly client: Rotation | null;
    }
  | { readonly kind: "notice"; readonly id: string };

export const blankDisk = (clientId: string): DiskContents => ({
  clientId,
  nextId: 1,
  counter: 0,
  snapshot: null,
  events: [],
  place: null,
  entries: new Map(),
  nextAt: 1,
  notices: new Set(),
});

/**
 * What one transaction makes of the disk; null where its condition does not hold (the stored cursor
 * is elsewhere).
 */
export function afterWrite(disk: DiskContents, effect: StoreWrite): DiskContents | null {
  switch (effect.kind) {
    case "store-snapshot": {
      const { logId, epoch, seq, id } = effect.snapshot;
      return { ...disk, snapshot: effect.snapshot, events: [], place: { logId, epoch, seq, id } };
    }
    case "store-events":
      if (disk.place === null || !same(disk.place, effect.from)) return null;
      return { ...disk, events: [...disk.events, ...effect.events], place: effect.to };
    case "store-entries":
      return {
        ...disk,
        ...effect.client,
        entries: new Map([
          ...disk.entries,
          ...effect.entries.map((entry): [number, OutboxEntry] => [entry.at, entry]),
        ]),
      };
    case "notice":
      return { ...disk, notices: new Set([...disk.notices, effect.id]) };
  }
}

/** Writes an action down: entry and next id in one (SYN-15). A new order gets its number here. */
export function afterAction(
  disk: DiskContents,
  letter: string,
  name: MutationName,
  args: Readonly<Record<string, unknown>>,
  occurredAt: string,
) {
  const isOrder = name === "order.place";
  const counter = isOrder ? disk.counter + 1 : disk.counter;
  const entry: OutboxEntry = {
    at: disk.nextAt,
    clientId: disk.clientId,
    id: disk.nextId,
    name,
    args: isOrder ? { ...args, number: `${letter}${counter}` } : args,
    occurredAt,
    state: "waiting",
    outcome: null,
  };
  return {
    entry,
    disk: {
      ...disk,
      counter,
      nextId: disk.nextId + 1,
      nextAt: disk.nextAt + 1,
      entries: new Map([...disk.entries, [entry.at, entry]]),
    },
  };
}

/** The log tail folded into the base. */
export function compacted(disk: DiskContents): DiskContents {
  if (disk.snapshot === null || disk.place === null) return disk;
  const { orders, menu, tables, settings } = disk.snapshot;
  const world = {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    menu,
    tables,
    settings,
  };
  for (const event of disk.events) applyToWorld(world, event);
  return {
    ...disk,
    snapshot: { ...disk.snapshot, ...disk.place, ...world, orders: [...world.orders.values()] },
    events: [],
  };
}

export const storedOf = ({
  clientId,
  nextId,
  snapshot,
  events,
  entries,
}: DiskContents): Stored => ({
  clientId,
  nextId,
  snapshot,
  events,
  entries: [...entries.values()].sort((a, b) => a.at - b.at),
});

const same = (a: Cursor, b: Cursor): boolean =>
  a.logId === b.logId && a.epoch === b.epoch && a.seq === b.seq && a.id === b.id;
