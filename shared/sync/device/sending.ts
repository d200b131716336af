/** How actions go out: one push at a time, in the order people acted, kept until the log has them. */
import { backoffMs, type BackoffPolicy } from "#shared/kernel/backoff.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { sendAfter, type SendEvent } from "../link.ts";
import type { HeardEvent, Origin } from "#shared/orders/event.ts";
import type { PushConflict } from "../messages/conflict.ts";
import type { PushAnswer } from "../messages/push.ts";
import { isPending, type OutboxEntry } from "./entry.ts";
import { addEntry, answerEntries, carryOverFrom, clientsOf, makeOutbox, nextBatch, reconcile, reopenBeyond, settle, type Outbox, type Reconciled } from "./outbox.ts";
import type { Failure, Stored } from "./ports.ts";
import { causeOf, contact, type Sending, type Turn } from "./state.ts";

const RETRY: BackoffPolicy = { baseMs: 500, capMs: 5 * SECOND, floorMs: 100 };
/** As often as reading looks whether it is let in again. */
const HALTED_MS = MINUTE;

export const initialSending = (): Sending => ({ state: "idle", inFlight: false, comparing: false, stale: false, sentAt: 0, attempt: 0, carriedTo: null, toCompare: [], cause: null });

export function start(turn: Turn): void {
  const { sending, outbox } = turn.core;
  Object.assign(sending, { ...initialSending(), state: sendAfter(sending.state, "restarted"), toCompare: clientsOf(outbox) });
  kick(turn);
}

export function stop(turn: Turn): void {
  turn.emit({ kind: "clear-timer", timer: "push" });
  Object.assign(turn.core.sending, { inFlight: false, stale: false, carriedTo: null });
}

/** Sends what waits, unless something is under way or somebody else has to act first. */
export function kick(turn: Turn): void {
  const { sending, outbox, stored, leading, reading, replica } = turn.core;
  if (!leading || sending.inFlight || sending.carriedTo !== null || (sending.state !== "idle" && sending.state !== "sending")) return;
  const [unknown] = sending.toCompare;
  const batch = unknown === undefined ? nextBatch(outbox) : { clientId: unknown, mutations: [] };
  if (batch === null) {
    // Why something did not go through is no news where nothing is left to go.
    sending.cause = null;
    return become(turn, "answered");
  }
  Object.assign(sending, { inFlight: true, comparing: unknown !== undefined, stale: false, sentAt: reading.refetching ? 0 : (replica.cursor?.seq ?? 0) });
  become(turn, "sent");
  turn.emit({ kind: "push", ...batch, ackedSeq: stored?.seq ?? 0 });
}

/** `strange`: it is of another log than the one that is held, which is to be given up (SYN-34). */
export function onPushed(turn: Turn, clientId: string, answer: PushAnswer): { readonly strange: boolean } {
  const { sending } = turn.core;
  if (!sending.inFlight) return { strange: false };
  contact(turn, answer.serverTime);
  sending.inFlight = false;
  blame(turn, null);
  become(turn, "answered");
  // What a stale answer confirms is sent again, and answered again as it was: nothing is lost by passing it over.
  const strange = !sending.stale && isOfAnotherLog(turn, clientId, answer);
  if (strange) backOff(turn, null);
  else if (sending.stale) kick(turn);
  else takeAnswer(turn, clientId, answer);
  return { strange };
}

function takeAnswer(turn: Turn, clientId: string, answer: PushAnswer): void {
  const { core } = turn;
  const { sending, outbox } = core;
  if (sending.comparing) {
    sending.attempt = 0;
    sending.toCompare = sending.toCompare.filter((it) => it !== clientId);
    compare(turn, clientId, answer.lastMutationId);
  } else {
    const answered = answerEntries(outbox, clientId, answer.results);
    core.drawn = null;
    // The notice first: a crash in between asks again, and the refusal is not forgotten (SYN-20).
    for (const entry of answered) tellRefusal(turn, entry);
    if (answered.length > 0) turn.emit({ kind: "store-entries", entries: answered, client: null });
    settleEntries(turn);
    // An answer that answers nothing is not asked for again at once (SYN-27).
    if (answered.length === 0) return backOff(turn, null);
    sending.attempt = 0;
  }
  kick(turn);
}

