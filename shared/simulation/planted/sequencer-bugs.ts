/** What a careless server does with what it is asked. */
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Mutation } from "#shared/sync/messages/push.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import type { Changes, Loaded, Outcome, PushSubmission } from "#shared/sync/sequencer-port.ts";
import { REAL, type Parts } from "../parts.ts";

type Sequence = Parts["sequence"];

const sequencing = (bug: Sequence) => (): Partial<Parts> => ({ sequence: bug });

/** Before it is carried out, what is known of the asking client is not what it should be. */
const knowing = (change: (loaded: Loaded, submission: PushSubmission) => void) =>
  sequencing((commit, submission) => {
    if (submission.kind === "push") change(commit.loaded, submission);
    return REAL.sequence(commit, submission);
  });

/** What is written is not what was decided. */
const writing = (
  change: (changes: Changes, before: { readonly events: number; readonly results: number }) => void,
) =>
  sequencing((commit, submission) => {
    const { changes } = commit;
    const before = { events: changes.events.length, results: changes.results.length };
    const outcome = REAL.sequence(commit, submission);
    change(changes, before);
    return outcome;
  });

/** The answer is not what was decided. */
const answering = (change: (outcome: Extract<Outcome, { kind: "pushed" }>) => Outcome) =>
  sequencing((...given) => {
    const outcome = REAL.sequence(...given);
    return outcome.kind === "pushed" ? change(outcome) : outcome;
  });

const recording = (change: (event: HeardEvent, asked: Mutation | undefined) => HeardEvent) =>
  sequencing((commit, submission) => {
    const { changes } = commit;
    const outcome = REAL.sequence(commit, submission);
    const asked = submission.kind === "push" ? submission.push.mutations : [];
    for (const [index, kept] of changes.events.entries()) {
      const event = JSON.parse(kept.body) as HeardEvent;
      changes.events[index] = {
        ...kept,
        body: JSON.stringify(
          change(
            event,
            asked.find(({ id }) => id === event.origin?.mutationId),
          ),
        ),
      };
    }
    return outcome;
  });

/** Something else is carried out than was asked; that it was asked is kept as it should be. */
const meaning = (alter: (mutation: Mutation, loaded: Loaded) => Mutation["args"]) =>
  sequencing((commit, submission) => {
    const { loaded, changes } = commit;
    if (submission.kind !== "push") return REAL.sequence(commit, submission);
    const { clientId } = submission.push;
    const last = loaded.clients.get(clientId)?.lastMutationId ?? 0;
    const mutations = submission.push.mutations.map((mutation) =>
      mutation.id <= last ? mutation : { ...mutation, args: alter(mutation, loaded) },
    );
    const outcome = REAL.sequence(commit, {
      ...submission,
      push: { ...submission.push, mutations },
    });
    for (const [index, result] of changes.results.entries()) {
      const asked = submission.push.mutations.find(({ id }) => id === result.mutationId);
      if (asked === undefined) continue;
      changes.results[index] = {
        ...result,
        payloadHash: fingerprint([asked.name, asked.args, asked.occurredAt]),
      };
    }
    return outcome;
  });

const setLast = (
  loaded: Loaded,
  { who: { subjectId }, push: { clientId } }: PushSubmission,
  lastMutationId: number,
) => void loaded.clients.set(clientId, { subjectId, lastMutationId });

const orderOf = ({ args }: Mutation, loaded: Loaded) =>
  loaded.world.orders.get(String(args["orderId"]));

