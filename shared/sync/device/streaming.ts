/** What the stream says, and how it ends (SYN-41). */
import { isOurs, refetch } from "./another-log.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Ping, Ready } from "../messages/stream.ts";
import { adoptHeard, lateMs } from "./clock.ts";
import {
  atHead,
  BEHIND_MS,
  current,
  cursorSeq,
  doubt,
  forgetStream,
  halts,
  heard,
  isCurrent,
  link,
  probe,
  pull,
  retryIn,
  takeIn,
  TRY_STREAM_MS,
} from "./fetching.ts";
import type { Failure } from "./ports.ts";
import { onLinkUp } from "./sending.ts";
import { contact, type Turn } from "./state.ts";
import { streamAfter } from "./states/stream.ts";
import { trustAfter } from "./states/trust.ts";
import { wayAfter } from "./states/way.ts";

/** A stream that ends before it lived this long died young. */
const YOUNG_MS = 10 * SECOND;

export function onReady(turn: Turn, n: number, ready: Ready): void {
  const { reading } = turn.core;
  if (!isCurrent(turn, n)) return;
  if (!isOurs(turn, ready)) return refetch(turn);
  reading.trust = trustAfter(reading.trust, { kind: "opened" });
  contact(turn, ready.serverTime);
  reading.stream = streamAfter(reading.stream, { kind: "ready", nowMs: turn.env.nowMs });
  reading.failures = 0;
  const { pollMs, retentionMs } = reading.terms;
  reading.terms = {
    pingMs: ready.pingMs,
    pollMs: ready.pollMs ?? pollMs,
    retentionMs: ready.retentionMs ?? retentionMs,
  };
  reading.head = ready.head;
  reading.way = wayAfter(reading.way, { kind: "opened" });
  turn.emit({ kind: "clear-timer", timer: "poll" });
  turn.emit({ kind: "clear-timer", timer: "try-stream" });
  heard(turn, 0);
  link(turn, cursorSeq(turn) < ready.head ? "ready-behind" : "at-head");
  onLinkUp(turn, true);
}

export function onEvents(turn: Turn, n: number, events: readonly HeardEvent[]): void {
  const { reading } = turn.core;
  const stream = current(turn, n);
  if (stream === null) return;
  const last = events.at(-1);
  // What is caught up with may be of any age. At the head an event is said as soon as it is
  // recorded, and what comes later was held up.
  if (last !== undefined)
    heard(turn, atHead(turn) ? lateMs(turn.core.clock, last.recordedAt, turn.env.nowMs) : 0);
  const { gap, strange } = takeIn(turn, events, stream.lastId);
  if (strange) return refetch(turn);
  if (last !== undefined) reading.stream = streamAfter(stream, { kind: "said", id: last.id });
  if (gap) {
    // What lies behind the hole says where the head is: should the pull not get through, the screen
    // is not up to date (SYN-25).
    if (atHead(turn)) turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
    reading.head = Math.max(reading.head, last?.seq ?? 0);
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
    reading.moments = { ...reading.moments, progressAt: turn.env.nowMs };
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
  const { stream } = reading;
  const lived = stream.kind === "open" && turn.env.nowMs - stream.openedAt >= YOUNG_MS;
  forgetStream(turn);
  if (failure !== null && halts(turn, failure)) return;
  if (failure !== null) doubt(turn, failure);
  link(turn, "stream-lost");
  if (reading.way.kind === "poll")
    return turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
  if (lived) {
    reading.way = wayAfter(reading.way, { kind: "lived" });
    return retryIn(turn, 1);
  }
  probe(turn);
}

/**
 * The log comes by pages until there is a place: at once, and without a word about the server,
 * which was not asked (SYN-36).
 */
export function onStreamUnplaced(turn: Turn, n: number): void {
  const { reading } = turn.core;
  if (!isCurrent(turn, n)) return;
  forgetStream(turn);
  link(turn, "stream-lost");
  reading.way = wayAfter(reading.way, { kind: "unplaced" });
  turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
  pull(turn);
}