export function onConflict(turn: Turn, clientId: string, conflict: PushConflict): void {
  const { core, env } = turn;
  const { sending, outbox } = core;
  if (!sending.inFlight) return;
  contact(turn, null);
  sending.inFlight = false;
  if (sending.stale && conflict.code !== "needs_update") return backOff(turn, null);
  sending.toCompare = sending.toCompare.filter((it) => it !== clientId);
  blame(turn, conflict.code);
  switch (conflict.code) {
    case "needs_update":
      return refuse(turn, { kind: "needs-update" });
    case "out_of_order":
      compare(turn, clientId, (conflict.expected ?? 1) - 1);
      break;
    case "id_reused":
      store(turn, carryOverFrom(outbox, clientId, ({ state, id }) => state === "waiting" && id >= (conflict.mutationId ?? 1), () => env.ids.next()));
      break;
    case "client_taken":
      store(turn, carryOverFrom(outbox, clientId, (entry) => entry.state === "waiting" || isGone(turn, entry, conflict.head ?? Infinity), () => env.ids.next()));
      break;
  }
  // It may have been the last that was to be compared, and what waited for that has been in the log for long.
  settleEntries(turn);
  // A conflict is mended, not repeated; should it come again all the same, it waits its turn (SYN-27).
  backOff(turn, null);
}

export function onFailed(turn: Turn, failure: Failure): void {
  const { sending } = turn.core;
  if (!sending.inFlight) return;
  sending.inFlight = false;
  if (failure.kind === "refused" || failure.kind === "needs-update") return refuse(turn, failure);
  blame(turn, causeOf(failure));
  backOff(turn, failure.kind === "unavailable" ? failure.retryAfterMs : null);
}

/**
 * Nothing more is sent until somebody has paired or updated; everything is kept (SYN-17, SYN-28). A slow try finds out by itself that it was
 * mended elsewhere: where the stream is up and stays up, nothing else would ever say so.
 */
export function refuse(turn: Turn, failure: Failure): void {
  const { sending } = turn.core;
  sending.cause = causeOf(failure);
  become(turn, failure.kind === "needs-update" ? "too-old" : "refused");
  turn.emit({ kind: "set-timer", timer: "push", delayMs: HALTED_MS });
}

export function onTimer(turn: Turn): void {
  const { sending, outbox } = turn.core;
  if (isTurnedAway(sending)) {
    become(turn, "restarted");
    askAgain(turn, clientsOf(outbox));
  } else if (sending.state !== "backing-off") return;
  else become(turn, "answered");
  kick(turn);
}

/**
 * The server has just been reached: what was refused before may go again, and there is no reason to wait any longer. After a time away it
 * may be an older backup, of which the cursor says nothing where it was behind: what is answered and not yet seen in the log is asked for.
 */
export function onLinkUp(turn: Turn, isBack: boolean): void {
  const { sending, outbox } = turn.core;
  if (isTurnedAway(sending)) {
    sending.cause = null;
    become(turn, "restarted");
    askAgain(turn, clientsOf(outbox));
  } else if (isBack) {
    // An answer that is still under way comes from before.
    sending.stale = sending.inFlight;
    askAgain(turn, outbox.pending.filter((entry) => entry.state === "answered").map((entry) => entry.clientId));
  }
  onHint(turn);
}

export function onHint(turn: Turn): void {
  const { sending } = turn.core;
  if (sending.state === "backing-off" && sending.attempt <= 1) return;
  if (sending.state === "backing-off") {
    turn.emit({ kind: "clear-timer", timer: "push" });
    become(turn, "answered");
  }
  kick(turn);
}

/** The log may be another one, or an older one: ask what the server still knows of us (SYN-21). */
export function onRefetch(turn: Turn): void {
  askAgain(turn, clientsOf(turn.core.outbox));
  kick(turn);
}

/**
 * The device was filled anew, up to this seq. An answer that names a later place may be about the log before: what the server knows of us it
 * may have learned again under another seq, and the entry would stay on the screen until this log comes as far. So it is asked once more.
 */
export function onFilled(turn: Turn, seq: number): void {
  store(turn, { changed: reopenBeyond(turn.core.outbox, seq), client: null });
  onRefetch(turn);
}

/**
 * Another tab changed the outbox. A follower takes it as it is, with the archive: it may be about to lead, and have read everything before.
 * The leader, who may be ahead of the store, takes what is new.
 */
export function onReloaded(turn: Turn, clientId: string, entries: readonly OutboxEntry[]): void {
  const { core } = turn;
  core.drawn = null;
  if (core.leading) addNew(core.outbox, entries);
  else Object.assign(core.outbox, makeOutbox(clientId, core.outbox.nextId, entries));
  kick(turn);
}

/** Everything was read again. What was carried over and is still to be written is newer than what was read: only what is new is taken. */
export function onReread(turn: Turn, { clientId, nextId, entries }: Stored): void {
  const { sending, outbox } = turn.core;
  if (sending.carriedTo === null) Object.assign(outbox, makeOutbox(clientId, nextId, entries));
  else addNew(outbox, entries);
}

const addNew = (outbox: Outbox, entries: readonly OutboxEntry[]): void => entries.filter(isPending).forEach((entry) => addEntry(outbox, entry));

