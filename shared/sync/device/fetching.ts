/**
 * The steps that reading is made of: opening and closing the stream, pulling, filling anew, taking
 * in, and giving up for a while.
 */
import { backoffMs, type BackoffPolicy } from "#shared/kernel/backoff.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { linkAfter, type LinkEvent } from "../link.ts";
import { onTaken } from "./keeping.ts";
import type { Failure } from "./ports.ts";
import { takeEvents } from "./replica.ts";
import { refuse } from "./sending.ts";
import { causeOf, redraw, type Turn } from "./state.ts";
import { fillAfter, isFilling, isGivenUp } from "./states/fill.ts";
import { pullAfter, type PullState } from "./states/pull.ts";
import { streamAfter, type StreamState } from "./states/stream.ts";
import { trustAfter } from "./states/trust.ts";

/**
 * A kitchen wants to be back fast: the first wait is short and none is longer than 5 s (SYN-27).
 */
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
  reading.moments = { ...reading.moments, triedAt: turn.env.nowMs };
  if (replica.cursor === null || isGivenUp(reading.fill)) return fetchSnapshot(turn);
  if (reading.way.kind === "poll") return pull(turn);
  openStream(turn);
}

export function openStream(turn: Turn): void {
  const {
    reading,
    replica: { cursor },
  } = turn.core;
  if (reading.stream.kind !== "closed" || isGivenUp(reading.fill) || cursor === null) return;
  reading.stream = streamAfter(reading.stream, { kind: "asked", after: cursor.id });
  turn.emit({ kind: "open-stream", stream: reading.stream.n, cursor });
  turn.emit({ kind: "set-timer", timer: "watchdog", delayMs: OPENING_MS });
}

export function pull(turn: Turn): void {
  askPull(turn, false);
}

/**
 * Is it the server that is gone, or only streams that do not get through? A pull tells, and so does
 * the one that is under way.
 */
export function probe(turn: Turn): void {
  const { reading } = turn.core;
  reading.pull = pullAfter(reading.pull, { kind: "doubted" });
  askPull(turn, true);
}

function askPull(turn: Turn, probing: boolean): void {
  const {
    reading,
    replica: { cursor },
    stored,
  } = turn.core;
  if (reading.pull.kind !== "none" || isGivenUp(reading.fill) || cursor === null) return;
  reading.pull = pullAfter(reading.pull, { kind: "asked", after: cursor.id, probing });
  turn.emit({ kind: "pull", cursor, ackedSeq: stored?.seq ?? 0 });
}

export function fetchSnapshot(turn: Turn): void {
  const { reading } = turn.core;
  if (isFilling(reading.fill)) return;
  reading.fill = fillAfter(reading.fill, { kind: "asked" });
  turn.emit({ kind: "fetch-snapshot" });
}

/**
 * Ends the pull under way and says what it was. Null where its answer is of no use: it is passed
 * over, and asked for again where nothing else is under way.
 */
export function endPull(turn: Turn): Extract<PullState, { kind: "asking" }> | null {
  const { reading } = turn.core;
  const ended = reading.pull;
  reading.pull = pullAfter(ended, { kind: "ended" });
  if (ended.kind === "asking" && !ended.stale) return ended;
  askPull(turn, ended.kind === "asking" && ended.probing);
  return null;
}

/**
 * Folds events in and has them stored, as far as they follow each other and the event `before` them
 * is the cursor's own (SYN-11).
 */
export function takeIn(
  turn: Turn,
  events: readonly HeardEvent[],
  before: string | null,
): { readonly moved: boolean; readonly gap: boolean; readonly strange: boolean } {
  const { core } = turn;
  const { reading } = core;
  const from = core.replica.cursor;
  const taken = takeEvents(core.replica, events, before);
  const to = core.replica.cursor;
  if (taken.events.length > 0 && from !== null && to !== null) {
    redraw(core);
    reading.head = Math.max(reading.head, to.seq);
    reading.moments = { ...reading.moments, progressAt: turn.env.nowMs };
    reading.refetches = 0;
    turn.emit({ kind: "store-events", from, to, events: taken.events });
    onTaken(turn, taken.events);
  }
  return { moved: taken.events.length > 0, gap: taken.gap, strange: taken.strange };
}

