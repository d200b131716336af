/** The steps that reading is made of: opening and closing the stream, pulling, filling anew, taking in, and giving up for a while. */
import { backoffMs, type BackoffPolicy } from "#shared/kernel/backoff.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { linkAfter, type LinkEvent } from "../link.ts";
import type { Failure } from "./ports.ts";
import { takeEvents } from "./replica.ts";
import { onRefetch, onTaken, refuse } from "./sending.ts";
import { causeOf, contact, type Turn } from "./state.ts";

/** A kitchen wants to be back fast: the first wait is short and none is longer than 5 s (SYN-27). */
const RETRY: BackoffPolicy = { baseMs: 500, capMs: 5 * SECOND, floorMs: 100 };
/** Where streams are given up, one is tried about this often. */
export const TRY_STREAM_MS = 15 * SECOND;
export const BEHIND_MS = 2 * SECOND;
const OPENING_MS = 8 * SECOND;
const SILENT_BEATS = 2.5;
const HALTED_MS = 60 * SECOND;

/** The one way to begin: fill where nothing is there, else stream or poll from the cursor. */
export function connect(turn: Turn): void {
  const { reading, replica } = turn.core;
  reading.triedAt = turn.env.nowMs;
  if (replica.cursor === null || reading.refetching) return fetchSnapshot(turn);
  if (reading.mode === "poll") return pull(turn);
  if (reading.stream.phase === "closed") openStream(turn);
}

export function openStream(turn: Turn): void {
  const { reading, replica } = turn.core;
  if (replica.cursor === null || reading.refetching) return;
  reading.stream = { ...reading.stream, n: reading.stream.n + 1, phase: "opening", lastId: replica.cursor.id };
  turn.emit({ kind: "open-stream", stream: reading.stream.n, cursor: replica.cursor });
  turn.emit({ kind: "set-timer", timer: "watchdog", delayMs: OPENING_MS });
}

export function pull(turn: Turn): void {
  const { reading, replica, stored } = turn.core;
  if (reading.pullInFlight || reading.refetching || replica.cursor === null) return;
  Object.assign(reading, { pullInFlight: true, pulledAfter: replica.cursor.id });
  turn.emit({ kind: "pull", cursor: replica.cursor, ackedSeq: stored?.seq ?? 0 });
}

function fetchSnapshot(turn: Turn): void {
  const { reading } = turn.core;
  if (reading.snapshotInFlight) return;
  reading.snapshotInFlight = true;
  turn.emit({ kind: "fetch-snapshot" });
}

/** `cause`: why, where it is more than a cursor that cannot be served. */
export function refetch(turn: Turn, cause: string | null = null): void {
  contact(turn, null);
  closeStream(turn);
  link(turn, "refetch");
  onRefetch(turn);
  const { reading } = turn.core;
  Object.assign(reading, { refetching: true, refetches: reading.refetches + 1, pullStale: reading.pullInFlight, probing: false, cause });
  // A fresh snapshot whose cursor is refused at once is not fetched again at once (SYN-27). And what one screen cannot read, all of them meet at once.
  if (cause !== null || reading.refetches > 1) return retryIn(turn, reading.refetches);
  fetchSnapshot(turn);
}

/** Ends the pull in flight. True where its answer is of no use: it is passed over, and asked for again where nothing else is under way. */
export function endPull(turn: Turn): boolean {
  const { reading } = turn.core;
  const stale = reading.pullStale || !reading.pullInFlight;
  Object.assign(reading, { pullInFlight: false, pullStale: false });
  if (stale) pull(turn);
  if (!stale) reading.probing = false;
  return stale;
}

