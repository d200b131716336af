/**
 * The server's end of sync, without the server: given what is stored and what is asked, what to append, store and answer.
 *
 * The shell locks the log's counter row, loads `needsOf(...)`, calls `sequence` for each submission of its batch on the same `Loaded`
 * (which it moves forward), writes `Changes` and commits, and only then answers. Pure and synchronous, so that a batch costs one load and
 * one write whatever its size. It does not know other restaurants: one `Loaded` is one log.
 */
import { must } from "#shared/kernel/assert.ts";
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { uuid } from "#shared/kernel/schema.ts";
import { tidy } from "#shared/kernel/tidy.ts";
import { believedTime, type IsoTime } from "#shared/kernel/time.ts";
import { COMMANDS, isMutationName, orderIdOf, type Command } from "#shared/orders/command.ts";
import { decide } from "#shared/orders/decide.ts";
import { rejected, type Decision } from "#shared/orders/decision.ts";
import type { EventDraft, HeardEvent, Origin } from "#shared/orders/event.ts";
import { orderIdOfEvent } from "#shared/orders/fold.ts";
import { countIn } from "#shared/orders/guest-load.ts";
import { comesAfter, GUEST_LETTER, nextNumber, OWNER_LETTER, splitNumber } from "#shared/orders/number.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Mutation, MutationResult, PushRequest } from "./messages/push.ts";
import type { Actor, Answer, Changes, CommandSubmission, Loaded, Needs, Outcome, PushSubmission, StoredResult, Submission } from "./sequencer-port.ts";
import { applyToWorld } from "./world.ts";

/** What one commit is made of: what is stored, moved forward by each submission that is carried out, what is to be written, and when it is. */
export type Commit = { readonly loaded: Loaded; readonly changes: Changes; readonly now: IsoTime; readonly ids: Ids };

/** One thing that somebody asks. `command` null: its name or arguments are not of the protocol. `origin`: of a device's mutation. */
type Asked = Pick<Mutation, "name" | "args" | "occurredAt"> & { readonly command: Command | null; readonly who: Actor; readonly origin: Origin | null; readonly strict: boolean };

/** What must be loaded before `submissions` can be sequenced. */
export function needsOf(submissions: readonly Submission[]): Needs {
  const commands = submissions.flatMap((it) => (it.kind === "command" ? [it.command] : it.push.mutations.flatMap((mutation) => parseMutation(mutation) ?? [])));
  return {
    orderIds: [...new Set(commands.flatMap((command) => orderIdOf(command) ?? []))],
    lineIds: [...new Set(commands.flatMap((command) => ("lines" in command.args ? command.args.lines.map((line) => line.lineId) : [])))],
    clients: submissions.flatMap((it) => (it.kind === "push" ? [rangeOf(it.push)] : [])),
    keys: submissions.flatMap((it) => (it.kind === "command" && it.key !== null ? [it.key] : [])),
    guestTables: guestTablesOf(submissions),
    clearedTables: [...new Set(commands.flatMap((command) => (command.name === "table.ordering" && command.args.clear !== undefined ? [command.args.tableId] : [])))],
  };
}

function guestTablesOf(submissions: readonly Submission[]): Needs["guestTables"] {
  const ceilings = new Map<string, number>();
  for (const it of submissions) {
    if (it.kind !== "command" || it.command.name !== "order.place" || it.who.role !== "guest" || it.command.args.tableId === undefined) continue;
    ceilings.set(it.command.args.tableId, Math.min(ceilings.get(it.command.args.tableId) ?? NO_CEILING, it.who.guest?.ceiling ?? NO_CEILING));
  }
  return Array.from(ceilings, ([tableId, ceiling]) => ({ tableId, ceiling }));
}

/** More than anybody counts to. */
const NO_CEILING = 1_000_000_000;

/** Carries out one submission on what is loaded, adding to the changes. Nothing is changed where the outcome is a conflict. */
export const sequence = (commit: Commit, submission: Submission): Outcome => (submission.kind === "push" ? sequencePush(commit, submission) : sequenceCommand(commit, submission));

export const noChanges = (): Changes => ({
  events: [], orderIds: new Set(), lines: [], menu: false, tables: false, settings: false, clients: new Map(), results: [], keys: [], letters: new Set(),
});

