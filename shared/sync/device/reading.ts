/** How the log comes in: a stream where it can, polling where it must, a snapshot where the cursor cannot be served. */
import { backoffMs, type BackoffPolicy } from "#shared/kernel/backoff.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { linkAfter, type LinkEvent } from "../link.ts";
import type { Snapshot } from "../messages/snapshot.ts";
import type { Ping, Ready } from "../messages/stream.ts";
import type { Failure, Input, TimerName } from "./ports.ts";
import { takeEvents, takeSnapshot } from "./replica.ts";
import { onLinkUp, onRefetch, refuse } from "./sending.ts";
import { causeOf, contact, type Reading, type Turn } from "./state.ts";

/** A kitchen wants to be back fast: the first wait is short and none is longer than 5 s (SYN-27). */
const RETRY: BackoffPolicy = { baseMs: 500, capMs: 5 * SECOND, floorMs: 100 };
/** While streams are given up, a foreground screen asks this often, and tries a stream about this often. */
const POLL_MS = 3 * SECOND;
const TRY_STREAM_MS = 15 * SECOND;
/** A stream that ends before it lived this long died young. */
const YOUNG_MS = 10 * SECOND;
const YOUNG_DEATHS = 3;
const OPENING_MS = 8 * SECOND;
const SILENT_BEATS = 2.5;
const BEHIND_MS = 2 * SECOND;
const HALTED_MS = 60 * SECOND;
const HINT_REST_MS = SECOND;

export const initialReading = (nowMs: number): Reading => ({
  link: "starting", since: nowMs, progressAt: nowMs, lastContactAt: null, cause: null, mode: "stream",
  stream: { n: 0, phase: "closed", openedAt: 0, pingMs: 10 * SECOND }, snapshotInFlight: false, pullInFlight: false, probing: false,
  youngDeaths: 0, attempt: 0, halted: false, head: 0, triedAt: 0,
});

export function start(turn: Turn): void {
  const { reading } = turn.core;
  Object.assign(reading, { ...initialReading(turn.env.nowMs), stream: reading.stream, lastContactAt: reading.lastContactAt });
  connect(turn);
}

export function stop(turn: Turn): void {
  closeStream(turn);
  for (const timer of ["watchdog", "behind", "poll", "retry", "try-stream"] as const) turn.emit({ kind: "clear-timer", timer });
  Object.assign(turn.core.reading, { snapshotInFlight: false, pullInFlight: false, probing: false });
}

export function onReady(turn: Turn, n: number, ready: Ready): void {
  const { core } = turn;
  const { reading } = core;
  if (!isCurrent(turn, n)) return;
  contact(turn, ready.serverTime);
  reading.stream = { n, phase: "open", openedAt: turn.env.nowMs, pingMs: ready.pingMs };
  reading.attempt = 0;
  reading.head = ready.head;
  reading.mode = "stream";
  turn.emit({ kind: "clear-timer", timer: "poll" });
  turn.emit({ kind: "clear-timer", timer: "try-stream" });
  armWatchdog(turn);
  link(turn, cursorSeq(turn) < ready.head ? "ready-behind" : "at-head");
  onLinkUp(turn);
}

export function onEvents(turn: Turn, n: number, events: readonly HeardEvent[]): void {
  if (!isCurrent(turn, n)) return;
  contact(turn, null);
  armWatchdog(turn);
  takeIn(turn, events);
  if (atHead(turn)) link(turn, "at-head");
}

export function onPing(turn: Turn, n: number, ping: Ping): void {
  if (!isCurrent(turn, n)) return;
  contact(turn, ping.serverTime);
  armWatchdog(turn);
  const { reading } = turn.core;
  reading.head = Math.max(reading.head, ping.head);
  if (atHead(turn)) {
    reading.progressAt = turn.env.nowMs;
    turn.emit({ kind: "clear-timer", timer: "behind" });
    return link(turn, "at-head");
  }
  turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
}

export function onStreamReset(turn: Turn, n: number): void {
  if (isCurrent(turn, n)) refetch(turn);
}