/** Folds events in and has them stored, as far as they follow each other and the event `before` them is the cursor's own (SYN-11). */
export function takeIn(turn: Turn, events: readonly HeardEvent[], before: string | null): { readonly moved: boolean; readonly gap: boolean; readonly strange: boolean } {
  const { core } = turn;
  const from = core.replica.cursor;
  const taken = takeEvents(core.replica, events, before);
  const to = core.replica.cursor;
  if (taken.events.length > 0 && from !== null && to !== null) {
    core.drawn = null;
    core.reading.head = Math.max(core.reading.head, to.seq);
    core.reading.progressAt = turn.env.nowMs;
    core.reading.refetches = 0;
    turn.emit({ kind: "store-events", from, to, events: taken.events });
    onTaken(turn, taken.events);
  }
  return { moved: taken.events.length > 0, gap: taken.gap, strange: taken.strange };
}

export function lost(turn: Turn, failure: Failure): void {
  const { reading } = turn.core;
  // It is tried again in a minute.
  if (reading.halted) return;
  reading.cause = causeOf(failure);
  reading.attempt++;
  link(turn, "unreachable");
  retryIn(turn, reading.attempt, failure.kind === "unavailable" ? failure.retryAfterMs : null);
}

/** A refused token or an old protocol: trying again at speed helps nobody, a slow try heals what was mended elsewhere (SYN-28). */
export function halts(turn: Turn, failure: Failure): boolean {
  if (failure.kind !== "refused" && failure.kind !== "needs-update") return false;
  const { reading } = turn.core;
  closeStream(turn);
  reading.cause = causeOf(failure);
  reading.halted = true;
  link(turn, "unreachable");
  refuse(turn, failure);
  turn.emit({ kind: "clear-timer", timer: "poll" });
  turn.emit({ kind: "clear-timer", timer: "try-stream" });
  turn.emit({ kind: "set-timer", timer: "retry", delayMs: HALTED_MS });
  return true;
}

export function retryIn(turn: Turn, attempt: number, atLeastMs: number | null = null): void {
  turn.emit({ kind: "set-timer", timer: "retry", delayMs: Math.max(backoffMs(RETRY, attempt, turn.env.random), Math.min(atLeastMs ?? 0, RETRY.capMs)) });
}

export function closeStream(turn: Turn, forget = true): void {
  const { stream } = turn.core.reading;
  if (stream.phase === "closed") return;
  turn.emit({ kind: "close-stream", stream: stream.n });
  if (forget) forgetStream(turn);
}

export function forgetStream(turn: Turn): void {
  const { reading } = turn.core;
  reading.stream = { ...reading.stream, phase: "closed" };
  turn.emit({ kind: "clear-timer", timer: "watchdog" });
  turn.emit({ kind: "clear-timer", timer: "behind" });
}

export function link(turn: Turn, event: LinkEvent): void {
  const { reading } = turn.core;
  const next = linkAfter(reading.link, event);
  if (next === reading.link) return;
  reading.link = next;
  reading.since = turn.env.nowMs;
}

/** A word of the stream counts from when it was said: held up on its way, it says nothing about what came after it (SYN-24). */
export function heard(turn: Turn, late: number): void {
  const { core: { reading }, env: { nowMs } } = turn;
  const saidAt = nowMs - late;
  const heardAt = Math.max(reading.stream.heardAt, saidAt);
  Object.assign(reading, { lastContactAt: Math.max(reading.lastContactAt ?? saidAt, saidAt), cause: null, stream: { ...reading.stream, heardAt } });
  turn.emit({ kind: "set-timer", timer: "watchdog", delayMs: Math.max(0, Math.round(reading.stream.pingMs * SILENT_BEATS) - (nowMs - heardAt)) });
}

export const isCurrent = ({ core }: Turn, n: number): boolean => core.leading && n === core.reading.stream.n && core.reading.stream.phase !== "closed";

/** Is it about the log that the cursor is in? */
export const isOurs = ({ core }: Turn, { logId, epoch }: { readonly logId: string; readonly epoch: number }): boolean =>
  core.replica.cursor !== null && core.replica.cursor.logId === logId && core.replica.cursor.epoch === epoch;

export const cursorSeq = ({ core }: Turn): number => core.replica.cursor?.seq ?? 0;

export const atHead = (turn: Turn): boolean => cursorSeq(turn) >= turn.core.reading.head;
