/** How the log comes in: a stream where it can, polling where it must, a snapshot where the cursor cannot be served. */
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { FOLD } from "#shared/orders/fold.ts";
import { POLL_MS } from "../messages/protocol.ts";
import type { Snapshot } from "../messages/snapshot.ts";
import type { Ping, Ready } from "../messages/stream.ts";
import {
  atHead, BEHIND_MS, closeStream, connect, cursorSeq, endPull, forgetStream, halts, heard, isCurrent, isOurs, link, lost, openStream, pull, refetch, retryIn, takeIn, TRY_STREAM_MS,
} from "./fetching.ts";
import { adoptHeard, lateMs } from "./clock.ts";
import type { Failure, Input, TimerName } from "./ports.ts";
import { takeSnapshot } from "./replica.ts";
import { onFilled, onLinkUp } from "./sending.ts";
import { causeOf, contact, type Reading, type Turn } from "./state.ts";

/** While streams are given up, a screen that somebody can see asks at least this often, whatever the server would like. */
const SEEN_POLL_MS = 3 * SECOND;
/** A stream that ends before it lived this long died young. */
const YOUNG_MS = 10 * SECOND;
const YOUNG_DEATHS = 3;
const HINT_REST_MS = SECOND;

export const initialReading = (nowMs: number): Reading => ({
  link: "starting", since: nowMs, progressAt: nowMs, lastContactAt: null, shared: { link: "starting", lastContactAt: null }, cause: null, mode: "stream", pollMs: POLL_MS, retentionMs: null,
  stream: { n: 0, phase: "closed", openedAt: 0, heardAt: 0, pingMs: 10 * SECOND, lastId: null }, snapshotInFlight: false, refetching: false, refetches: 0,
  pullInFlight: false, pulledAfter: null, pullStale: false, probing: false, youngDeaths: 0, attempt: 0, halted: false, head: 0, triedAt: 0, toldAt: nowMs,
});

/** A clock that was set back has not undone what passed before: how long something lasts must not begin at less than nothing. */
export function keepTime({ core: { reading }, env: { nowMs } }: Turn): void {
  const back = reading.toldAt - nowMs;
  reading.toldAt = nowMs;
  if (back <= 0) return;
  for (const moment of ["since", "progressAt", "triedAt"] as const) reading[moment] -= back;
  reading.stream = { ...reading.stream, openedAt: reading.stream.openedAt - back, heardAt: reading.stream.heardAt - back };
  if (reading.lastContactAt !== null) reading.lastContactAt -= back;
  if (reading.shared.lastContactAt !== null) reading.shared = { ...reading.shared, lastContactAt: reading.shared.lastContactAt - back };
}

export function start(turn: Turn): void {
  const { reading, replica } = turn.core;
  // What is stored may lack what this code knows: it goes on from there only where nobody answers (SYN-37).
  const refetching = replica.cursor !== null && replica.foldedBy !== FOLD;
  Object.assign(reading, { ...initialReading(turn.env.nowMs), stream: reading.stream, lastContactAt: reading.shared.lastContactAt, refetching });
  connect(turn);
}

export function stop(turn: Turn): void {
  closeStream(turn);
  for (const timer of ["watchdog", "behind", "poll", "retry", "try-stream"] as const) turn.emit({ kind: "clear-timer", timer });
  Object.assign(turn.core.reading, { snapshotInFlight: false, pullInFlight: false, pullStale: false, probing: false });
}

export function onReady(turn: Turn, n: number, ready: Ready): void {
  const { core } = turn;
  const { reading } = core;
  if (!isCurrent(turn, n)) return;
  if (!isOurs(turn, ready)) return refetch(turn);
  reading.halted = false;
  contact(turn, ready.serverTime);
  reading.stream = { ...reading.stream, phase: "open", openedAt: turn.env.nowMs, heardAt: turn.env.nowMs, pingMs: ready.pingMs };
  reading.attempt = 0;
  Object.assign(reading, { pollMs: ready.pollMs ?? reading.pollMs, retentionMs: ready.retentionMs ?? reading.retentionMs });
  reading.head = ready.head;
  reading.mode = "stream";
  turn.emit({ kind: "clear-timer", timer: "poll" });
  turn.emit({ kind: "clear-timer", timer: "try-stream" });
  heard(turn, 0);
  link(turn, cursorSeq(turn) < ready.head ? "ready-behind" : "at-head");
  onLinkUp(turn, true);
}

export function onEvents(turn: Turn, n: number, events: readonly HeardEvent[]): void {
  if (!isCurrent(turn, n)) return;
  const last = events.at(-1);
  // What is caught up with may be of any age. At the head an event is said as soon as it is recorded, and what comes later was held up.
  if (last !== undefined) heard(turn, atHead(turn) ? lateMs(turn.core.clock, last.recordedAt, turn.env.nowMs) : 0);
  const { stream } = turn.core.reading;
  const { gap, strange } = takeIn(turn, events, stream.lastId);
  if (strange) return refetch(turn);
  turn.core.reading.stream = { ...stream, lastId: last?.id ?? stream.lastId };
  if (gap) {
    // What lies behind the hole says where the head is: should the pull not get through, the screen is not up to date (SYN-25).
    if (atHead(turn)) turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
    turn.core.reading.head = Math.max(turn.core.reading.head, last?.seq ?? 0);
    pull(turn);
  }
  if (atHead(turn)) link(turn, "at-head");
}

