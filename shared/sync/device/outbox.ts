/**
 * What people did on this device, until the log has it, and after that for as long as a backup
 * could make the server forget it. Plain functions on a plain value; the caller stores what they
 * return as changed.
 */
import { MAX_MUTATIONS, MAX_PUSH_BYTES } from "../messages/protocol.ts";
import type { Mutation, MutationResult } from "../messages/push.ts";
import { isPending, type OutboxEntry } from "./entry.ts";

export type Outbox = {
  /** New actions take ids of this client, from the store's next id. */
  clientId: string;
  nextId: number;
  /** Waiting and answered, in the order people acted. */
  pending: OutboxEntry[];
  /** Done, in the same order. */
  archive: OutboxEntry[];
};

export function makeOutbox(
  clientId: string,
  nextId: number,
  entries: readonly OutboxEntry[],
): Outbox {
  return {
    clientId,
    nextId,
    pending: entries.filter(isPending),
    archive: entries.filter((entry) => !isPending(entry)),
  };
}

export function addEntry(outbox: Outbox, entry: OutboxEntry): void {
  if (
    outbox.pending.some((it) => it.at === entry.at) ||
    outbox.archive.some((it) => it.at === entry.at)
  )
    return;
  outbox.pending.push(entry);
  outbox.pending.sort(byAt);
  if (entry.clientId === outbox.clientId) outbox.nextId = Math.max(outbox.nextId, entry.id + 1);
}

export type Batch = { readonly clientId: string; readonly mutations: readonly Mutation[] };

const ENVELOPE_BYTES = 200;

/**
 * What to push next (SYN-16): waiting entries of one client with ids in a row, within the limits;
 * null when nothing waits.
 */
export function nextBatch(outbox: Outbox): Batch | null {
  const waiting = outbox.pending.filter((entry) => entry.state === "waiting");
  const [first] = waiting;
  if (first === undefined) return null;
  const mutations: Mutation[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const entry of waiting) {
    if (
      entry.clientId !== first.clientId ||
      entry.id !== first.id + mutations.length ||
      mutations.length === MAX_MUTATIONS
    )
      break;
    const mutation = {
      id: entry.id,
      name: entry.name,
      args: entry.args,
      occurredAt: entry.occurredAt,
    };
    bytes += utf8Bytes(JSON.stringify(mutation)) + 1;
    if (bytes > MAX_PUSH_BYTES && mutations.length > 0) break;
    mutations.push(mutation);
  }
  return { clientId: first.clientId, mutations };
}

/** Records confirmed outcomes (SYN-17); says which entries changed. */
export function answerEntries(
  outbox: Outbox,
  clientId: string,
  results: readonly MutationResult[],
): OutboxEntry[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return change(outbox, (entry) => {
    const result =
      entry.clientId === clientId && entry.state === "waiting" ? byId.get(entry.id) : undefined;
    if (result === undefined) return entry;
    const { status, code, detail, seq } = result;
    return {
      ...entry,
      state: "answered",
      outcome: {
        status,
        seq,
        ...(code === undefined ? {} : { code }),
        ...(detail === undefined ? {} : { detail }),
      },
    };
  });
}

/** Archives the answered entries that the stored cursor has reached (SYN-18); says which. */
export function settle(outbox: Outbox, storedSeq: number): OutboxEntry[] {
  const settled = change(outbox, (entry) =>
    entry.outcome !== null && entry.outcome.seq <= storedSeq ? { ...entry, state: "done" } : entry,
  );
  if (settled.length > 0) {
    outbox.pending = outbox.pending.filter(isPending);
    outbox.archive = [...outbox.archive, ...settled].sort(byAt);
  }
  return settled;
}

/**
 * Takes back answers that name a place beyond `seq`: of a log before this one, maybe. Says which
 * entries wait again.
 */
export const reopenBeyond = (outbox: Outbox, seq: number): OutboxEntry[] =>
  change(outbox, (entry) =>
    entry.outcome !== null && entry.outcome.seq > seq ? waitAgain(entry) : entry,
  );

/** What is still to be drawn on top of a base at `cursorSeq` (SYN-18, SYN-19). */
export const unreached = (outbox: Outbox, cursorSeq: number): OutboxEntry[] =>
  outbox.pending.filter((entry) => entry.outcome === null || entry.outcome.seq > cursorSeq);

