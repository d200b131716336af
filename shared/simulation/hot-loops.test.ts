/**
 * No fault makes a hot loop (L3): servers that are broken in every way we could think of answer at
 * once, and the core still asks for little. What it may ask for in a minute is counted; a loop
 * without a wait would ask without end.
 */
import { describe, expect, test } from "vitest";
import { seededIds, seededRandom } from "#shared/kernel/seeded-random.ts";
import { MINUTE } from "#shared/kernel/time.ts";
import { step } from "#shared/sync/device/core.ts";
import type { Effect, Failure, Input, TimerName } from "#shared/sync/device/ports.ts";
import {
  entry,
  event,
  LOG,
  MINE,
  SERVER_TIME,
  snapshotAt,
  START_MS,
  tablet,
} from "#shared/sync/device/testing/tablet.ts";
import { createVirtualTime } from "./virtual-time.ts";

type Exchange = Extract<Effect, { kind: "fetch-snapshot" | "open-stream" | "pull" | "push" }>;
/** What a server says to an exchange, all at once. */
type Server = (exchange: Exchange) => readonly Input[];

const failing =
  (failure: Failure): Server =>
  (exchange) => {
    switch (exchange.kind) {
      case "fetch-snapshot":
        return [{ kind: "snapshot-failed", failure }];
      case "open-stream":
        return [{ kind: "stream-ended", stream: exchange.stream, failure }];
      case "pull":
        return [{ kind: "pull-failed", failure }];
      case "push":
        return [{ kind: "push-failed", failure }];
    }
  };

const ready = (stream: number, head: number): Input => ({
  kind: "stream-ready",
  stream,
  ready: { logId: LOG, epoch: 1, head, floor: 0, serverTime: SERVER_TIME, pingMs: 10_000 },
});
const page = (events: readonly ReturnType<typeof event>[], head: number): Input => ({
  kind: "pulled",
  page: { logId: LOG, epoch: 1, head, floor: 0, serverTime: SERVER_TIME, events },
});
const answer = (
  clientId: string,
  lastMutationId: number,
  results: readonly number[] = [],
): Input => ({
  kind: "pushed",
  clientId,
  answer: {
    lastMutationId,
    results: results.map((id) => ({ id, status: "noop", seq: 5 })),
    head: 5,
    serverTime: SERVER_TIME,
  },
});

/** A server that is well but for what is given. */
const but =
  (
    broken: Partial<{
      [K in Exchange["kind"]]: (exchange: Extract<Exchange, { kind: K }>) => readonly Input[];
    }>,
  ): Server =>
  (exchange) => {
    switch (exchange.kind) {
      case "fetch-snapshot":
        return (
          broken["fetch-snapshot"]?.(exchange) ?? [
            { kind: "snapshot-taken", snapshot: snapshotAt(5) },
          ]
        );
      case "open-stream":
        return broken["open-stream"]?.(exchange) ?? [ready(exchange.stream, 5)];
      case "pull":
        return broken.pull?.(exchange) ?? [page([], 5)];
      case "push":
        return (
          broken.push?.(exchange) ?? [
            answer(
              exchange.clientId,
              exchange.mutations.at(-1)?.id ?? 0,
              exchange.mutations.map((mutation) => mutation.id),
            ),
          ]
        );
    }
  };

