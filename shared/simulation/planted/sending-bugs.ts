/** What a careless device does with what people do on it. */
import { nextBatch, settle } from "#shared/sync/device/outbox.ts";
import type { Effect, Failure, Input } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import { noPush } from "#shared/sync/device/states/push.ts";
import { trustAfter } from "#shared/sync/device/states/trust.ts";
import { REAL, type Parts } from "../parts.ts";
import { noticesLate } from "./habit-bugs.ts";
import { after, asking, before, hearing, stepping, withoutTimer, type Bug } from "./stepping.ts";

const storing = (entries: Extract<Effect, { kind: "store-entries" }>["entries"]): Effect[] =>
  entries.length === 0 ? [] : [{ kind: "store-entries", entries, client: null }];

/** Whatever waits is given up where the server says this. */
const givingUpOn = (kind: Failure["kind"]): Bug =>
  stepping((core, input, env) => {
    const effects = REAL.step(core, input, env);
    if (input.kind !== "push-failed" || input.failure.kind !== kind) return effects;
    core.outbox.pending = core.outbox.pending.map((entry) => ({
      ...entry,
      outcome: { status: "noop", seq: 0 },
    }));
    return [...effects, ...storing(settle(core.outbox, 0))];
  });

/** What this input would have it ask the server about its last id, it does not ask. */
const notComparing = (kinds: readonly Input["kind"][]): Bug =>
  stepping((core, input, env) => {
    const { toCompare } = core.sending;
    const was = [...toCompare];
    const isAsking = core.sending.push.kind !== "none";
    const effects = REAL.step(core, input, env);
    if (!kinds.includes(input.kind)) return effects;
    core.sending.toCompare = input.kind === "started" ? [] : was;
    const asked = effects.some((effect) => effect.kind === "push" && effect.mutations.length === 0);
    if (!asked || isAsking || was.length > 0) return effects;
    Object.assign(core.sending, { push: noPush, state: "idle" });
    const [entry] = core.outbox.pending;
    return [
      ...effects.filter((effect) => effect.kind !== "push"),
      ...(entry === undefined ? [] : REAL.step(core, { kind: "acted", entry }, env)),
    ];
  });

const onlyResults = (keeps: (status: string) => boolean): Bug =>
  hearing((input) =>
    input.kind === "pushed"
      ? {
          ...input,
          answer: {
            ...input.answer,
            results: input.answer.results.filter(({ status }) => keeps(status)),
          },
        }
      : input,
  );

/** What a captive portal says with status 200 is taken for the answer that everything was done. */
function believed(core: Core): Input | null {
  const batch = nextBatch(core.outbox);
  if (batch === null || core.sending.push.kind === "comparing") return null;
  const results = batch.mutations.map(({ id }) => ({ id, status: "applied" as const, seq: 0 }));
  return {
    kind: "pushed",
    clientId: batch.clientId,
    answer: {
      lastMutationId: results.at(-1)?.id ?? 0,
      results,
      head: core.replica.cursor?.seq ?? 0,
      serverTime: core.outbox.pending[0]?.occurredAt ?? "",
    },
  };
}

