/**
 * What people did is kept until the log has it: compared with what the server knows, carried over,
 * settled, and taken from other tabs.
 */
import type { HeardEvent, Origin } from "#shared/orders/event.ts";
import { isPending, type OutboxEntry } from "./entry.ts";
import {
  addEntry,
  clientsOf,
  makeOutbox,
  reconcile,
  reopenBeyond,
  settle,
  type Outbox,
  type Reconciled,
} from "./outbox.ts";
import type { Stored } from "./ports.ts";
import { askAgain, kick } from "./sending.ts";
import { redraw, type Turn } from "./state.ts";

/** The log may be another one, or an older one: ask what the server still knows of us (SYN-21). */
export function onRefetch(turn: Turn): void {
  askAgain(turn, clientsOf(turn.core.outbox));
  kick(turn);
}

/**
 * The device was filled anew, up to this seq. An answer that names a later place may be about the
 * log before: what the server knows of us it may have learned again under another seq, and the
 * entry would stay on the screen until this log comes as far. So it is asked once more.
 */
export function onFilled(turn: Turn, seq: number): void {
  store(turn, { changed: reopenBeyond(turn.core.outbox, seq), client: null });
  onRefetch(turn);
}

/**
 * Another tab changed the outbox. A follower takes it as it is, with the archive: it may be about
 * to lead, and have read everything before. The leader, who may be ahead of the store, takes what
 * is new.
 */
export function onReloaded(turn: Turn, clientId: string, entries: readonly OutboxEntry[]): void {
  const { core } = turn;
  redraw(core);
  if (core.leading) addNew(core.outbox, entries);
  else Object.assign(core.outbox, makeOutbox(clientId, core.outbox.nextId, entries));
  kick(turn);
}

/**
 * Everything was read again. What was carried over and is still to be written is newer than what
 * was read: only what is new is taken. So may be what waits again: the server is asked once more,
 * or what it forgot would be archived by its answer of then (SYN-21).
 */
export function onReread(turn: Turn, { clientId, nextId, entries }: Stored): void {
  const {
    leading,
    sending: { carriedTo },
    outbox,
  } = turn.core;
  if (carriedTo !== null) return addNew(outbox, entries);
  const answered = new Set(entries.filter(isAnswered).map(({ at }) => at));
  const waiting = outbox.pending.filter((entry) => !isAnswered(entry) && answered.has(entry.at));
  Object.assign(outbox, makeOutbox(clientId, nextId, entries));
  if (leading)
    askAgain(
      turn,
      waiting.map((entry) => entry.clientId),
    );
}

const isAnswered = ({ state }: OutboxEntry): boolean => state !== "waiting";

const addNew = (outbox: Outbox, entries: readonly OutboxEntry[]): void =>
  entries.filter(isPending).forEach((entry) => addEntry(outbox, entry));

/** Archives what the store has reached (SYN-18). */
export function settleEntries(turn: Turn): void {
  const { core } = turn;
  if (core.stored === null || core.sending.toCompare.length > 0) return;
  const settled = settle(core.outbox, core.stored.seq);
  if (settled.length === 0) return;
  redraw(core);
  turn.emit({ kind: "store-entries", entries: settled, client: null });
}

/**
 * The log has come this far. Where an answer's own event should stand and somebody else's does, a
 * backup forgot ours, and strangers' events have passed for it: the seq alone must not archive it.
 */
export function onTaken(turn: Turn, events: readonly HeardEvent[]): void {
  const { pending } = turn.core.outbox;
  if (!pending.some((entry) => entry.state === "answered")) return;
  const bySeq = new Map(events.map((event) => [event.seq, event.origin]));
  askAgain(
    turn,
    pending.filter((entry) => isAnothers(bySeq, entry)).map((entry) => entry.clientId),
  );
  kick(turn);
}

/** What is stored is what will be sent, whoever leads by then (SYN-22). */
export function onClientStored(turn: Turn, clientId: string): void {
  const { sending } = turn.core;
  if (sending.carriedTo !== clientId) return;
  sending.carriedTo = null;
  kick(turn);
}

/** What the server forgot waits again, or is carried over. */
export function compare(turn: Turn, clientId: string, serverLast: number): void {
  const { core, env } = turn;
  store(
    turn,
    reconcile(core.outbox, clientId, serverLast, () => env.ids.next()),
  );
  settleEntries(turn);
}

export function store(turn: Turn, { changed, client }: Reconciled): void {
  if (client !== null) turn.core.sending.carriedTo = client.clientId;
  redraw(turn.core);
  if (changed.length > 0 || client !== null)
    turn.emit({ kind: "store-entries", entries: changed, client });
}

/** The place that the answer names is another's. */
export const isAnothers = (
  origins: ReadonlyMap<number, Origin | null>,
  { clientId, id, outcome }: OutboxEntry,
): boolean =>
  outcome !== null &&
  outcome.status !== "noop" &&
  isStranger(origins.get(outcome.seq), clientId, id);

/**
 * Another's event, where this client's mutation should stand; of what is not known nothing is said.
 */
export const isStranger = (
  origin: Origin | null | undefined,
  clientId: string,
  id: number,
): boolean => origin !== undefined && (origin?.clientId !== clientId || origin.mutationId !== id);
