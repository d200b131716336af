import { toIso } from "#shared/kernel/time.ts";
import type { OutboxEntry } from "./entry.ts";
import type { Stored } from "./ports.ts";
import type { Core } from "./state.ts";
import type { Snapshot } from "../messages/snapshot.ts";

export type WriteBack = {
  readonly snapshot: Snapshot;
  /** What people did, as far as the store does not have it. */
  readonly entries: readonly OutboxEntry[];
  /** Whose ids new actions take; null where the store knows by itself. */
  readonly client: { readonly clientId: string; readonly nextId: number } | null;
};

/**
 * What a store without a log has to be given by a tab that has one in memory: the tab was replaced
 * before its snapshot was written, or somebody wiped the store under the open app. An action that
 * was confirmed on screen is not lost as long as one tab remembers it (P1). Null: the store has a
 * log, or this tab has none either.
 */
export function writeBackOf(
  { replica, outbox }: Core,
  stored: Stored,
  nowMs: number,
): WriteBack | null {
  const { cursor, world, foldedBy } = replica;
  if (stored.snapshot !== null || cursor === null) return null;
  const { menu, tables, settings } = world;
  const known = new Set(stored.entries.map((entry) => entry.at));
  return {
    snapshot: {
      ...cursor,
      serverTime: toIso(nowMs),
      menu,
      tables,
      settings,
      orders: [...world.orders.values()],
      ...(foldedBy === null ? {} : { foldedBy }),
    },
    entries: [...outbox.archive, ...outbox.pending].filter((entry) => !known.has(entry.at)),
    client:
      stored.nextId === 1 && known.size === 0
        ? { clientId: outbox.clientId, nextId: outbox.nextId }
        : null,
  };
}

/** The store's contents once that is written. */
export function writtenBack(stored: Stored, { snapshot, entries, client }: WriteBack): Stored {
  return {
    ...stored,
    ...client,
    snapshot,
    events: [],
    entries: [...stored.entries, ...entries].sort((a, b) => a.at - b.at),
  };
}