export const SEQUENCER_BUGS = {
  "numbers-with-a-hole": sequencing((commit, submission) => {
    const { loaded } = commit;
    if (loaded.log.head % 20 === 19) loaded.log = { ...loaded.log, head: loaded.log.head + 1 };
    return REAL.sequence(commit, submission);
  }),
  "a-number-twice": sequencing((commit, submission) => {
    const { loaded } = commit;
    if (loaded.log.head % 20 === 19) loaded.log = { ...loaded.log, head: loaded.log.head - 1 };
    return REAL.sequence(commit, submission);
  }),
  "applied-again-after-a-retry": knowing((loaded, submission) => {
    const [first] = submission.push.mutations;
    if (first === undefined) return;
    loaded.results.clear();
    setLast(loaded, submission, first.id - 1);
  }),
  "used-id-with-another-payload": knowing((loaded, { push: { clientId, mutations } }) => {
    for (const { id, name, args, occurredAt } of mutations) {
      const stored = loaded.results.get(resultKey(clientId, id));
      if (stored !== undefined)
        loaded.results.set(resultKey(clientId, id), {
          ...stored,
          payloadHash: fingerprint([name, args, occurredAt]),
        });
    }
  }),
  "ids-may-be-left-out": knowing((loaded, submission) => {
    const [first] = submission.push.mutations;
    const last = loaded.clients.get(submission.push.clientId)?.lastMutationId ?? 0;
    if (first !== undefined && first.id > last + 1) setLast(loaded, submission, first.id - 1);
  }),
  "batch-forgets-its-first": sequencing((commit, submission) => {
    const { loaded } = commit;
    const { clients, results, keys } = loaded;
    const own: Loaded = {
      ...loaded,
      clients: new Map(clients),
      results: new Map(results),
      keys: new Map(keys),
    };
    const outcome = REAL.sequence({ ...commit, loaded: own }, submission);
    loaded.log = own.log;
    return outcome;
  }),
  "batch-refused-as-one": () => {
    let refused: Changes | null = null;
    return {
      sequence(commit, submission) {
        const { changes } = commit;
        if (refused === changes && submission.kind === "push")
          return { kind: "out_of_order", expected: 1 };
        const outcome = REAL.sequence(commit, submission);
        if (
          outcome.kind === "out_of_order" ||
          outcome.kind === "id_reused" ||
          outcome.kind === "client_taken"
        )
          refused = changes;
        return outcome;
      },
    };
  },
  "guests-order-made-anew": sequencing((commit, submission) => {
    if (
      submission.kind !== "command" ||
      submission.command.name !== "order.place" ||
      submission.who.role !== "guest"
    )
      return REAL.sequence(commit, submission);
    const lines = submission.command.args.lines.map((line) => ({
      ...line,
      lineId: commit.ids.next(),
    }));
    const args = { ...submission.command.args, orderId: commit.ids.next(), lines };
    return REAL.sequence(commit, { ...submission, command: { name: "order.place", args } });
  }),
  "poison-blocks": sequencing((commit, submission) => {
    const poison =
      submission.kind === "push"
        ? submission.push.mutations.find(({ args }) => args["rush"] === "very")
        : undefined;
    return poison === undefined
      ? REAL.sequence(commit, submission)
      : { kind: "out_of_order", expected: poison.id };
  }),
  "key-ignored": sequencing((commit, submission) =>
    REAL.sequence(
      commit,
      submission.kind === "command" ? { ...submission, key: null } : submission,
    ),
  ),
  "key-not-kept": writing(({ keys }) => void keys.splice(0)),
  "answers-not-kept": writing(({ results }) => void results.splice(0)),
  "refusals-not-kept": writing((changes) => {
    const kept = changes.results.filter(({ status }) => status !== "rejected");
    changes.results.splice(0, Infinity, ...kept);
  }),
  "last-id-not-kept": writing(({ clients }) => clients.clear()),
  "refusals-not-in-the-log": sequencing((commit, submission) => {
    const { loaded, changes } = commit;
    const before = loaded.log;
    const outcome = REAL.sequence(commit, submission);
    if (
      outcome.kind !== "pushed" ||
      changes.events.length === 0 ||
      changes.events.some(({ type }) => type !== "mutation_rejected")
    )
      return outcome;
    loaded.log = before;
    changes.events.splice(0);
    const results = changes.results.map((result) => ({ ...result, seq: before.head }));
    changes.results.splice(0, Infinity, ...results);
    return {
      ...outcome,
      head: before.head,
      results: outcome.results.map((result) => ({
        ...result,
        seq: Math.min(result.seq, before.head),
      })),
    };
  }),
  "refusal-answered-as-done": answering((outcome) => ({
    ...outcome,
    results: outcome.results.map((result) =>
      result.status === "rejected" ? { ...result, status: "applied" } : result,
    ),
  })),
  "outcome-one-too-far": answering((outcome) => ({
    ...outcome,
    results: outcome.results.map((result) => ({ ...result, seq: result.seq + 1 })),
  })),
  "outcome-one-too-early": answering((outcome) => ({
    ...outcome,
    results: outcome.results.map((result) => ({ ...result, seq: Math.max(0, result.seq - 1) })),
  })),
  "origin-lost": recording((event) => ({ ...event, origin: null })),
  "clock-of-the-device-believed": recording((event, asked) => ({
    ...event,
    occurredAt: asked?.occurredAt ?? event.occurredAt,
  })),
  "generation-not-looked-at": meaning((mutation, loaded) => {
    const order = orderOf(mutation, loaded);
    const { lines } = mutation.args;
    if (order === undefined || mutation.name !== "ticket.bump" || !Array.isArray(lines))
      return mutation.args;
    const now = new Map(order.lines.map(({ lineId, generation }) => [lineId, generation]));
    return {
      ...mutation.args,
      lines: (lines as readonly { lineId: string; generation: number }[]).map((line) => ({
        ...line,
        generation: now.get(line.lineId) ?? line.generation,
      })),
    };
  }),
  "bump-takes-every-line": meaning((mutation, loaded) => {
    const order = orderOf(mutation, loaded);
    if (order === undefined || mutation.name !== "ticket.bump") return mutation.args;
    const lines = order.lines.filter(({ stationId }) => stationId === mutation.args["stationId"]);
    return {
      ...mutation.args,
      lines: lines.map(({ lineId, generation }) => ({ lineId, generation })),
    };
  }),
  "menu-brings-back-what-is-off": sequencing((commit, submission) => {
    if (
      submission.kind !== "command" ||
      submission.command.name !== "menu.replace" ||
      submission.command.args.over !== undefined
    )
      return REAL.sequence(commit, submission);
    return REAL.sequence(commit, {
      ...submission,
      command: { name: "menu.replace", args: { ...submission.command.args, over: ["*"] } },
    });
  }),
  "stations-not-looked-at": sequencing((commit, submission) =>
    REAL.sequence(commit, { ...submission, who: { ...submission.who, stationIds: [] } }),
  ),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