export const SENDING_BUGS = {
  "outbox-cleared-on-200": stepping((core, input, env) => {
    const effects = REAL.step(core, input, env);
    return input.kind === "pushed"
      ? [...effects, ...storing(settle(core.outbox, Infinity))]
      : effects;
  }),
  "sent-is-done": stepping((core, input, env) => {
    const effects = REAL.step(core, input, env);
    const push = effects.find((effect) => effect.kind === "push");
    if (push === undefined || push.mutations.length === 0) return effects;
    const sent = new Set(push.mutations.map(({ id }) => id));
    core.outbox.pending = core.outbox.pending.map((entry) =>
      entry.clientId === push.clientId && sent.has(entry.id)
        ? { ...entry, outcome: { status: "applied", seq: 0 } }
        : entry,
    );
    return [...effects, ...storing(settle(core.outbox, 0))];
  }),
  "portal-believed": hearing((input, core) =>
    input.kind === "push-failed" && input.failure.kind === "nonsense"
      ? (believed(core) ?? input)
      : input,
  ),
  "refused-token-clears-the-outbox": givingUpOn("refused"),
  "late-answers-hide-a-refusal": after((core, input) => {
    if (input.kind !== "pushed") return;
    core.sending.cause = null;
    core.reading.trust = trustAfter(core.reading.trust, { kind: "heard" });
  }),
  "old-version-clears-the-outbox": givingUpOn("needs-update"),
  "overload-clears-the-outbox": givingUpOn("unavailable"),
  "no-compare-on-start": notComparing(["started"]),
  "no-compare-after-a-refetch": notComparing([
    "stream-reset",
    "pull-reset",
    "snapshot-taken",
    "stream-ready",
  ]),
  "no-compare-after-a-snapshot": notComparing(["snapshot-taken"]),
  "strangers-pass-for-ours": notComparing(["stream-events", "pulled"]),
  "follower-drops-the-archive": after((core, input) => {
    if (input.kind === "outbox-reloaded" && !core.leading) core.outbox.archive = [];
  }),
  "answer-of-another-log-believed": before((core, input) => {
    if (input.kind !== "pushed") return;
    if (core.sending.push.kind !== "none") core.sending.push = { ...core.sending.push, sentAt: 0 };
    core.replica.recent.clear();
  }),
  "no-compare-ever": notComparing([
    "started",
    "stream-reset",
    "pull-reset",
    "snapshot-taken",
    "stream-ready",
    "stream-events",
    "pulled",
    "push-conflict",
  ]),
  "conflict-settles-nothing": stepping((core, input, env) => {
    if (input.kind !== "push-conflict") return REAL.step(core, input, env);
    const { stored } = core;
    core.stored = null;
    const effects = REAL.step(core, input, env);
    core.stored = stored;
    return effects;
  }),
  "answered-stays-with-a-taken-client": stepping((core, input, env) => {
    if (input.kind !== "push-conflict" || input.conflict.code !== "client_taken")
      return REAL.step(core, input, env);
    const recent = [...core.replica.recent];
    core.replica.recent.clear();
    const effects = REAL.step(core, { ...input, conflict: { code: "client_taken" } }, env);
    for (const [seq, origin] of recent) core.replica.recent.set(seq, origin);
    return effects;
  }),
  "conflict-not-mended": hearing((input) =>
    input.kind === "push-conflict"
      ? { kind: "push-failed", failure: { kind: "unavailable", retryAfterMs: null } }
      : input,
  ),
  "reused-id-taken-for-an-answer": hearing((input) =>
    input.kind === "push-conflict" && input.conflict.code === "id_reused"
      ? {
          ...input,
          conflict: { code: "out_of_order", expected: (input.conflict.mutationId ?? 0) + 1 },
        }
      : input,
  ),
  "refusals-not-heard": onlyResults((status) => status !== "rejected"),
  "no-effect-not-heard": onlyResults((status) => status !== "noop"),
  "notice-lost": asking((effect) => (effect.kind === "notice" ? null : effect)),
  // Core and store both take care of it.
  "notice-after-its-entry": () => ({
    ...stepping((core, input, env) => {
      const effects = REAL.step(core, input, env);
      return [
        ...effects.filter(({ kind }) => kind !== "notice"),
        ...effects.filter(({ kind }) => kind === "notice"),
      ];
    })(),
    around: { ...REAL.around, store: noticesLate },
  }),
  "two-pushes-under-way": before((core, input) => {
    if (input.kind === "acted") Object.assign(core.sending, { push: noPush, state: "idle" });
  }),
  "pushes-backwards": asking((effect) =>
    effect.kind === "push" ? { ...effect, mutations: [...effect.mutations].reverse() } : effect,
  ),
  "no-second-push": withoutTimer("push"),
  "carried-over-before-it-is-stored": stepping((core, input, env) => {
    const effects = REAL.step(core, input, env);
    const { carriedTo } = core.sending;
    // Nor does it wait after a conflict.
    return carriedTo === null
      ? effects
      : [
          ...effects,
          ...REAL.step(core, { kind: "client-stored", clientId: carriedTo }, env),
          ...REAL.step(core, { kind: "timer", timer: "push" }, env),
        ];
  }),
  "archives-in-memory-alone": after((core, input) => {
    if (
      input.kind === "persisted" &&
      !core.leading &&
      core.stored !== null &&
      core.sending.toCompare.length === 0
    )
      settle(core.outbox, core.stored.seq);
  }),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