export function onStreamEnded(turn: Turn, n: number, failure: Failure | null): void {
  if (!isCurrent(turn, n)) return;
  const { reading } = turn.core;
  const lived = reading.stream.phase === "open" && turn.env.nowMs - reading.stream.openedAt >= YOUNG_MS;
  forgetStream(turn);
  if (failure !== null && halts(turn, failure)) return;
  if (failure !== null) reading.cause = causeOf(failure);
  link(turn, "stream-lost");
  if (reading.mode === "poll") return turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
  if (lived) {
    reading.youngDeaths = 0;
    return retryIn(turn, 1);
  }
  // Is it the server that is gone, or only streams that do not get through? A pull tells.
  reading.probing = true;
  pull(turn);
}

export function onPulled(turn: Turn, page: Extract<Input, { kind: "pulled" }>["page"]): void {
  const { reading } = turn.core;
  const probed = reading.probing;
  Object.assign(reading, { pullInFlight: false, probing: false, attempt: 0 });
  const wasOffline = reading.link === "offline";
  contact(turn, page.serverTime);
  reading.head = page.head;
  const moved = takeIn(turn, page.events);
  if (probed && reading.mode === "stream") countYoungDeath(turn);
  if (reading.mode === "poll") {
    link(turn, "polled");
    turn.emit({ kind: "set-timer", timer: "poll", delayMs: POLL_MS });
    if (wasOffline) turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: SECOND });
  } else if (reading.stream.phase === "open" && atHead(turn)) link(turn, "at-head");
  if (moved && !atHead(turn)) pull(turn);
  onLinkUp(turn);
}

export function onPullReset(turn: Turn): void {
  Object.assign(turn.core.reading, { pullInFlight: false, probing: false });
  refetch(turn);
}

export function onPullFailed(turn: Turn, failure: Failure): void {
  const { reading } = turn.core;
  Object.assign(reading, { pullInFlight: false, probing: false });
  if (halts(turn, failure)) return;
  // An open stream knows better than a pull that something got through.
  if (reading.stream.phase === "open") return turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
  lost(turn, failure);
}

export function onSnapshot(turn: Turn, snapshot: Snapshot): void {
  const { core } = turn;
  Object.assign(core.reading, { snapshotInFlight: false, attempt: 0, head: Math.max(snapshot.seq, 0), progressAt: turn.env.nowMs });
  contact(turn, snapshot.serverTime);
  takeSnapshot(core.replica, snapshot);
  core.stored = null;
  core.drawn = null;
  turn.emit({ kind: "store-snapshot", snapshot });
  connect(turn);
}

export function onSnapshotFailed(turn: Turn, failure: Failure): void {
  turn.core.reading.snapshotInFlight = false;
  if (!halts(turn, failure)) lost(turn, failure);
}

export function onTimer(turn: Turn, timer: Exclude<TimerName, "push">): void {
  const { reading } = turn.core;
  switch (timer) {
    case "watchdog": {
      const { n } = reading.stream;
      closeStream(turn, false);
      return onStreamEnded(turn, n, { kind: "unreachable" });
    }
    case "behind":
      if (atHead(turn)) return;
      link(turn, "fell-behind");
      return pull(turn);
    case "poll":
      return reading.mode === "poll" ? pull(turn) : undefined;
    case "try-stream":
      return reading.mode === "poll" && reading.stream.phase === "closed" ? openStream(turn) : undefined;
    case "retry":
      reading.halted = false;
      return connect(turn);
  }
}

/** Worth a try now, but never more than once a second: hints come in flocks. */
export function onHint(turn: Turn): void {
  const { reading } = turn.core;
  if (!turn.core.leading || reading.halted || reading.stream.phase !== "closed" || turn.env.nowMs - reading.triedAt < HINT_REST_MS) return;
  turn.emit({ kind: "clear-timer", timer: "retry" });
  connect(turn);
}

/** The one way to begin: fill where nothing is there, else stream or poll from the cursor. */
function connect(turn: Turn): void {
  const { reading, replica } = turn.core;
  reading.triedAt = turn.env.nowMs;
  if (replica.cursor === null) return fetchSnapshot(turn);
  if (reading.mode === "poll") return pull(turn);
  if (reading.stream.phase === "closed") openStream(turn);
}

