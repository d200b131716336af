/**
 * What a tab reads of its store, one reading after the other, while the core stands still (rules 3
 * and 4 of the shell). What could not be read is read again a little later.
 */
import { SECOND } from "#shared/kernel/time.ts";
import type { Input } from "../ports.ts";
import type { Core } from "../state.ts";
import type { Inbox } from "./inbox.ts";
import { sleep, type ShellStore, type ShellTime, type StoreFailure } from "./ports.ts";
import { reread } from "./reread.ts";

export type StoreReader = {
  /** Reads everything; who leads writes back first what the store has lost. */
  readonly reload: () => Promise<void>;
  readonly reloadOutbox: () => Promise<void>;
  /**
   * For who is to lead under `term`: what was read; nothing where that failed, or another tab
   * leads.
   */
  readonly leaderReads: () => Promise<readonly Input[]>;
  readonly failed: (failure: StoreFailure) => readonly Input[];
  readonly term: () => number;
  readonly taken: (term: number) => void;
  /** Why the store does not do what it is asked, or null. */
  readonly trouble: () => StoreFailure | null;
  readonly troubled: (failure: StoreFailure | null) => void;
  /** Counts a word of the leader about what it stored. */
  readonly nextWord: () => number;
};

export type StoreReaderDeps = {
  readonly store: ShellStore;
  readonly core: Core;
  readonly inbox: Inbox;
  readonly time: ShellTime;
  /** Resolves when what is on its way to the store is there, or need not be waited for. */
  readonly settled: () => Promise<void>;
};

const REREAD_MS = SECOND;

export function createStoreReader({
  store,
  core,
  inbox,
  time,
  settled,
}: StoreReaderDeps): StoreReader {
  let term = 0;
  let trouble: StoreFailure | null = null;
  let rereading = false;
  /** Words of the leader about what it stored. */
  let words = 0;

  const reload = asked(async () => {
    if (core.leading) return leaderReads();
    const had = words;
    const stored = await store.load();
    if (!stored.ok) return failed(stored.error);
    trouble = null;
    return [{ kind: "reloaded", stored: stored.value, words: had }];
  });

  const reloadOutbox = asked(async () => {
    const outbox = await store.loadOutbox();
    return outbox.ok ? [{ kind: "outbox-reloaded", ...outbox.value }] : failed(outbox.error);
  });

  /**
   * A reading that has not begun yet is enough for all who ask meanwhile: one for each, and the
   * core would stand still for as long as people are busy.
   */
  function asked(read: () => Promise<readonly Input[]>): () => Promise<void> {
    let waiting: Promise<void> | null = null;
    return () =>
      (waiting ??= inbox.between(async () => {
        await settled();
        waiting = null;
        return read();
      }));
  }

  async function leaderReads(): Promise<readonly Input[]> {
    const had = words;
    const read = await reread(store, core, term, time.nowMs());
    if (!read.ok) return read.error.kind === "deposed" ? [] : failed(read.error);
    term = read.value.term;
    trouble = null;
    return [{ kind: "reloaded", stored: read.value.stored, words: had }];
  }

  /** What could not be read is read again a little later. */
  function failed(failure: StoreFailure): readonly Input[] {
    trouble = failure;
    if (!rereading) {
      rereading = true;
      void sleep(time, REREAD_MS).then(() => {
        rereading = false;
        return reload();
      });
    }
    return [];
  }

  return {
    reload,
    reloadOutbox,
    leaderReads,
    failed,
    term: () => term,
    taken(next) {
      term = next;
    },
    trouble: () => trouble,
    troubled(failure) {
      trouble = failure;
    },
    nextWord: () => ++words,
  };
}
