/**
 * How words travel. Mostly as the values they are; in some evenings as JSON text, written as the
 * server writes it (with fields that only a newer server knows), perhaps cut off, and read back by
 * the device's own reader.
 */
import type { Random } from "#shared/kernel/random.ts";
import { between, happens } from "#shared/kernel/seeded-random.ts";
import { readPull, readPush, readSnapshot, type HttpAnswer } from "#shared/sync/device/answers.ts";
import type { Effect, Failure, Input } from "#shared/sync/device/ports.ts";
import { readStream } from "#shared/sync/device/shell/stream-reader.ts";
import { PROTOCOL } from "#shared/sync/messages/protocol.ts";
import { pushRequest } from "#shared/sync/messages/push.ts";
import { unreachable } from "#shared/kernel/assert.ts";
import type { StreamWord } from "./streams.ts";

type Asked = Extract<Effect, { kind: "fetch-snapshot" | "pull" | "push" }>;
type Push = Extract<Effect, { kind: "push" }>;
type Said = { readonly input: Input } | { readonly failure: Failure };

export type Wire = {
  /** A push as the server reads it. */
  sent(push: Push): Push;
  /** An answer as the device reads it. */
  heard(asked: Asked, said: Said, isCut: boolean): Input;
  /** Reads a stream: takes the next word, or the beginning of one. False where it cannot go on. */
  reader(
    stream: number,
    tell: (input: Input) => void,
  ): (word: StreamWord, isWhole: boolean) => boolean;
};

export const createWire = (asText: boolean, random: Random): Wire =>
  asText ? text(random) : values(random);

const values = (random: Random): Wire => ({
  sent: (push) => push,
  heard: (asked, said, isCut) =>
    isCut
      ? failed(
          asked,
          happens(random, 0.5) ? { kind: "unreachable" } : { kind: "nonsense", detail: "cut off" },
        )
      : "failure" in said
        ? failed(asked, said.failure)
        : said.input,
  reader: (stream, tell) => (word, isWhole) => {
    if (isWhole) tell({ ...word, stream });
    return isWhole;
  },
});

function text(random: Random): Wire {
  const cut = (whole: string) => whole.slice(0, between(random, 0, whole.length - 1));
  return {
    sent(push) {
      const { clientId, mutations } = pushRequest.parse(
        JSON.parse(
          JSON.stringify({
            protocol: PROTOCOL,
            clientId: push.clientId,
            mutations: push.mutations,
          }),
        ),
      );
      return { ...push, clientId, mutations };
    },
    heard(asked, said, isCut) {
      const { status, body, ...more } = httpOf(said);
      const written = JSON.stringify(body);
      const answer = { status, body: parse(isCut ? cut(written) : written), ...more };
      switch (asked.kind) {
        case "fetch-snapshot":
          return readSnapshot(answer);
        case "pull":
          return readPull(answer);
        case "push":
          return readPush(asked.clientId, answer);
      }
    },
    reader(stream, tell) {
      const reader = readStream(stream, tell);
      return (word, isWhole) => {
        // What ends without a word, or with a status instead of a stream, has no text.
        if (word.kind === "stream-ended")
          return isWhole ? (tell({ ...word, stream }), true) : false;
        const written = frames(word);
        const piece = isWhole ? written : cut(written);
        const middle = between(random, 0, piece.length);
        return reader.feed(piece.slice(0, middle)) && reader.feed(piece.slice(middle)) && isWhole;
      };
    },
  };
}

/** As our routes answer it, and as one of a later version would. */
function httpOf(said: Said): HttpAnswer {
  if ("failure" in said) return refusalOf(said.failure);
  const { input } = said;
  switch (input.kind) {
    case "snapshot-taken":
      return { status: 200, body: { ...input.snapshot, ...LATER } };
    case "pulled":
      return {
        status: 200,
        body: {
          ...input.page,
          events: input.page.events.map((event) => ({ ...event, ...LATER })),
          ...LATER,
        },
      };
    case "pull-reset":
      return {
        status: 409,
        body: {
          ...PROBLEM,
          status: 409,
          code: "must_refetch",
          logId: NO_LOG,
          epoch: 0,
          head: 0,
          floor: 0,
        },
      };
    case "pushed":
      return { status: 200, body: { ...input.answer, ...LATER } };
    case "push-conflict":
      return { status: 409, body: { ...PROBLEM, status: 409, ...input.conflict } };
    default:
      throw new Error(`${input.kind} is no answer`);
  }
}

function refusalOf(failure: Failure): HttpAnswer {
  switch (failure.kind) {
    case "unreachable":
      return { status: 0, body: null };
    case "unavailable":
      return {
        status: 503,
        body: PROBLEM,
        ...(failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs }),
      };
    case "refused":
      return { status: 401, body: { ...PROBLEM, code: failure.code } };
    case "needs-update":
      return { status: 426, body: PROBLEM };
    case "nonsense":
      return { status: 200, body: failure.detail };
    default:
      return unreachable(failure);
  }
}

function frames(word: Exclude<StreamWord, { kind: "stream-ended" }>): string {
  switch (word.kind) {
    case "stream-ready":
      return frame("ready", { ...word.ready, ...LATER });
    case "stream-ping":
      return frame("ping", { ...word.ping, ...LATER });
    case "stream-reset":
      return frame("reset", { code: "must_refetch" });
    case "stream-events":
      return word.events
        .map((event) => `id: ${event.seq}\n${frame(event.type, { ...event, ...LATER })}`)
        .join("");
  }
}

const frame = (name: string, data: object): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

function failed({ kind }: Asked, failure: Failure): Input {
  switch (kind) {
    case "fetch-snapshot":
      return { kind: "snapshot-failed", failure };
    case "pull":
      return { kind: "pull-failed", failure };
    case "push":
      return { kind: "push-failed", failure };
  }
}

function parse(written: string): unknown {
  try {
    return JSON.parse(written) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const LATER = { aFieldOfTomorrow: { of: ["a newer server"] } };
const PROBLEM = {
  type: "about:blank",
  title: "No",
  detail: "A sentence.",
  status: 400,
  code: "no",
};
const NO_LOG = "00000000-0000-7000-8000-000000000000";
