/**
 * Readers of answers that do not read (FAIR-7; measured before: 120 of them, with 4 MB each, took the process from 324 to 893 MB and none was ever closed). An
 * answer is cut off
 * - where its reader took no byte of what is waiting for it for `stalledMs`. The connection itself knows: it counts what the system took, however large the piece is;
 * - where it was said whole, and is taken more slowly than `leastPace` once `graceMs` are over: a byte now and then is no reading;
 * - where all that is said and not taken is more than `heldBytes` together: the one that has waited longest, and then the next.
 * What waits for us (a query, the next event) is nobody's fault and never cut here; streams of events have a deadline of their own besides (SYN-29).
 */

import type { Server, ServerResponse } from "node:http";
import type { Http2SecureServer, Http2ServerResponse } from "node:http2";
import { SECOND } from "#shared/kernel/time.ts";

export type AnswerDeadlines = {
  readonly stalledMs: number;
  readonly graceMs: number;
  /** Bytes a second. */
  readonly leastPace: number;
  readonly heldBytes: number;
  readonly lookEveryMs: number;
};

export const ANSWER_DEADLINES: AnswerDeadlines = { stalledMs: 15 * SECOND, graceMs: 30 * SECOND, leastPace: 4 * 1024, heldBytes: 64 * 1024 * 1024, lookEveryMs: SECOND };

export type CutReason = "stalled" | "slow" | "crowded";

type Answer = ServerResponse | Http2ServerResponse;
type Open = { readonly answer: Answer; /** When it was first found said and not taken, and how much of it. */ waiting: { readonly sinceMs: number; readonly bytes: number } | null };

/** After so many new answers all are looked at, whatever the time: a second of a flood is long. */
const LOOK_AFTER = 100;

export function limitAnswers(server: Server | Http2SecureServer, deadlines: AnswerDeadlines, onCut: (reason: CutReason) => void): void {
  const open = new Set<Open>();
  let fresh = 0;

  const cut = (one: Open, reason: CutReason): void => {
    open.delete(one);
    onCut(reason);
    const { answer } = one;
    if (!isHttp2(answer)) return void answer.destroy();
    const { stream } = answer;
    const { session } = stream;
    // With an error, so that half an answer is not taken for a whole one.
    stream.destroy(new Error("its reader does not read"));
    // Its connection goes with it where nothing else is on it: what that has not sent would stay.
    if (session !== undefined && ![...open].some((other) => isHttp2(other.answer) && other.answer.stream.session === session)) session.destroy();
  };

  const look = (): void => {
    fresh = 0;
    const now = performance.now();
    let held = 0;
    for (const one of open) {
      const bytes = untaken(one.answer);
      held += bytes;
      one.waiting = bytes === 0 ? null : one.waiting ?? { sinceMs: now, bytes };
      if (one.waiting !== null && one.answer.writableEnded && now > lastMoment(one.waiting, deadlines)) cut(one, "slow");
    }
    if (held <= deadlines.heldBytes) return;
    for (const one of [...open].filter(({ waiting }) => waiting !== null).sort((a, b) => (a.waiting?.sinceMs ?? 0) - (b.waiting?.sinceMs ?? 0))) {
      if (held <= deadlines.heldBytes) return;
      held -= untaken(one.answer);
      cut(one, "crowded");
    }
  };

  const looking = setInterval(look, deadlines.lookEveryMs);
  looking.unref();
  server.once("close", () => clearInterval(looking));

  server.on("request", (_request: unknown, answer: Answer) => {
    const one: Open = { answer, waiting: null };
    open.add(one);
    answer.once("close", () => open.delete(one));
    answer.setTimeout(deadlines.stalledMs, () => {
      if (open.has(one) && untaken(answer) > 0) cut(one, "stalled");
    });
    if ((fresh += 1) >= LOOK_AFTER) look();
  });
}

const lastMoment = ({ sinceMs, bytes }: NonNullable<Open["waiting"]>, { graceMs, leastPace }: AnswerDeadlines): number => sinceMs + graceMs + (bytes / leastPace) * SECOND;

/** Bytes that were said and that the system has not taken yet. */
const untaken = (answer: Answer): number => (isHttp2(answer) ? answer.stream.writableLength : answer.writableLength);

const isHttp2 = (answer: Answer): answer is Http2ServerResponse => "stream" in answer;
