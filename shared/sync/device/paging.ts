/** What pulls and snapshots bring, and how they end (SYN-43, SYN-44). */
import { isOurs, refetch } from "./another-log.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { FOLD } from "#shared/orders/fold.ts";
import type { Snapshot } from "../messages/snapshot.ts";
import {
  atHead,
  BEHIND_MS,
  connect,
  endPull,
  halts,
  link,
  lost,
  pull,
  retryIn,
  takeIn,
  TRY_STREAM_MS,
} from "./fetching.ts";
import { onFilled } from "./keeping.ts";
import type { Failure, Input } from "./ports.ts";
import { takeSnapshot } from "./replica.ts";
import { onLinkUp } from "./sending.ts";
import { contact, redraw, type Turn } from "./state.ts";
import { fillAfter, isFilling } from "./states/fill.ts";
import { storingAfter } from "./states/storing.ts";
import { wayAfter } from "./states/way.ts";

/**
 * While streams are given up, a screen that somebody can see asks at least this often, whatever the
 * server would like.
 */
const SEEN_POLL_MS = 3 * SECOND;

export function onPulled(turn: Turn, page: Extract<Input, { kind: "pulled" }>["page"]): void {
  const { reading } = turn.core;
  const asked = endPull(turn);
  if (asked === null) return;
  if (!isOurs(turn, page)) return refetch(turn);
  const wasOffline = reading.link === "offline";
  const isBack = wasOffline || reading.failures > 0;
  reading.failures = 0;
  reading.refetches = 0;
  reading.terms = { ...reading.terms, pollMs: page.pollMs ?? reading.terms.pollMs };
  contact(turn, page.serverTime);
  reading.head = page.head;
  const { moved, gap, strange } = takeIn(turn, page.events, asked.after);
  if (strange) return refetch(turn);
  // It was asked before the device was turned away: what it brings is true, and nothing is up again
  // (SYN-28).
  if (reading.trust.kind === "halted") return;
  if (asked.probing && reading.way.kind === "stream") countYoungDeath(turn);
  if (reading.way.kind === "poll") {
    // Of several pages the first is no reason to look fine: pushes that get through would keep it
    // fresh while the next one hangs.
    link(turn, atHead(turn) ? "polled" : "ready-behind");
    turn.emit({
      kind: "set-timer",
      timer: "poll",
      delayMs: turn.env.visible
        ? Math.min(SEEN_POLL_MS, reading.terms.pollMs)
        : reading.terms.pollMs,
    });
    if (wasOffline) turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: SECOND });
  } else if (reading.stream.kind === "open" && atHead(turn)) link(turn, "at-head");
  if (gap || !atHead(turn)) {
    // A page that brings nothing, or only what lies behind a hole, is not asked for again at once
    // (SYN-27).
    if (moved) pull(turn);
    else if (reading.stream.kind === "open")
      turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
  }
  onLinkUp(turn, isBack);
}

export function onPullReset(turn: Turn, cause?: string): void {
  if (endPull(turn) !== null) refetch(turn, cause);
}

export function onPullFailed(turn: Turn, failure: Failure): void {
  const { reading } = turn.core;
  if (endPull(turn) === null) return;
  if (halts(turn, failure)) return;
  // An open stream knows better than a pull that something got through.
  if (reading.stream.kind === "open")
    return turn.emit({ kind: "set-timer", timer: "behind", delayMs: BEHIND_MS });
  lost(turn, failure);
}

export function onSnapshot(turn: Turn, taken: Snapshot): void {
  const { core } = turn;
  const { reading } = core;
  if (!isFilling(reading.fill)) return;
  const snapshot = { ...taken, foldedBy: FOLD };
  reading.fill = fillAfter(reading.fill, { kind: "filled" });
  reading.failures = 0;
  reading.head = snapshot.seq;
  reading.moments = { ...reading.moments, progressAt: turn.env.nowMs };
  reading.terms = {
    ...reading.terms,
    retentionMs: snapshot.retentionMs ?? reading.terms.retentionMs,
  };
  contact(turn, snapshot.serverTime);
  takeSnapshot(core.replica, snapshot);
  core.stored = null;
  core.storing = storingAfter(core.storing, { kind: "asked" });
  // Asked once more: between the first time and this snapshot the server may have become another
  // one again.
  onFilled(turn, snapshot.seq);
  redraw(core);
  turn.emit({ kind: "store-snapshot", snapshot, fill: core.storing.fills });
  if (reading.way.kind === "poll")
    turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
  connect(turn);
}

export function onSnapshotFailed(turn: Turn, failure: Failure): void {
  const { reading } = turn.core;
  if (!isFilling(reading.fill)) return;
  reading.fill = fillAfter(reading.fill, { kind: "ended" });
  if (!halts(turn, failure)) lost(turn, failure);
}

function countYoungDeath(turn: Turn): void {
  const { reading } = turn.core;
  reading.way = wayAfter(reading.way, { kind: "died-young" });
  if (reading.way.kind === "stream") return retryIn(turn, reading.way.youngDeaths);
  turn.emit({ kind: "set-timer", timer: "try-stream", delayMs: TRY_STREAM_MS });
}
