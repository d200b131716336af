/**
 * How the log comes in: a stream where it can, polling where it must, a snapshot where the cursor
 * cannot be served. What is said is taken by `streaming.ts` and `paging.ts`.
 */
import { SECOND } from "#shared/kernel/time.ts";
import { FOLD } from "#shared/orders/fold.ts";
import { POLL_MS } from "../messages/protocol.ts";
import { atHead, closeStream, connect, hangUp, link, openStream, pull } from "./fetching.ts";
import type { TimerName } from "./ports.ts";
import type { Reading, Turn } from "./state.ts";
import { fillAfter, noFill } from "./states/fill.ts";
import { momentsFrom, setBack } from "./states/moments.ts";
import { noPull, pullAfter } from "./states/pull.ts";
import { noStream, streamAfter } from "./states/stream.ts";
import { answering, trustAfter } from "./states/trust.ts";
import { byStream } from "./states/way.ts";
import { onStreamEnded } from "./streaming.ts";

const HINT_REST_MS = SECOND;

export const initialReading = (nowMs: number): Reading => ({
  link: "starting",
  stream: noStream,
  way: byStream,
  pull: noPull,
  fill: noFill,
  trust: answering,
  head: 0,
  failures: 0,
  refetches: 0,
  terms: { pollMs: POLL_MS, pingMs: 10 * SECOND, retentionMs: null },
  moments: momentsFrom(nowMs),
  shared: { link: "starting", lastContactAt: null },
});

/**
 * A clock that was set back has not undone what passed before: how long something lasts must not
 * begin at less than nothing.
 */
export function keepTime({ core: { reading }, env: { nowMs } }: Turn): void {
  const back = reading.moments.toldAt - nowMs;
  if (back <= 0) {
    reading.moments = { ...reading.moments, toldAt: nowMs };
    return;
  }
  reading.moments = setBack(reading.moments, back);
  reading.stream = streamAfter(reading.stream, { kind: "set-back", ms: back });
  const { link: was, lastContactAt } = reading.shared;
  if (lastContactAt !== null) reading.shared = { link: was, lastContactAt: lastContactAt - back };
}

export function start(turn: Turn): void {
  const { reading, replica } = turn.core;
  const {
    stream,
    terms: { pingMs },
    moments: { heardAt },
    shared: { lastContactAt },
  } = reading;
  const anew = initialReading(turn.env.nowMs);
  Object.assign(reading, {
    ...anew,
    stream,
    terms: { ...anew.terms, pingMs },
    moments: { ...anew.moments, heardAt, lastContactAt },
  });
  // What is stored may lack what this code knows: it goes on from there only where nobody answers
  // (SYN-37).
  if (replica.cursor !== null && replica.foldedBy !== FOLD)
    reading.fill = fillAfter(reading.fill, { kind: "given-up" });
  connect(turn);
}

export function stop(turn: Turn): void {
  const { reading } = turn.core;
  closeStream(turn);
  for (const timer of ["watchdog", "behind", "poll", "retry", "try-stream"] as const)
    turn.emit({ kind: "clear-timer", timer });
  reading.fill = fillAfter(reading.fill, { kind: "ended" });
  reading.pull = pullAfter(reading.pull, { kind: "ended" });
}

/**
 * What the store holds may be less than what was taken in: another tab had written there. The
 * stream will not say it again, and a page is not due yet (SYN-25).
 */
export function onReread(turn: Turn): void {
  const { leading, reading } = turn.core;
  if (!leading || atHead(turn)) return;
  if (reading.stream.kind === "open") link(turn, "fell-behind");
  else if (reading.link === "polling") link(turn, "ready-behind");
  else return;
  pull(turn);
}

export function onTimer(turn: Turn, timer: Exclude<TimerName, "push">): void {
  const { reading } = turn.core;
  switch (timer) {
    case "watchdog": {
      const { n } = reading.stream;
      hangUp(turn);
      return onStreamEnded(turn, n, { kind: "unreachable" });
    }
    case "behind":
      if (atHead(turn)) return;
      link(turn, "fell-behind");
      return pull(turn);
    case "poll":
      return reading.way.kind === "poll" ? pull(turn) : undefined;
    case "try-stream":
      return reading.way.kind === "poll" ? openStream(turn) : undefined;
    case "retry":
      reading.trust = trustAfter(reading.trust, { kind: "tried" });
      return connect(turn);
  }
}

/** Worth a try now, but never more than once a second: hints come in flocks. */
export function onHint(turn: Turn): void {
  const { reading } = turn.core;
  if (
    !turn.core.leading ||
    reading.trust.kind === "halted" ||
    reading.stream.kind !== "closed" ||
    turn.env.nowMs - reading.moments.triedAt < HINT_REST_MS
  )
    return;
  turn.emit({ kind: "clear-timer", timer: "retry" });
  connect(turn);
}
