/**
 * Readers of answers that do not read (FAIR-7; measured before: 120 of them, with 4 MB each, took
 * the process from 324 to 893 MB and none was ever closed). An answer is cut off
 * - where its reader took no byte of what is waiting for it for `stalledMs`. The connection itself
 *   knows: it counts what the system took, however large the piece is;
 * - where it was said whole, and is taken more slowly than `leastPace` once `graceMs` are over: a
 *   byte now and then is no reading;
 * - where all that is said and not taken is more than `heldBytes` together: held-answers.ts says
 *   whose. It is counted as it is said, because a second is long: between two looks, readers of
 *   4,000 pages of a log took the process from 132 to 813 MB.
 * What waits for us (a query, the next event) is nobody's fault and never cut here; streams of
 * events have a deadline of their own besides (SYN-29).
 */

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type {
  Http2SecureServer,
  Http2ServerRequest,
  Http2ServerResponse,
  Http2Session,
} from "node:http2";
import { SECOND } from "#shared/kernel/time.ts";
import { ASKER_KINDS, namedAsker, type AskerKind } from "./asker.ts";
import {
  costOf,
  lastMoment,
  LOOK_AGAIN_MS,
  saw,
  tooMuch,
  type HeldAnswer,
  type HeldBytes,
} from "./held-answers.ts";
import { inPieces, lengthOf } from "./pieces.ts";
import { sourceKey } from "./source.ts";

export type AnswerDeadlines = {
  readonly stalledMs: number;
  readonly graceMs: number;
  /** Bytes a second. */
  readonly leastPace: number;
  /** To askers of each kind together. */
  readonly heldBytes: HeldBytes;
  readonly lookEveryMs: number;
};

const MB = 1024 * 1024;

export const ANSWER_DEADLINES: AnswerDeadlines = {
  stalledMs: 15 * SECOND,
  graceMs: 30 * SECOND,
  leastPace: 4 * 1024,
  heldBytes: { believed: 64 * MB, marked: 32 * MB, stranger: 48 * MB },
  lookEveryMs: SECOND,
};

export type CutReason = "stalled" | "slow" | "crowded";

type Answer = ServerResponse | Http2ServerResponse;
type Open = HeldAnswer & {
  readonly answer: Answer;
  readonly session: Http2Session | undefined;
  isOver: boolean;
  /** As it is counted now. */ counted: { readonly kind: AskerKind; readonly bytes: number } | null;
};

export function limitAnswers(
  server: Server | Http2SecureServer,
  deadlines: AnswerDeadlines,
  onCut: (reason: CutReason) => void,
): void {
  const answersOf = new WeakMap<Http2Session, number>();
  /** Those of which something is not taken, in the order in which they began to wait. */
  const waiting = new Set<Open>();
  const held: Record<AskerKind, number> = { believed: 0, marked: 0, stranger: 0 };
  let soon: NodeJS.Timeout | null = null;

  const uncount = (one: Open): void => {
    if (one.counted !== null) held[one.counted.kind] -= one.counted.bytes;
    one.counted = null;
  };
  /** Counts what is not taken of it now, and what is about to be said. */
  const count = (one: Open, coming = 0): void => {
    uncount(one);
    if (!saw(one, one.isOver ? 0 : untaken(one.answer) + coming, performance.now()))
      return void waiting.delete(one);
    waiting.add(one);
    const { kind } = one.asker();
    one.counted = { kind, bytes: costOf(one) };
    held[kind] += one.counted.bytes;
  };
  const isTooMuch = (): boolean =>
    ASKER_KINDS.some((kind) => held[kind] > deadlines.heldBytes[kind]);
  const lookSoon = (): void => {
    if (soon === null && isTooMuch()) soon = setTimeout(look, LOOK_AGAIN_MS).unref();
  };

  const over = (one: Open): void => {
    if (one.isOver) return;
    one.isOver = true;
    count(one);
    if (one.session !== undefined)
      answersOf.set(one.session, (answersOf.get(one.session) ?? 1) - 1);
  };
  const cut = (one: Open, reason: CutReason): void => {
    over(one);
    onCut(reason);
    const { answer } = one;
    if (!isHttp2(answer)) return void answer.destroy();
    // With an error, so that half an answer is not taken for a whole one.
    answer.stream.destroy(new Error("its reader does not read"));
    // Its connection goes with it where nothing else is on it: what that has not sent would stay.
    if (one.session !== undefined && answersOf.get(one.session) === 0) one.session.destroy();
  };

  const look = (): void => {
    if (soon !== null) clearTimeout(soon);
    soon = null;
    const now = performance.now();
    for (const one of waiting) {
      count(one);
      one.looks += 1;
      if (waiting.has(one) && one.answer.writableEnded && now > lastMoment(one, deadlines))
        cut(one, "slow");
    }
    if (!isTooMuch()) return;
    for (const one of tooMuch(waiting, deadlines, now)) cut(one, "crowded");
    lookSoon();
  };

  const looking = setInterval(look, deadlines.lookEveryMs);
  looking.unref();
  server.once("close", () => clearInterval(looking));

  server.on("request", (request: IncomingMessage | Http2ServerRequest, answer: Answer) => {
    // Where the app says nothing of it (a proxy's may be many), by who is on the line.
    const source = sourceKey(request.socket.remoteAddress ?? "");
    const session = isHttp2(answer) ? answer.stream.session : undefined;
    const one: Open = {
      answer,
      session,
      isOver: false,
      counted: null,
      bytes: 0,
      sinceMs: 0,
      said: 0,
      saidBefore: 0,
      looks: 0,
      asker: () => namedAsker(answer) ?? { kind: "stranger", group: source, key: source },
    };
    if (session !== undefined) answersOf.set(session, (answersOf.get(session) ?? 0) + 1);
    answer.once("close", () => over(one));
    answer.setTimeout(deadlines.stalledMs);
    // HTTP/2 calls a callback of `setTimeout` once, and the time may be up before the answer begins.
    (isHttp2(answer) ? answer.stream : answer).on("timeout", () => {
      if (!one.isOver && untaken(answer) > 0) cut(one, "stalled");
    });
    onSaid(answer, (coming) => {
      count(one, coming);
      if (coming === 0) lookSoon();
    });
  });
}

/**
 * Calls back before whatever is said, with its length, and after it: what the system takes at once
 * was taken too.
 */
function onSaid(answer: Answer, counted: (coming: number) => void): void {
  const spoken = inPieces(answer);
  for (const name of ["write", "end"] as const) {
    const say = spoken[name];
    spoken[name] = (...said) => {
      counted(lengthOf(said[0]));
      const result = say.apply(answer, said);
      counted(0);
      return result;
    };
  }
}

/** Bytes that were said and that the system has not taken yet. */
const untaken = (answer: Answer): number =>
  isHttp2(answer) ? answer.stream.writableLength : answer.writableLength;

const isHttp2 = (answer: Answer): answer is Http2ServerResponse => "stream" in answer;
