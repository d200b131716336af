/**
 * When actions go out: one push at a time, in the order people acted. What the server says to it is
 * in `pushed.ts`, what is kept meanwhile in `keeping.ts`.
 */
import { backoffMs, type BackoffPolicy } from "#shared/kernel/backoff.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { sendAfter, type SendEvent } from "../link.ts";
import { clientsOf, nextBatch } from "./outbox.ts";
import type { Failure } from "./ports.ts";
import { causeOf, type Sending, type Turn } from "./state.ts";
import { isGivenUp } from "./states/fill.ts";
import { noPush, pushAfter } from "./states/push.ts";

const RETRY: BackoffPolicy = { baseMs: 500, capMs: 5 * SECOND, floorMs: 100 };
/** As often as reading looks whether it is let in again. */
const HALTED_MS = MINUTE;

export const initialSending = (): Sending => ({
  state: "idle",
  push: noPush,
  attempt: 0,
  carriedTo: null,
  toCompare: [],
  cause: null,
});

export function start(turn: Turn): void {
  const { sending, outbox } = turn.core;
  Object.assign(sending, {
    ...initialSending(),
    state: sendAfter(sending.state, "restarted"),
    toCompare: clientsOf(outbox),
  });
  kick(turn);
}

export function stop(turn: Turn): void {
  const { sending } = turn.core;
  turn.emit({ kind: "clear-timer", timer: "push" });
  sending.push = pushAfter(sending.push, { kind: "ended" });
  sending.carriedTo = null;
}

/** Sends what waits, unless something is under way or somebody else has to act first. */
export function kick(turn: Turn): void {
  const { sending, outbox, stored, leading, reading, replica } = turn.core;
  if (
    !leading ||
    sending.push.kind !== "none" ||
    sending.carriedTo !== null ||
    (sending.state !== "idle" && sending.state !== "sending")
  )
    return;
  const [unknown] = sending.toCompare;
  const batch = unknown === undefined ? nextBatch(outbox) : { clientId: unknown, mutations: [] };
  if (batch === null) {
    // Why something did not go through is no news where nothing is left to go.
    sending.cause = null;
    return become(turn, "answered");
  }
  const sentAt = isGivenUp(reading.fill) ? 0 : (replica.cursor?.seq ?? 0);
  sending.push = pushAfter(sending.push, {
    kind: unknown === undefined ? "acted" : "compared",
    sentAt,
  });
  become(turn, "sent");
  turn.emit({ kind: "push", ...batch, ackedSeq: stored?.seq ?? 0 });
}

/**
 * Nothing more is sent until somebody has paired or updated; everything is kept (SYN-17, SYN-28). A
 * slow try finds out by itself that it was mended elsewhere: where the stream is up and stays up,
 * nothing else would ever say so.
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
 * The server has just been reached: what was refused before may go again, and there is no reason to
 * wait any longer. After a time away it may be an older backup, of which the cursor says nothing
 * where it was behind: what is answered and not yet seen in the log is asked for.
 */
export function onLinkUp(turn: Turn, isBack: boolean): void {
  const { sending, outbox } = turn.core;
  if (isTurnedAway(sending)) {
    sending.cause = null;
    become(turn, "restarted");
    askAgain(turn, clientsOf(outbox));
  } else if (isBack) {
    // An answer that is still under way comes from before.
    sending.push = pushAfter(sending.push, { kind: "overtaken" });
    askAgain(
      turn,
      outbox.pending.filter((entry) => entry.state === "answered").map((entry) => entry.clientId),
    );
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

/** Nothing is sent or settled before the server has said the last id of these clients. */
export function askAgain({ core: { sending } }: Turn, clients: readonly string[]): void {
  if (clients.length === 0) return;
  sending.push = pushAfter(sending.push, { kind: "overtaken" });
  sending.toCompare = [...new Set([...sending.toCompare, ...clients])];
}

/**
 * Somebody has to pair or update first. What was asked before that and is answered only now says
 * nothing about it (SYN-28).
 */
const isTurnedAway = ({ state }: Sending): boolean =>
  state === "needs-pairing" || state === "needs-update";

export function blame({ core: { sending } }: Turn, cause: string | null): void {
  if (!isTurnedAway(sending)) sending.cause = cause;
}

export function backOff(turn: Turn, retryAfterMs: number | null): void {
  const { sending } = turn.core;
  // It is tried again in a minute.
  if (isTurnedAway(sending)) return;
  sending.attempt++;
  become(turn, "failed");
  const delayMs = Math.max(
    backoffMs(RETRY, sending.attempt, turn.env.random),
    Math.min(retryAfterMs ?? 0, RETRY.capMs),
  );
  turn.emit({ kind: "set-timer", timer: "push", delayMs });
}

export function become(turn: Turn, event: SendEvent): void {
  turn.core.sending.state = sendAfter(turn.core.sending.state, event);
}