/** Archives what the store has reached (SYN-18). */
export function settleEntries(turn: Turn): void {
  const { core } = turn;
  if (core.stored === null || core.sending.toCompare.length > 0) return;
  const settled = settle(core.outbox, core.stored.seq);
  if (settled.length === 0) return;
  core.drawn = null;
  turn.emit({ kind: "store-entries", entries: settled, client: null });
}

/**
 * The log has come this far. Where an answer's own event should stand and somebody else's does, a backup forgot ours, and strangers' events
 * have passed for it: the seq alone must not archive it.
 */
export function onTaken(turn: Turn, events: readonly HeardEvent[]): void {
  const { pending } = turn.core.outbox;
  if (!pending.some((entry) => entry.state === "answered")) return;
  const bySeq = new Map(events.map((event) => [event.seq, event.origin]));
  askAgain(turn, pending.filter((entry) => isAnothers(bySeq, entry)).map((entry) => entry.clientId));
  kick(turn);
}

/**
 * Whoever was asked when the cursor stood here knows the log up to here; and where the log has our event, the answer says so. A server that a
 * backup has set back answers otherwise, while the stream it had before has not ended yet. It may be set back once more before anybody asks:
 * then its answer would have been the last word about what nobody has done.
 */
function isOfAnotherLog({ core: { reading, replica, sending } }: Turn, clientId: string, { head, results }: PushAnswer): boolean {
  if (reading.refetching) return false;
  return head < sending.sentAt || results.some(({ id, status, seq }) => status !== "noop" && isStranger(replica.recent.get(seq), clientId, id));
}

/** Answered by a log that is gone: the one there is ends at `head`, before that place, or has another's event there. */
const isGone = ({ core: { reading, replica } }: Turn, entry: OutboxEntry, head: number): boolean =>
  (entry.outcome?.seq ?? 0) > head || (!reading.refetching && isAnothers(replica.recent, entry));

const isAnothers = (origins: ReadonlyMap<number, Origin | null>, { clientId, id, outcome }: OutboxEntry): boolean =>
  outcome !== null && outcome.status !== "noop" && isStranger(origins.get(outcome.seq), clientId, id);

/** Another's event, where this client's mutation should stand; of what is not known nothing is said. */
const isStranger = (origin: Origin | null | undefined, clientId: string, id: number): boolean =>
  origin !== undefined && (origin?.clientId !== clientId || origin.mutationId !== id);

/** Nothing is sent or settled before the server has said the last id of these clients. */
function askAgain({ core: { sending } }: Turn, clients: readonly string[]): void {
  if (clients.length === 0) return;
  sending.stale = sending.inFlight;
  sending.toCompare = [...new Set([...sending.toCompare, ...clients])];
}

function compare(turn: Turn, clientId: string, serverLast: number): void {
  const { core, env } = turn;
  store(turn, reconcile(core.outbox, clientId, serverLast, () => env.ids.next()));
  settleEntries(turn);
}

/** What is stored is what will be sent, whoever leads by then (SYN-22). */
export function onClientStored(turn: Turn, clientId: string): void {
  const { sending } = turn.core;
  if (sending.carriedTo !== clientId) return;
  sending.carriedTo = null;
  kick(turn);
}

function store(turn: Turn, { changed, client }: Reconciled): void {
  if (client !== null) turn.core.sending.carriedTo = client.clientId;
  turn.core.drawn = null;
  if (changed.length > 0 || client !== null) turn.emit({ kind: "store-entries", entries: changed, client });
}

function tellRefusal(turn: Turn, entry: OutboxEntry): void {
  if (entry.outcome?.status !== "rejected") return;
  turn.emit({ kind: "notice", entry, code: entry.outcome.code ?? "rejected", detail: entry.outcome.detail ?? "" });
}

/** Somebody has to pair or update first. What was asked before that and is answered only now says nothing about it (SYN-28). */
const isTurnedAway = ({ state }: Sending): boolean => state === "needs-pairing" || state === "needs-update";

function blame({ core: { sending } }: Turn, cause: string | null): void {
  if (!isTurnedAway(sending)) sending.cause = cause;
}

function backOff(turn: Turn, retryAfterMs: number | null): void {
  const { sending } = turn.core;
  // It is tried again in a minute.
  if (isTurnedAway(sending)) return;
  sending.attempt++;
  become(turn, "failed");
  const delayMs = Math.max(backoffMs(RETRY, sending.attempt, turn.env.random), Math.min(retryAfterMs ?? 0, RETRY.capMs));
  turn.emit({ kind: "set-timer", timer: "push", delayMs });
}

function become(turn: Turn, event: SendEvent): void {
  turn.core.sending.state = sendAfter(turn.core.sending.state, event);
}
