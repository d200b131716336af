/**
 * The server's end of sync, without the server: given what is stored and what is asked, what to
 * append, store and answer.
 *
 * The shell locks the log's counter row, loads `needsOf(...)`, calls `sequence` for each submission
 * of its batch on the same `Loaded` (which it moves forward), writes `Changes` and commits, and
 * only then answers. Pure and synchronous, so that a batch costs one load and one write whatever
 * its size. It does not know other restaurants: one `Loaded` is one log.
 */
import { must } from "#shared/kernel/assert.ts";
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import { orderIdOf, type Command } from "#shared/orders/command.ts";
import type { Order } from "#shared/orders/order.ts";
import { carryOut, type Commit } from "./carry-out.ts";
import type { Mutation, MutationResult, PushRequest } from "./messages/push.ts";
import { parseMutation } from "./read-mutation.ts";
import type {
  Answer,
  Changes,
  CommandSubmission,
  Loaded,
  Outcome,
  PushSubmission,
  StoredResult,
  Submission,
} from "./sequencer-port.ts";

/**
 * Carries out one submission on what is loaded, adding to the changes. Nothing is changed where the
 * outcome is a conflict.
 */
export const sequence = (commit: Commit, submission: Submission): Outcome =>
  submission.kind === "push"
    ? sequencePush(commit, submission)
    : sequenceCommand(commit, submission);

export const noChanges = (): Changes => ({
  events: [],
  orderIds: new Set(),
  lines: [],
  menu: false,
  tables: false,
  settings: false,
  clients: new Map(),
  results: [],
  keys: [],
  letters: new Set(),
});

/** Nothing was written: the transaction may end without a commit. */
export const isUnchanged = (changes: Changes): boolean =>
  changes.events.length === 0 &&
  changes.clients.size === 0 &&
  changes.results.length === 0 &&
  changes.keys.length === 0;

function sequencePush(commit: Commit, { who, push }: PushSubmission): Outcome {
  const { loaded, changes } = commit;
  const client = loaded.clients.get(push.clientId);
  if (client !== undefined && client.subjectId !== who.subjectId)
    return { kind: "client_taken", head: loaded.log.head };
  const last = client?.lastMutationId ?? 0;
  const conflict = conflictIn(loaded, push, last);
  if (conflict !== null) return conflict;

  const results = push.mutations.map((mutation): MutationResult => {
    const stored = loaded.results.get(resultKey(push.clientId, mutation.id));
    if (stored !== undefined) return asResult(mutation.id, stored);
    if (mutation.id <= last)
      return { id: mutation.id, status: "noop", code: "forgotten", seq: loaded.log.head };
    const origin = { clientId: push.clientId, mutationId: mutation.id };
    const answer = carryOut(commit, {
      ...mutation,
      command: parseMutation(mutation),
      who,
      origin,
      strict: false,
    });
    const kept: StoredResult = {
      ...answer,
      clientId: push.clientId,
      mutationId: mutation.id,
      payloadHash: payloadHash(mutation),
    };
    loaded.results.set(resultKey(push.clientId, mutation.id), kept);
    changes.results.push(kept);
    return asResult(mutation.id, kept);
  });
  const lastMutationId = Math.max(last, push.mutations.at(-1)?.id ?? 0);
  if (lastMutationId > last) {
    const moved = { subjectId: who.subjectId, lastMutationId };
    loaded.clients.set(push.clientId, moved);
    changes.clients.set(push.clientId, moved);
  }
  return { kind: "pushed", lastMutationId, results, head: loaded.log.head };
}

/** Looked for before anything is carried out, so that a conflict changes nothing. */
function conflictIn(loaded: Loaded, push: PushRequest, last: number): Outcome | null {
  let expected = last + 1;
  for (const [index, mutation] of push.mutations.entries()) {
    if (
      mutation.id > expected ||
      (index > 0 && mutation.id !== must(push.mutations[index - 1], "the one before").id + 1)
    ) {
      return { kind: "out_of_order", expected };
    }
    const stored = loaded.results.get(resultKey(push.clientId, mutation.id));
    if (stored !== undefined && stored.payloadHash !== payloadHash(mutation))
      return { kind: "id_reused", mutationId: mutation.id };
    expected = Math.max(expected, mutation.id + 1);
  }
  return null;
}

function sequenceCommand(
  commit: Commit,
  { command, key, who, occurredAt = commit.now, strict }: CommandSubmission,
): Outcome {
  const { loaded, changes } = commit;
  const stored = key === null ? undefined : loaded.keys.get(key);
  if (stored !== undefined) {
    if (stored.payloadHash !== commandHash(command)) return { kind: "key_reused" };
    return { kind: "decided", answer: stored.answer, order: stored.order, repeated: true };
  }
  const answer = carryOut(commit, { ...command, command, occurredAt, who, origin: null, strict });
  const order = orderOf(loaded, command);
  if (key !== null) {
    const kept = { key, payloadHash: commandHash(command), answer, order };
    loaded.keys.set(key, kept);
    changes.keys.push(kept);
  }
  return { kind: "decided", answer, order, repeated: false };
}

const orderOf = (loaded: Loaded, command: Command): Order | null => {
  const orderId = orderIdOf(command);
  return orderId === null ? null : (loaded.world.orders.get(orderId) ?? null);
};

export const resultKey = (clientId: string, mutationId: number): string =>
  `${clientId}/${mutationId}`;

const commandHash = ({ name, args }: Command): string => fingerprint([name, args]);

const payloadHash = (mutation: Mutation): string =>
  fingerprint([mutation.name, mutation.args, mutation.occurredAt]);

const asResult = (id: number, { status, code, detail, seq }: Answer): MutationResult => ({
  id,
  status,
  ...(code === undefined ? {} : { code }),
  ...(detail === undefined ? {} : { detail }),
  seq,
});
