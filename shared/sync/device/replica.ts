/** The device's copy of the log's fold, in memory, and how far it has come. */
import type { HeardEvent, Origin } from "#shared/orders/event.ts";
import type { Cursor } from "../messages/cursor.ts";
import type { Snapshot } from "../messages/snapshot.ts";
import { applyToWorld, emptyWorld, type World } from "../world.ts";

export type Replica = {
  world: World;
  cursor: Cursor | null;
  /**
   * By which code the base that this began with was folded; null where nobody has written it down.
   */
  foldedBy: string | null;
  /**
   * Whose the last events are that were folded in, by seq: an answer that comes after its event is
   * held against it (SYN-34).
   */
  readonly recent: Map<number, Origin | null>;
};

/** More events than come while a push is under way. */
const RECENT = 1_000;

export const emptyReplica = (): Replica => ({
  world: emptyWorld(),
  cursor: null,
  foldedBy: null,
  recent: new Map(),
});

/** Replaces everything by the snapshot (SYN-14). */
export function takeSnapshot(replica: Replica, snapshot: Snapshot): void {
  replica.world = {
    orders: new Map(snapshot.orders.map((order) => [order.orderId, order])),
    menu: snapshot.menu,
    tables: snapshot.tables,
    settings: snapshot.settings,
  };
  replica.cursor = {
    logId: snapshot.logId,
    epoch: snapshot.epoch,
    seq: snapshot.seq,
    id: snapshot.id,
  };
  replica.foldedBy = snapshot.foldedBy ?? null;
  replica.recent.clear();
}

export type Taken = {
  /** Those that were new and are folded in now. */
  readonly events: readonly HeardEvent[];
  /** There was a hole: what came after it was not taken. */
  readonly gap: boolean;
  /**
   * They follow another event than the cursor's own, at the same seq: they are of a log that a
   * backup put in place of ours, or ours was.
   */
  readonly strange: boolean;
};

/**
 * Folds in the events that follow the cursor; passes over those it has, stops at a hole and at a
 * strange log (SYN-11). `before`: the id of what stands right before them, where that is known.
 */
export function takeEvents(
  replica: Replica,
  events: readonly HeardEvent[],
  before?: string | null,
): Taken {
  const fresh: HeardEvent[] = [];
  let previous = before;
  for (const event of events) {
    const { cursor } = replica;
    if (cursor === null) return { events: fresh, gap: true, strange: false };
    if (event.seq > cursor.seq) {
      if (event.seq !== cursor.seq + 1) return { events: fresh, gap: true, strange: false };
      if (previous !== undefined && previous !== cursor.id)
        return { events: fresh, gap: false, strange: true };
      applyToWorld(replica.world, event);
      replica.cursor = { ...cursor, seq: event.seq, id: event.id };
      replica.recent.set(event.seq, event.origin);
      replica.recent.delete(event.seq - RECENT);
      fresh.push(event);
    }
    previous = event.id;
  }
  return { events: fresh, gap: false, strange: false };
}