/** Nothing was written: the transaction may end without a commit. */
export const isUnchanged = (changes: Changes): boolean =>
  changes.events.length === 0 && changes.clients.size === 0 && changes.results.length === 0 && changes.keys.length === 0;

function sequencePush(commit: Commit, { who, push }: PushSubmission): Outcome {
  const { loaded, changes } = commit;
  const client = loaded.clients.get(push.clientId);
  if (client !== undefined && client.subjectId !== who.subjectId) return { kind: "client_taken", head: loaded.log.head };
  const last = client?.lastMutationId ?? 0;
  const conflict = conflictIn(loaded, push, last);
  if (conflict !== null) return conflict;

  const results = push.mutations.map((mutation): MutationResult => {
    const stored = loaded.results.get(resultKey(push.clientId, mutation.id));
    if (stored !== undefined) return asResult(mutation.id, stored);
    if (mutation.id <= last) return { id: mutation.id, status: "noop", code: "forgotten", seq: loaded.log.head };
    const origin = { clientId: push.clientId, mutationId: mutation.id };
    const answer = carryOut(commit, { ...mutation, command: parseMutation(mutation), who, origin, strict: false });
    const kept: StoredResult = { ...answer, clientId: push.clientId, mutationId: mutation.id, payloadHash: payloadHash(mutation) };
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
    if (mutation.id > expected || (index > 0 && mutation.id !== must(push.mutations[index - 1], "the one before").id + 1)) {
      return { kind: "out_of_order", expected };
    }
    const stored = loaded.results.get(resultKey(push.clientId, mutation.id));
    if (stored !== undefined && stored.payloadHash !== payloadHash(mutation)) return { kind: "id_reused", mutationId: mutation.id };
    expected = Math.max(expected, mutation.id + 1);
  }
  return null;
}

function sequenceCommand(commit: Commit, { command, key, who, occurredAt = commit.now, strict }: CommandSubmission): Outcome {
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

function carryOut(commit: Commit, asked: Asked): Answer {
  const { loaded, now } = commit;
  const { command, origin } = asked;
  const occurredAt = believedTime(asked.occurredAt, now);
  const decision = command === null ? refuseUnreadable(asked) : decideOn(commit, asked, command, occurredAt);
  switch (decision.kind) {
    case "noop":
      return { status: "noop", seq: loaded.log.head };
    case "applied":
      for (const draft of decision.events) append(commit, draft, origin, occurredAt);
      return { status: "applied", seq: loaded.log.head };
    default: {
      const { code, detail, waitMs } = decision;
      // Only a device's refusals are kept in its log: a program has its answer at once and nobody waits for a card.
      if (origin !== null) {
        const orderId = command === null ? unreadOrderId(asked) : orderIdOf(command);
        append(commit, { type: "mutation_rejected", entityId: orderId ?? origin.clientId, data: { name: asked.name, code, detail, orderId } }, origin, occurredAt);
      }
      return { status: "rejected", code, detail, ...(waitMs === undefined ? {} : { waitMs }), seq: loaded.log.head };
    }
  }
}

function decideOn({ loaded, changes }: Commit, { who, strict }: Asked, command: Command, occurredAt: IsoTime): Decision {
  const letter = who.letter ?? (who.role === "guest" ? GUEST_LETTER : OWNER_LETTER);
  const { orders, menu, tables, settings } = loaded.world;
  const decision = decide({
    order: (orderId) => orders.get(orderId),
    orderOfLine: (lineId) => loaded.lineOrders.get(lineId),
    ordersAt: (tableId) => [...orders.values()].filter((order) => order.tableId === tableId),
    guestLoad: loaded.guests, menu, tables, settings,
    role: who.role, source: who.source, stationIds: who.stationIds, occurredAt, strict, ...(who.guest === undefined ? {} : { guest: who.guest }),
    nextNumber: () => nextNumber(letter, loaded.letters.get(letter) ?? 0).number,
  }, command);
  for (const event of decision.kind === "applied" ? decision.events : []) {
    if (event.type !== "order_created") continue;
    const used = splitNumber(event.data.number);
    // Of another letter: made before this device was paired anew. It says nothing about whose letter that is.
    if (used.letter !== letter || !comesAfter(used.counter, loaded.letters.get(letter) ?? 0)) continue;
    loaded.letters.set(letter, used.counter);
    changes.letters.add(letter);
  }
  return decision;
}

function append({ loaded, changes, now, ids }: Commit, draft: EventDraft, origin: Origin | null, occurredAt: IsoTime): void {
  const event: HeardEvent = { seq: loaded.log.head + 1, id: ids.next(), ...draft, v: 1, origin, occurredAt, recordedAt: now };
  loaded.log = { ...loaded.log, head: event.seq, headId: event.id };
  const orderId = orderIdOfEvent(event);
  const { world } = loaded;
  const { menu, tables, settings } = world;
  const before = orderId === null ? undefined : world.orders.get(orderId);
  applyToWorld(world, event);
  const after = orderId === null ? undefined : world.orders.get(orderId);
  changes.events.push({ seq: event.seq, id: event.id, type: event.type, body: JSON.stringify(event), recordedAt: event.recordedAt });
  if (orderId !== null && after !== undefined && after !== before) {
    countIn(loaded.guests, orderId, before, after);
    changes.orderIds.add(orderId);
  }
  changes.menu ||= world.menu !== menu;
  changes.tables ||= world.tables !== tables;
  changes.settings ||= world.settings !== settings;
  for (const line of event.type === "order_created" || event.type === "order_lines_added" ? event.data.lines : []) {
    loaded.lineOrders.set(line.lineId, must(orderId, "an event with lines has an order"));
    changes.lines.push({ lineId: line.lineId, orderId: must(orderId, "an event with lines has an order") });
  }
}

/** Asked for twice: for what it needs, and when its turn comes. */
const parsed = new WeakMap<Mutation, Command | null>();

/** The command a mutation names, or null where its name or arguments are not of the protocol. */
function parseMutation(mutation: Mutation): Command | null {
  const before = parsed.get(mutation);
  if (before !== undefined) return before;
  const { name } = mutation;
  const args = isMutationName(name) ? COMMANDS[name].safeParse(mutation.args) : null;
  const command = args?.success === true ? ({ name, args: args.data } as Command) : null;
  parsed.set(mutation, command);
  return command;
}

/** What a person reads of why arguments were refused, in UTF-16 units. */
const MAX_DETAIL = 300;

/** What was to be an order's id in arguments that cannot be read, so that a person may be told of which order it was. Nothing else of them is kept. */
function unreadOrderId({ args }: Pick<Mutation, "args">): string | null {
  const orderId = uuid.safeParse(args["orderId"]);
  return orderId.success ? orderId.data : null;
}

function refuseUnreadable(asked: Pick<Mutation, "name" | "args">): Decision {
  if (!isMutationName(asked.name)) return rejected("unknown_mutation", `There is no mutation ${asked.name}.`);
  const issue = COMMANDS[asked.name].safeParse(asked.args).error?.issues[0];
  // The outcome is kept: of what the schema says of a caller's own words no more than a person reads.
  return rejected("invalid", issue === undefined ? "The arguments are not valid." : tidy(`${issue.path.join(".") || "arguments"}: ${issue.message}`.slice(0, MAX_DETAIL), MAX_DETAIL));
}

const orderOf = (loaded: Loaded, command: Command): Order | null => {
  const orderId = orderIdOf(command);
  return orderId === null ? null : (loaded.world.orders.get(orderId) ?? null);
};

const rangeOf = (push: PushRequest) => ({ clientId: push.clientId, from: push.mutations[0]?.id ?? 1, to: push.mutations.at(-1)?.id ?? 0 });

export const resultKey = (clientId: string, mutationId: number): string => `${clientId}/${mutationId}`;

const commandHash = ({ name, args }: Command): string => fingerprint([name, args]);

const payloadHash = (mutation: Mutation): string => fingerprint([mutation.name, mutation.args, mutation.occurredAt]);

const asResult = (id: number, { status, code, detail, seq }: Answer): MutationResult => ({
  id, status, ...(code === undefined ? {} : { code }), ...(detail === undefined ? {} : { detail }), seq,
});