function openStream(turn: Turn): void {
  const { reading, replica } = turn.core;
  if (replica.cursor === null) return;
  reading.stream = { ...reading.stream, n: reading.stream.n + 1, phase: "opening" };
  turn.emit({ kind: "open-stream", stream: reading.stream.n, cursor: replica.cursor });
  turn.emit({ kind: "set-timer", timer: "watchdog", delayMs: OPENING_MS });
}

function pull(turn: Turn): void {
  const { reading, replica, stored } = turn.core;
  if (reading.pullInFlight || replica.cursor === null) return;
  reading.pullInFlight = true;
  turn.emit({ kind: "pull", cursor: replica.cursor, ackedSeq: stored?.seq ?? 0 });
}

function fetchSnapshot(turn: Turn): void {
  const { reading } = turn.core;
  if (reading.snapshotInFlight) return;
  reading.snapshotInFlight = true;
  turn.emit({ kind: "fetch-snapshot" });
}

function refetch(turn: Turn): void {
  contact(turn, null);
  closeStream(turn);
  link(turn, "refetch");
  onRefetch(turn);
  fetchSnapshot(turn);
}

/** Folds events in and has them stored; true when the cursor moved. A hole is fetched (SYN-11). */
function takeIn(turn: Turn, events: readonly HeardEvent[]): boolean {
  const { core } = turn;
  const from = core.replica.cursor;
  const taken = takeEvents(core.replica, events);
  const to = core.replica.cursor;
  if (taken.events.length > 0 && from !== null && to !== null) {
    core.drawn = null;
    core.reading.head = Math.max(core.reading.head, to.seq);
    core.reading.progressAt = turn.env.nowMs;
    turn.emit({ kind: "store-events", from, to, events: taken.events });
  }
  if (taken.gap) pull(turn);
  return taken.events.length > 0;
}

function countYoungDeath(turn: Turn): void {
  const { reading } = turn.core;
  reading.youngDeaths++;
  if (reading.youngDeaths < YOUNG_DEATHS) return retryIn(turn, reading.youngDeaths);
  reading.mode = "poll";
  reading.youngDeaths = YOUNG_DEATHS - 1;
  turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
}

function lost(turn: Turn, failure: Failure): void {
  const { reading } = turn.core;
  reading.cause = causeOf(failure);
  reading.attempt++;
  link(turn, "unreachable");
  retryIn(turn, reading.attempt, failure.kind === "unavailable" ? failure.retryAfterMs : null);
}

/** A refused token or an old protocol: trying again at speed helps nobody, a slow try heals what was mended elsewhere (SYN-28). */
function halts(turn: Turn, failure: Failure): boolean {
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

function retryIn(turn: Turn, attempt: number, atLeastMs: number | null = null): void {
  turn.emit({ kind: "set-timer", timer: "retry", delayMs: Math.max(backoffMs(RETRY, attempt, turn.env.random), Math.min(atLeastMs ?? 0, RETRY.capMs)) });
}

function closeStream(turn: Turn, forget = true): void {
  const { stream } = turn.core.reading;
  if (stream.phase === "closed") return;
  turn.emit({ kind: "close-stream", stream: stream.n });
  if (forget) forgetStream(turn);
}

function forgetStream(turn: Turn): void {
  const { reading } = turn.core;
  reading.stream = { ...reading.stream, phase: "closed" };
  turn.emit({ kind: "clear-timer", timer: "watchdog" });
  turn.emit({ kind: "clear-timer", timer: "behind" });
}

function link(turn: Turn, event: LinkEvent): void {
  const { reading } = turn.core;
  const next = linkAfter(reading.link, event);
  if (next === reading.link) return;
  reading.link = next;
  reading.since = turn.env.nowMs;
}

const armWatchdog = (turn: Turn): void =>
  turn.emit({ kind: "set-timer", timer: "watchdog", delayMs: Math.round(turn.core.reading.stream.pingMs * SILENT_BEATS) });

const isCurrent = ({ core }: Turn, n: number): boolean => core.leading && n === core.reading.stream.n && core.reading.stream.phase !== "closed";

const cursorSeq = ({ core }: Turn): number => core.replica.cursor?.seq ?? 0;

const atHead = (turn: Turn): boolean => cursorSeq(turn) >= turn.core.reading.head;