export function lost(turn: Turn, failure: Failure): void {
  const { reading } = turn.core;
  // It is tried again in a minute.
  if (reading.trust.kind === "halted") return;
  doubt(turn, failure);
  reading.failures++;
  link(turn, "unreachable");
  retryIn(turn, reading.failures, failure.kind === "unavailable" ? failure.retryAfterMs : null);
}

export function doubt({ core: { reading } }: Turn, failure: Failure): void {
  reading.trust = trustAfter(reading.trust, { kind: "failed", cause: causeOf(failure) });
}

/**
 * A refused token or an old protocol: trying again at speed helps nobody, a slow try heals what was
 * mended elsewhere (SYN-28).
 */
export function halts(turn: Turn, failure: Failure): boolean {
  if (failure.kind !== "refused" && failure.kind !== "needs-update") return false;
  const { reading } = turn.core;
  closeStream(turn);
  reading.trust = trustAfter(reading.trust, { kind: "refused", cause: causeOf(failure) });
  link(turn, "unreachable");
  refuse(turn, failure);
  turn.emit({ kind: "clear-timer", timer: "poll" });
  turn.emit({ kind: "clear-timer", timer: "try-stream" });
  turn.emit({ kind: "set-timer", timer: "retry", delayMs: HALTED_MS });
  return true;
}

export function retryIn(turn: Turn, attempt: number, atLeastMs: number | null = null): void {
  turn.emit({
    kind: "set-timer",
    timer: "retry",
    delayMs: Math.max(
      backoffMs(RETRY, attempt, turn.env.random),
      Math.min(atLeastMs ?? 0, RETRY.capMs),
    ),
  });
}

export function closeStream(turn: Turn): void {
  if (hangUp(turn)) forgetStream(turn);
}

/** Says to the shell that nobody listens any more; false where there is no stream. */
export function hangUp(turn: Turn): boolean {
  const { stream } = turn.core.reading;
  if (stream.kind === "closed") return false;
  turn.emit({ kind: "close-stream", stream: stream.n });
  return true;
}

export function forgetStream(turn: Turn): void {
  const { reading } = turn.core;
  reading.stream = streamAfter(reading.stream, { kind: "ended" });
  turn.emit({ kind: "clear-timer", timer: "watchdog" });
  turn.emit({ kind: "clear-timer", timer: "behind" });
}

export function link(turn: Turn, event: LinkEvent): void {
  const { reading } = turn.core;
  const next = linkAfter(reading.link, event);
  if (next === reading.link) return;
  reading.link = next;
  reading.moments = { ...reading.moments, since: turn.env.nowMs };
}

/**
 * A word of the stream counts from when it was said: held up on its way, it says nothing about what
 * came after it (SYN-24).
 */
export function heard(turn: Turn, late: number): void {
  const {
    core: { reading },
    env: { nowMs },
  } = turn;
  const { moments } = reading;
  const saidAt = nowMs - late;
  const heardAt = Math.max(moments.heardAt, saidAt);
  reading.moments = {
    ...moments,
    heardAt,
    lastContactAt: Math.max(moments.lastContactAt ?? saidAt, saidAt),
  };
  reading.trust = trustAfter(reading.trust, { kind: "heard" });
  turn.emit({
    kind: "set-timer",
    timer: "watchdog",
    delayMs: Math.max(0, Math.round(reading.terms.pingMs * SILENT_BEATS) - (nowMs - heardAt)),
  });
}

/** The stream of that number; null where it is an older one, or nobody listens. */
export function current(turn: Turn, n: number): Exclude<StreamState, { kind: "closed" }> | null {
  const {
    leading,
    reading: { stream },
  } = turn.core;
  return leading && n === stream.n && stream.kind !== "closed" ? stream : null;
}

export const isCurrent = (turn: Turn, n: number): boolean => current(turn, n) !== null;

export const cursorSeq = ({ core }: Turn): number => core.replica.cursor?.seq ?? 0;

export const atHead = (turn: Turn): boolean => cursorSeq(turn) >= turn.core.reading.head;