export function onPing(turn: Turn, n: number, ping: Ping): void {
  if (!isCurrent(turn, n)) return;
  const { core, env } = turn;
  const { reading } = core;
  heard(turn, lateMs(core.clock, ping.serverTime, env.nowMs));
  core.clock = adoptHeard(core.clock, ping.serverTime, env.nowMs);
  reading.refetches = 0;
  reading.head = Math.max(reading.head, ping.head);
  if (atHead(turn)) {
    reading.progressAt = turn.env.nowMs;
    turn.emit({ kind: "clear-timer", timer: "behind" });
    return link(turn, "at-head");
  }
  turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
}

export function onStreamReset(turn: Turn, n: number, cause?: string): void {
  if (isCurrent(turn, n)) refetch(turn, cause);
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

/** The log comes by pages until there is a place: at once, and without a word about the server, which was not asked (SYN-36). */
export function onStreamUnplaced(turn: Turn, n: number): void {
  if (!isCurrent(turn, n)) return;
  forgetStream(turn);
  link(turn, "stream-lost");
  turn.core.reading.mode = "poll";
  turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
  pull(turn);
}

export function onPulled(turn: Turn, page: Extract<Input, { kind: "pulled" }>["page"]): void {
  const { reading } = turn.core;
  const probed = reading.probing;
  if (endPull(turn)) return;
  if (!isOurs(turn, page)) return refetch(turn);
  const wasOffline = reading.link === "offline";
  const isBack = wasOffline || reading.attempt > 0;
  Object.assign(reading, { attempt: 0, refetches: 0, pollMs: page.pollMs ?? reading.pollMs });
  contact(turn, page.serverTime);
  reading.head = page.head;
  const { moved, gap, strange } = takeIn(turn, page.events, reading.pulledAfter);
  if (strange) return refetch(turn);
  // It was asked before the device was turned away: what it brings is true, and nothing is up again (SYN-28).
  if (reading.halted) return;
  if (probed && reading.mode === "stream") countYoungDeath(turn);
  if (reading.mode === "poll") {
    // Of several pages the first is no reason to look fine: pushes that get through would keep it fresh while the next one hangs.
    link(turn, atHead(turn) ? "polled" : "ready-behind");
    turn.emit({ kind: "set-timer", timer: "poll", delayMs: turn.env.visible ? Math.min(SEEN_POLL_MS, reading.pollMs) : reading.pollMs });
    if (wasOffline) turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: SECOND });
  } else if (reading.stream.phase === "open" && atHead(turn)) link(turn, "at-head");
  if (gap || !atHead(turn)) {
    // A page that brings nothing, or only what lies behind a hole, is not asked for again at once (SYN-27).
    if (moved) pull(turn);
    else if (reading.stream.phase === "open") turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
  }
  onLinkUp(turn, isBack);
}

export function onPullReset(turn: Turn, cause?: string): void {
  if (!endPull(turn)) refetch(turn, cause);
}

export function onPullFailed(turn: Turn, failure: Failure): void {
  const { reading } = turn.core;
  if (endPull(turn)) return;
  if (halts(turn, failure)) return;
  // An open stream knows better than a pull that something got through.
  if (reading.stream.phase === "open") return turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
  lost(turn, failure);
}

export function onSnapshot(turn: Turn, taken: Snapshot): void {
  const { core } = turn;
  if (!core.reading.snapshotInFlight) return;
  const snapshot = { ...taken, foldedBy: FOLD };
  Object.assign(core.reading, { snapshotInFlight: false, refetching: false, attempt: 0, head: snapshot.seq, progressAt: turn.env.nowMs, retentionMs: snapshot.retentionMs ?? core.reading.retentionMs });
  contact(turn, snapshot.serverTime);
  takeSnapshot(core.replica, snapshot);
  core.stored = null;
  core.storing = ++core.fills;
  // Asked once more: between the first time and this snapshot the server may have become another one again.
  onFilled(turn, snapshot.seq);
  core.drawn = null;
  turn.emit({ kind: "store-snapshot", snapshot, fill: core.fills });
  if (core.reading.mode === "poll") turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
  connect(turn);
}

export function onSnapshotFailed(turn: Turn, failure: Failure): void {
  if (!turn.core.reading.snapshotInFlight) return;
  turn.core.reading.snapshotInFlight = false;
  if (!halts(turn, failure)) lost(turn, failure);
}

/** What the store holds may be less than what was taken in: another tab had written there. The stream will not say it again (SYN-25). */
export function onReread(turn: Turn): void {
  if (!turn.core.leading || turn.core.reading.stream.phase !== "open" || atHead(turn)) return;
  link(turn, "fell-behind");
  pull(turn);
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

function countYoungDeath(turn: Turn): void {
  const { reading } = turn.core;
  reading.youngDeaths++;
  if (reading.youngDeaths < YOUNG_DEATHS) return retryIn(turn, reading.youngDeaths);
  reading.mode = "poll";
  reading.youngDeaths = YOUNG_DEATHS - 1;
  turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
}