const SERVERS: Readonly<Record<string, Server>> = {
  "is not there": failing({ kind: "unreachable" }),
  "is overloaded and says to come back at once": failing({ kind: "unavailable", retryAfterMs: 0 }),
  "is a captive portal": failing({ kind: "nonsense", detail: "HTML" }),
  "knows nobody": failing({ kind: "refused", code: "token_revoked" }),
  "is too new": failing({ kind: "needs-update" }),
  "lets no stream live": but({
    "open-stream": ({ stream }) => [{ kind: "stream-ended", stream, failure: null }],
  }),
  "is asked from a browser without a place for a stream": but({
    "open-stream": ({ stream }) => [{ kind: "stream-unplaced", stream }],
  }),
  "lets streams open and ends them": but({
    "open-stream": ({ stream }) => [
      ready(stream, 5),
      { kind: "stream-ended", stream, failure: null },
    ],
  }),
  "refuses every cursor": but({
    "open-stream": ({ stream }) => [{ kind: "stream-reset", stream }],
    pull: () => [{ kind: "pull-reset" }],
  }),
  "refuses every cursor and has no snapshot": but({
    "open-stream": ({ stream }) => [{ kind: "stream-reset", stream }],
    "fetch-snapshot": () => [{ kind: "snapshot-failed", failure: { kind: "unreachable" } }],
  }),
  "opens a stream and resets it": but({
    "open-stream": ({ stream }) => [ready(stream, 5), { kind: "stream-reset", stream }],
  }),
  "is ahead and gives nothing": but({
    "open-stream": ({ stream }) => [
      ready(stream, 99),
      { kind: "stream-ping", stream, ping: { head: 99, serverTime: SERVER_TIME } },
    ],
    pull: () => [page([], 99)],
  }),
  "gives only what is behind a hole": but({
    "open-stream": ({ stream }) => [
      ready(stream, 99),
      { kind: "stream-events", stream, events: [event(50)] },
    ],
    pull: () => [page([event(50)], 99)],
  }),
  "is another log each time": but({
    "open-stream": ({ stream }) => [
      {
        kind: "stream-ready",
        stream,
        ready: {
          logId: MINE,
          epoch: 1,
          head: 9,
          floor: 0,
          serverTime: SERVER_TIME,
          pingMs: 10_000,
        },
      },
    ],
  }),
  "answers pushes with nothing": but({ push: ({ clientId }) => [answer(clientId, 0)] }),
  "expects another id each time": but({
    push: ({ clientId, mutations }) => [
      mutations.length === 0
        ? answer(clientId, 0)
        : { kind: "push-conflict", clientId, conflict: { code: "out_of_order", expected: 7 } },
    ],
  }),
  "expects one id before ours": but({
    push: ({ clientId, mutations: [first] }) => [
      {
        kind: "push-conflict",
        clientId,
        conflict: { code: "out_of_order", expected: Math.max(1, (first?.id ?? 1) - 1) },
      },
    ],
  }),
  "says of every id that it was used": but({
    push: ({ clientId, mutations: [first] }) => [
      first
        ? { kind: "push-conflict", clientId, conflict: { code: "id_reused", mutationId: first.id } }
        : answer(clientId, 0),
    ],
  }),
  "says of every client that it is taken": but({
    push: ({ clientId }) => [
      { kind: "push-conflict", clientId, conflict: { code: "client_taken" } },
    ],
  }),
  "knows more than we ever said": but({ push: ({ clientId }) => [answer(clientId, 1_000)] }),
  "refuses only pushes": but({
    push: () => [{ kind: "push-failed", failure: { kind: "refused", code: "forbidden" } }],
  }),
};

const MOST_IN_A_MINUTE = 240;

describe("[SYN-27] no server makes a device loop without a wait", () => {
  for (const [what, server] of Object.entries(SERVERS)) {
    for (const filled of [true, false]) {
      test(`[SYN-27] one that ${what}, asked by ${filled ? "a filled" : "an empty"} device`, async () => {
        const { exchanges, shortest } = await aMinuteWith(server, filled);
        expect(exchanges).toBeLessThan(MOST_IN_A_MINUTE);
        expect(shortest).toBeGreaterThanOrEqual(100);
      });
    }
  }
});

async function aMinuteWith(
  server: Server,
  filled: boolean,
): Promise<{ exchanges: number; shortest: number }> {
  const { core } = tablet({
    nextId: 3,
    entries: [entry(1), entry(2)],
    ...(filled ? {} : { snapshot: null }),
  });
  const random = seededRandom(1);
  const time = createVirtualTime(START_MS, random, { slow: 0, slowestMs: 0 });
  const ids = seededIds(random);
  const timers = new Map<TimerName, () => void>();
  let [exchanges, shortest] = [0, Infinity];

  const tell = (input: Input): void => {
    for (const effect of step(core, input, { nowMs: time.now(), random, ids, visible: true }))
      carryOut(effect);
  };
  const carryOut = (effect: Effect): void => {
    switch (effect.kind) {
      case "set-timer":
        shortest = Math.min(shortest, effect.delayMs);
        timers.get(effect.timer)?.();
        timers.set(
          effect.timer,
          time.after(effect.delayMs, () => tell({ kind: "timer", timer: effect.timer })),
        );
        return;
      case "clear-timer":
        return timers.get(effect.timer)?.();
      case "fetch-snapshot":
      case "open-stream":
      case "pull":
      case "push":
        exchanges++;
        // Beyond all bounds it is left unanswered, so that a failing test ends.
        if (exchanges <= 10 * MOST_IN_A_MINUTE) time.after(0, () => server(effect).forEach(tell));
        return;
      case "store-snapshot":
        return void time.after(0, () =>
          core.replica.cursor === null
            ? undefined
            : tell({ kind: "persisted", cursor: core.replica.cursor, fill: effect.fill }),
        );
      default:
    }
  };
  tell({ kind: "started" });
  // People and browsers nudge as well.
  for (let second = 5; second < 60; second += 5)
    time.after(second * 1_000, () => tell({ kind: "hint" }));
  await time.runUntil(START_MS + MINUTE);
  return { exchanges, shortest };
}
