/** What a careless store does with what it is given. */
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { DiskContents, StoreWrite } from "../disk.ts";
import { REAL, type Parts } from "../parts.ts";

/** The transaction does not do what it should; `done` is what it should have made of the disk. */
const writing =
  <K extends StoreWrite["kind"]>(
    kind: K,
    change: (
      done: DiskContents,
      before: DiskContents,
      effect: Extract<StoreWrite, { kind: K }>,
    ) => DiskContents,
  ) =>
  (): Partial<Parts> => ({
    afterWrite(disk, effect) {
      const done = REAL.afterWrite(disk, effect);
      return done === null || effect.kind !== kind
        ? done
        : change(done, disk, effect as Extract<StoreWrite, { kind: K }>);
    },
  });

const reading =
  (keeps: (entry: OutboxEntry, disk: DiskContents) => boolean) => (): Partial<Parts> => ({
    storedOf: (disk) => ({
      ...REAL.storedOf(disk),
      entries: REAL.storedOf(disk).entries.filter((entry) => keeps(entry, disk)),
    }),
  });

const without = (entries: DiskContents["entries"], state: OutboxEntry["state"]) =>
  new Map([...entries].filter(([, entry]) => entry.state !== state));

export const STORE_BUGS = {
  "events-without-their-cursor": writing("store-events", (done, { place }) => ({ ...done, place })),
  "cursor-without-its-events": writing("store-events", (done, { events }) => ({ ...done, events })),
  "events-stored-wherever-it-stands": () => ({
    afterWrite: (disk, effect) =>
      REAL.afterWrite(
        effect.kind === "store-events" && disk.place !== null
          ? { ...disk, place: effect.from }
          : disk,
        effect,
      ),
  }),
  "snapshot-clears-the-outbox": writing("store-snapshot", (done) => ({
    ...done,
    entries: new Map(),
  })),
  "snapshot-keeps-the-old-tail": writing("store-snapshot", (done, { events }) => ({
    ...done,
    events,
  })),
  "snapshot-without-its-cursor": writing("store-snapshot", (done, { place }) => ({
    ...done,
    place: place ?? done.place,
  })),
  "answered-is-deleted": writing("store-entries", (done) => ({
    ...done,
    entries: without(done.entries, "answered"),
  })),
  "done-is-deleted": writing("store-entries", (done) => ({
    ...done,
    entries: without(done.entries, "done"),
  })),
  "notices-not-stored": writing("notice", (_done, before) => before),
  "compacted-without-the-tail": () => ({
    compacted: (disk) =>
      disk.snapshot === null || disk.place === null
        ? disk
        : { ...disk, snapshot: { ...disk.snapshot, ...disk.place }, events: [] },
  }),
  "compacted-without-its-place": () => ({
    compacted(disk) {
      const done = REAL.compacted(disk);
      if (disk.snapshot === null || done.snapshot === null) return done;
      const { seq, id } = disk.snapshot;
      return { ...done, snapshot: { ...done.snapshot, seq, id } };
    },
  }),
  "id-not-used-up": () => ({
    afterAction(disk, ...given) {
      const { entry, disk: done } = REAL.afterAction(disk, ...given);
      return { entry, disk: entry.id % 5 === 0 ? { ...done, nextId: disk.nextId } : done };
    },
  }),
  "an-older-clients-actions-forgotten": reading(
    (entry, { clientId }) => entry.clientId === clientId,
  ),
  "answered-is-not-read-back": reading((entry) => entry.state !== "answered"),
  "waiting-is-not-read-back": reading((entry) => entry.state !== "waiting"),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