/** Every client id that the server may have to be asked about. */
export const clientsOf = (outbox: Outbox): string[] => [
  ...new Set([
    ...outbox.archive.map((it) => it.clientId),
    ...outbox.pending.map((it) => it.clientId),
    outbox.clientId,
  ]),
];

export type Reconciled = {
  readonly changed: readonly OutboxEntry[];
  /** Set when new actions take a new client's ids from now on (SYN-22). */
  readonly client: { readonly clientId: string; readonly nextId: number } | null;
};

/**
 * Compares with the server's last id of one client (SYN-21): what the server does not have waits
 * again; where ids were lost on either side, a new client takes over what is left (SYN-22).
 */
export function reconcile(
  outbox: Outbox,
  clientId: string,
  serverLast: number,
  newClientId: () => string,
): Reconciled {
  const isCurrent = clientId === outbox.clientId;
  const lostOwnIds = isCurrent && serverLast >= outbox.nextId;
  const forgotten = (entry: OutboxEntry) => entry.clientId === clientId && entry.id > serverLast;
  // Where ids were given twice, one that the server has may be another action's: sent again, it is
  // answered as it was, or refused as reused.
  const doubtful = (entry: OutboxEntry) =>
    forgotten(entry) || (lostOwnIds && entry.clientId === clientId);
  revive(outbox, doubtful);
  const reopened = change(outbox, (entry) =>
    doubtful(entry) && entry.state !== "waiting" ? waitAgain(entry) : entry,
  );

  const toSend = outbox.pending.filter((entry) => forgotten(entry));
  const reachesBack = toSend.every((entry, index) => entry.id === serverLast + 1 + index);
  const cannotGoOn = isCurrent && toSend.length === 0 && serverLast + 1 < outbox.nextId;
  if (!reachesBack || lostOwnIds || cannotGoOn) {
    const carried = carryOver(outbox, toSend, newClientId());
    return { changed: distinct([...reopened, ...carried.changed], outbox), client: carried.client };
  }
  return { changed: reopened, client: null };
}

/** What is left to be done of that client goes under a new one (SYN-22). */
export function carryOverFrom(
  outbox: Outbox,
  clientId: string,
  isLeft: (entry: OutboxEntry) => boolean,
  newClientId: () => string,
): Reconciled {
  const isCarried = (entry: OutboxEntry) => entry.clientId === clientId && isLeft(entry);
  revive(outbox, isCarried);
  const carried = outbox.pending.filter(isCarried);
  if (carried.length === 0 && clientId !== outbox.clientId) return { changed: [], client: null };
  return carryOver(outbox, carried, newClientId());
}

/** Takes what is archived back among what is pending, as it is. */
function revive(outbox: Outbox, isWanted: (entry: OutboxEntry) => boolean): void {
  outbox.pending = [...outbox.archive.filter(isWanted), ...outbox.pending].sort(byAt);
  outbox.archive = outbox.archive.filter((entry) => !isWanted(entry));
}

function carryOver(
  outbox: Outbox,
  entries: readonly OutboxEntry[],
  clientId: string,
): Reconciled & { client: { clientId: string; nextId: number } } {
  const ids = new Map(entries.map((entry, index) => [entry.at, index + 1]));
  const changed = change(outbox, (entry) => {
    const id = ids.get(entry.at);
    return id === undefined ? entry : { ...waitAgain(entry), clientId, id };
  });
  outbox.clientId = clientId;
  outbox.nextId = entries.length + 1;
  return { changed, client: { clientId, nextId: outbox.nextId } };
}

/** Maps the pending entries in place; says which came out different. */
function change(outbox: Outbox, each: (entry: OutboxEntry) => OutboxEntry): OutboxEntry[] {
  const changed: OutboxEntry[] = [];
  outbox.pending = outbox.pending.map((entry) => {
    const next = each(entry);
    if (next !== entry) changed.push(next);
    return next;
  });
  return changed;
}

/** The entries as they are now, once each. */
const distinct = (entries: readonly OutboxEntry[], outbox: Outbox): OutboxEntry[] => {
  const at = new Set(entries.map((entry) => entry.at));
  return outbox.pending.filter((entry) => at.has(entry.at));
};

const waitAgain = (entry: OutboxEntry): OutboxEntry => ({
  ...entry,
  state: "waiting",
  outcome: null,
});

const byAt = (a: OutboxEntry, b: OutboxEntry): number => a.at - b.at;

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
