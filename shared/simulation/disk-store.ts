/**
 * The shell's store on a disk in memory. Each transaction comes to a point before it is carried
 * out, and to another before its end is heard of.
 */
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Stored } from "#shared/sync/device/ports.ts";
import type { Deposed, ShellStore, StoreFailure } from "#shared/sync/device/shell/ports.ts";
import type { DiskContents, StoreWrite } from "./disk.ts";

export type DiskStoreDeps = {
  readonly disk: () => DiskContents;
  /** What of it a tab reads. */
  readonly stored: () => Stored;
  /** What a transaction makes of the disk; null where its condition does not hold. */
  readonly afterWrite: (disk: DiskContents, write: StoreWrite) => DiskContents | null;
  /** Resolves when it is safe. */
  readonly commit: (disk: DiskContents, write: StoreWrite) => Promise<void>;
  /** The log tail is folded into the base. */
  readonly fold: () => void;
  readonly term: () => number;
  /** The next term, written down: whoever led before is deposed. */
  readonly takeTerm: () => number;
  /** Is there no room, just now? */
  readonly isFull: () => boolean;
  /**
   * A moment in which others have their turn: before a transaction that reads, and after one that
   * writes.
   */
  readonly at: () => Promise<void>;
  /** Until one that writes has its turn on the disk. */
  readonly begins: () => Promise<void>;
};

/** Of every term: what a store takes that does not look at terms. */
export const ANY_TERM = Infinity;

export function createDiskStore({
  disk,
  stored,
  afterWrite,
  commit,
  fold,
  term,
  takeTerm,
  isFull,
  at,
  begins,
}: DiskStoreDeps): ShellStore {
  /** False where the disk is not what the write was for. */
  const write = async (what: StoreWrite): Promise<Result<boolean, StoreFailure>> => {
    if (isFull()) return err({ kind: "full" });
    const done = afterWrite(disk(), what);
    if (done === null) return ok(false);
    await commit(done, what);
    await at();
    return ok(true);
  };
  /** Of the tab that leads under `mine` only. */
  const writeUnder = async (
    mine: number,
    what: StoreWrite,
  ): Promise<Result<void, StoreFailure | Deposed>> => {
    await begins();
    if (mine < term()) return err({ kind: "deposed" });
    const done = await write(what);
    return done.ok ? ok(undefined) : done;
  };
  return {
    async load() {
      await at();
      return ok(stored());
    },
    async loadOutbox() {
      await at();
      const { clientId, entries } = stored();
      return ok({ clientId, entries });
    },
    async takeTerm() {
      await begins();
      return isFull() ? err({ kind: "full" }) : ok(takeTerm());
    },
    async storeSnapshot(mine, snapshot) {
      const { logId, epoch, seq, id } = snapshot;
      const done = await writeUnder(mine, { kind: "store-snapshot", snapshot });
      return done.ok ? ok({ logId, epoch, seq, id }) : done;
    },
    async storeEvents(from, to, events) {
      await begins();
      const done = await write({ kind: "store-events", from, to, events });
      return !done.ok ? done : done.value ? ok(undefined) : err({ kind: "elsewhere" });
    },
    storeEntries: (mine, entries, client) =>
      writeUnder(mine, { kind: "store-entries", entries, client }),
    async addNotice({ id }) {
      await begins();
      const done = await write({ kind: "notice", id });
      return done.ok ? ok(undefined) : done;
    },
    async compact() {
      await begins();
      const folded = disk().events.length;
      fold();
      await at();
      return ok(folded);
    },
    onClosed: () => undefined,
    close: () => undefined,
  };
}
