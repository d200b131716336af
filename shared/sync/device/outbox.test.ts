import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { MAX_MUTATIONS, MAX_PUSH_BYTES } from "../messages/protocol.ts";
import type { OutboxEntry } from "./entry.ts";
import {
  addEntry,
  answerEntries,
  carryOverFrom,
  clientsOf,
  makeOutbox,
  nextBatch,
  reconcile,
  reopenBeyond,
  settle,
  unreached,
  type Outbox,
} from "./outbox.ts";

const [OLD, NEW, OWN] = [uuid(0xa), uuid(0xb), uuid(0xc)];
const fresh = () => NEW;

const entry = (at: number, id = at, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  at,
  clientId: OWN,
  id,
  name: "order.accept",
  args: { orderId: uuid(at) },
  occurredAt: "2026-01-31T19:00:00.000Z",
  state: "waiting",
  outcome: null,
  ...more,
});
const answered = (at: number, seq: number, more: Partial<OutboxEntry> = {}) =>
  entry(at, at, { state: "answered", outcome: { status: "applied", seq }, ...more });
const done = (at: number, seq: number, more: Partial<OutboxEntry> = {}) =>
  answered(at, seq, { state: "done", ...more });
const outboxOf = (
  entries: readonly OutboxEntry[],
  nextId = Math.max(0, ...entries.map((it) => it.id)) + 1,
): Outbox => makeOutbox(OWN, nextId, entries);
const waitsFrom = (id: number) => (it: OutboxEntry) => it.state === "waiting" && it.id >= id;
const named = (list: readonly OutboxEntry[]) =>
  list.map((it) => [it.at, it.clientId, it.id, it.state]);

/** Counted in another way than the outbox counts. */
const utf8Bytes = (text: string): number => encodeURIComponent(text).replaceAll(/%../g, "x").length;

describe("batches", () => {
  test("[SYN-16] are in the order people acted, and stop at 100", () => {
    const outbox = outboxOf([]);
    for (const at of Array.from(
      { length: MAX_MUTATIONS + 1 },
      (_, index) => index + 1,
    ).toReversed())
      addEntry(outbox, entry(at));
    const batch = nextBatch(outbox)!;
    expect(batch.mutations.map((it) => it.id)).toEqual(
      Array.from({ length: MAX_MUTATIONS }, (_, index) => index + 1),
    );
  });

  test("[SYN-16] stop at 256 KiB of UTF-8, envelope included", () => {
    // Three bytes each, so that counting characters would let three times as much through.
    const big = (at: number) =>
      entry(at, at, { args: { orderId: uuid(at), notes: "鍋".repeat(20_000) } });
    const outbox = outboxOf([1, 2, 3, 4, 5, 6].map(big));
    const batch = nextBatch(outbox)!;
    const bytes = (count: number) =>
      utf8Bytes(
        JSON.stringify({
          protocol: 1,
          clientId: OWN,
          mutations: outbox.pending
            .slice(0, count)
            .map(({ id, name, args, occurredAt }) => ({ id, name, args, occurredAt })),
        }),
      );
    expect(batch.mutations).toHaveLength(4);
    expect([bytes(4) <= MAX_PUSH_BYTES, bytes(5) > MAX_PUSH_BYTES]).toEqual([true, true]);
  });

  // Each the last or the first that takes so many bytes.
  test.each([
    ["\u007f", 1],
    ["\u0080", 2],
    ["\u07ff", 2],
    ["\u0800", 3],
    ["\uffff", 3],
    ["\u{10000}", 4],
  ])("[SYN-16] fit to the byte, with %j of %s bytes", (character, width) => {
    const notes = (bytes: number) =>
      character.repeat(Math.floor(bytes / width)) + "x".repeat(bytes % width);
    const withNotes = (bytes: number) =>
      outboxOf([
        entry(1, 1, { args: { notes: "" } }),
        entry(2, 2, { args: { notes: notes(bytes) } }),
      ]);
    const text = (outbox: Outbox) =>
      outbox.pending
        .map(
          ({ id, name, args, occurredAt }) =>
            utf8Bytes(JSON.stringify({ id, name, args, occurredAt })) + 1,
        )
        .reduce((sum, bytes) => sum + bytes, 200);
    const room = MAX_PUSH_BYTES - text(withNotes(0));
    expect([
      text(withNotes(room)),
      nextBatch(withNotes(room))!.mutations.length,
      nextBatch(withNotes(room + 1))!.mutations.length,
    ]).toEqual([MAX_PUSH_BYTES, 2, 1]);
  });

  test("[SYN-16] end before an id that is missing", () => {
    expect(nextBatch(outboxOf([entry(1), entry(2, 3)]))!.mutations.map((it) => it.id)).toEqual([1]);
  });

  test("[SYN-16] one that is too large by itself still goes, so that somebody says so", () => {
    const outbox = outboxOf([
      entry(1, 1, { args: { notes: "x".repeat(MAX_PUSH_BYTES) } }),
      entry(2),
    ]);
    expect(nextBatch(outbox)!.mutations.map((it) => it.id)).toEqual([1]);
  });

  test("[SYN-16] hold one client, with ids in a row; answered ones are not sent again", () => {
    const outbox = outboxOf([
      answered(1, 5),
      entry(2),
      entry(3),
      entry(4, 1, { clientId: NEW }),
      entry(5, 4),
    ]);
    expect(nextBatch(outbox)).toMatchObject({ clientId: OWN, mutations: [{ id: 2 }, { id: 3 }] });
    expect(nextBatch(outboxOf([]))).toBeNull();
  });
});

describe("an entry's way", () => {
  test("[SYN-15] the same word twice is one entry, and the next id follows", () => {
    const outbox = outboxOf([done(1, 3)], 2);
    addEntry(outbox, entry(1));
    addEntry(outbox, entry(2));
    addEntry(outbox, entry(2));
    addEntry(outbox, entry(3, 9, { clientId: OLD }));
    expect([named(outbox.pending), outbox.nextId]).toEqual([
      [
        [2, OWN, 2, "waiting"],
        [3, OLD, 9, "waiting"],
      ],
      3,
    ]);
  });

  test("[SYN-17] only its own outcome answers it", () => {
    const outbox = outboxOf([entry(1), entry(2), entry(3, 1, { clientId: NEW })]);
    const result = {
      id: 1,
      status: "rejected" as const,
      code: "order_cancelled",
      detail: "It was cancelled.",
      seq: 9,
    };
    expect(named(answerEntries(outbox, OWN, [result, { ...result, id: 77 }]))).toEqual([
      [1, OWN, 1, "answered"],
    ]);
    expect(outbox.pending[0]!.outcome).toEqual({
      status: "rejected",
      code: "order_cancelled",
      detail: "It was cancelled.",
      seq: 9,
    });
    expect(answerEntries(outbox, OWN, [{ ...result, status: "applied" }])).toEqual([]);
    answerEntries(outbox, OWN, [{ id: 2, status: "applied", seq: 10 }]);
    expect(Object.keys(outbox.pending[1]!.outcome!)).toEqual(["status", "seq"]);
  });

  test("[SYN-18] it is drawn until the cursor has its outcome, and archived when the store has it", () => {
    const outbox = outboxOf([answered(1, 5), answered(2, 7), entry(3)]);
    expect(unreached(outbox, 4).map((it) => it.at)).toEqual([1, 2, 3]);
    expect(unreached(outbox, 5).map((it) => it.at)).toEqual([2, 3]);
    expect(named(settle(outbox, 6))).toEqual([[1, OWN, 1, "done"]]);
    expect([named(outbox.pending), named(outbox.archive)]).toEqual([
      [
        [2, OWN, 2, "answered"],
        [3, OWN, 3, "waiting"],
      ],
      [[1, OWN, 1, "done"]],
    ]);
    expect(settle(outbox, 6)).toEqual([]);
  });

  test("[SYN-18] what is answered late is archived in the order people acted", () => {
    const outbox = outboxOf([entry(1), answered(2, 5)]);
    settle(outbox, 5);
    answerEntries(outbox, OWN, [{ id: 1, status: "applied", seq: 6 }]);
    settle(outbox, 6);
    expect(outbox.archive.map((it) => it.at)).toEqual([1, 2]);
  });

  test("[SYN-14] an answer that names a place beyond what was filled waits again", () => {
    const outbox = outboxOf([answered(1, 5), answered(2, 6)]);
    expect([named(reopenBeyond(outbox, 5)), named(outbox.pending)]).toEqual([
      [[2, OWN, 2, "waiting"]],
      [
        [1, OWN, 1, "answered"],
        [2, OWN, 2, "waiting"],
      ],
    ]);
  });
});

describe("comparing with the server's last id", () => {
  test("[SYN-21] agreement changes nothing", () => {
    const outbox = outboxOf([done(1, 3), done(2, 4), entry(3)]);
    expect(reconcile(outbox, OWN, 2, fresh)).toEqual({ changed: [], client: null });
  });

  test("[SYN-21] what the server forgot waits again, from the archive too, in order", () => {
    const outbox = outboxOf([done(1, 3), done(2, 4), done(3, 6), answered(4, 9), entry(5)]);
    const { changed, client } = reconcile(outbox, OWN, 1, fresh);
    expect([named(changed), client]).toEqual([
      [
        [2, OWN, 2, "waiting"],
        [3, OWN, 3, "waiting"],
        [4, OWN, 4, "waiting"],
      ],
      null,
    ]);
    expect(changed.every((it) => it.outcome === null)).toBe(true);
    expect(nextBatch(outbox)!.mutations.map((it) => it.id)).toEqual([2, 3, 4, 5]);
    expect(named(outbox.archive)).toEqual([[1, OWN, 1, "done"]]);
  });

  test("[SYN-21] a server that knows nothing of us gets everything again", () => {
    const outbox = outboxOf([done(1, 3), entry(2)]);
    reconcile(outbox, OWN, 0, fresh);
    expect(nextBatch(outbox)!.mutations.map((it) => it.id)).toEqual([1, 2]);
  });

  test("[SYN-21] what the server has and we do not know to be answered is sent again under its id", () => {
    const outbox = outboxOf([entry(1), entry(2)]);
    expect(reconcile(outbox, OWN, 1, fresh)).toEqual({ changed: [], client: null });
    expect(nextBatch(outbox)!.mutations.map((it) => it.id)).toEqual([1, 2]);
  });

  test("[SYN-22] a server that knows more ids than the device: a new client, and nothing is carried that it may have", () => {
    const outbox = outboxOf([entry(1), entry(2)]);
    expect(reconcile(outbox, OWN, 5, fresh)).toEqual({
      changed: [],
      client: { clientId: NEW, nextId: 1 },
    });
    expect(nextBatch(outbox)).toMatchObject({ clientId: OWN });
  });

  test("[SYN-22] a server that knows just one id more: a new client", () => {
    expect(reconcile(outboxOf([entry(1)]), OWN, 2, fresh).client).toEqual({
      clientId: NEW,
      nextId: 1,
    });
  });

  test("[SYN-22] where ids were given twice, another client's answers stand", () => {
    const outbox = outboxOf([answered(1, 4, { clientId: OLD }), answered(2, 5)], 3);
    expect(named(reconcile(outbox, OWN, 6, fresh).changed)).toEqual([[2, OWN, 2, "waiting"]]);
  });

  test("[SYN-21] what comes back from the archive stands where it was acted", () => {
    const outbox = outboxOf([entry(1, 1, { clientId: OLD }), done(2, 4, { id: 1 }), entry(3, 2)]);
    reconcile(outbox, OWN, 0, fresh);
    expect(outbox.pending.map((it) => it.at)).toEqual([1, 2, 3]);
  });

  test("[SYN-22] ids that were given twice: what the server has under them may be another action's, so all are asked for again", () => {
    const outbox = outboxOf([done(1, 3), answered(2, 4), entry(3)]);
    const { changed, client } = reconcile(outbox, OWN, 6, fresh);
    expect([named(changed), client]).toEqual([
      [
        [1, OWN, 1, "waiting"],
        [2, OWN, 2, "waiting"],
      ],
      { clientId: NEW, nextId: 1 },
    ]);
    expect(nextBatch(outbox)!.mutations.map((it) => it.id)).toEqual([1, 2, 3]);
  });

  test("[SYN-22] an archive that does not reach back far enough: a new client takes over what is left, in order", () => {
    const outbox = outboxOf([done(3, 6), answered(4, 9), entry(5)]);
    const { changed, client } = reconcile(outbox, OWN, 0, fresh);
    expect(named(changed)).toEqual([
      [3, NEW, 1, "waiting"],
      [4, NEW, 2, "waiting"],
      [5, NEW, 3, "waiting"],
    ]);
    expect([client, outbox.clientId, outbox.nextId, outbox.archive]).toEqual([
      { clientId: NEW, nextId: 4 },
      NEW,
      4,
      [],
    ]);
  });

  test("[SYN-22] nothing left of ids that the server forgot: a new client begins at 1", () => {
    const outbox = outboxOf([], 8);
    expect(reconcile(outbox, OWN, 3, fresh)).toEqual({
      changed: [],
      client: { clientId: NEW, nextId: 1 },
    });
  });

  test("[SYN-22] a used id: from there on what waits goes under a new client; what was before it stays", () => {
    const outbox = outboxOf([answered(1, 4), entry(2), entry(3), entry(4, 1, { clientId: OLD })]);
    const { changed, client } = carryOverFrom(outbox, OWN, waitsFrom(2), fresh);
    expect([named(changed), client]).toEqual([
      [
        [2, NEW, 1, "waiting"],
        [3, NEW, 2, "waiting"],
      ],
      { clientId: NEW, nextId: 3 },
    ]);
    expect(named(outbox.pending)[0]).toEqual([1, OWN, 1, "answered"]);
  });

  test("[SYN-22] a used id: neither what is answered goes along, nor what came before", () => {
    const outbox = outboxOf([entry(1), answered(2, 4), entry(3)]);
    expect(named(carryOverFrom(outbox, OWN, waitsFrom(2), fresh).changed)).toEqual([
      [3, NEW, 1, "waiting"],
    ]);
  });

  test("[SYN-22] a client that somebody else has: new actions take another one even where nothing waits, and an older one's go along", () => {
    expect(carryOverFrom(outboxOf([answered(1, 4)]), OWN, waitsFrom(1), fresh)).toEqual({
      changed: [],
      client: { clientId: NEW, nextId: 1 },
    });
    expect(
      named(
        carryOverFrom(outboxOf([entry(1, 1, { clientId: OLD })]), OLD, waitsFrom(1), fresh).changed,
      ),
    ).toEqual([[1, NEW, 1, "waiting"]]);
  });

  test("[SYN-22] an archived client that somebody else has now costs no new client id", () => {
    const outbox = outboxOf([done(1, 3, { clientId: OLD }), entry(2, 1)]);
    expect(carryOverFrom(outbox, OLD, waitsFrom(1), fresh)).toEqual({ changed: [], client: null });
    expect(outbox.clientId).toBe(OWN);
  });

  test("[SYN-22] what was answered and archived goes along where it is left to be done, waiting again and in its order", () => {
    const outbox = outboxOf([done(1, 3), answered(2, 4), entry(3), done(4, 6, { clientId: OLD })]);
    const { changed } = carryOverFrom(outbox, OWN, ({ at }) => at !== 2, fresh);
    expect([named(changed), named(outbox.pending), named(outbox.archive)]).toEqual([
      [
        [1, NEW, 1, "waiting"],
        [3, NEW, 2, "waiting"],
      ],
      [
        [1, NEW, 1, "waiting"],
        [2, OWN, 2, "answered"],
        [3, NEW, 2, "waiting"],
      ],
      [[4, OLD, 4, "done"]],
    ]);
    expect(changed.map(({ outcome }) => outcome)).toEqual([null, null]);
  });

  test("[SYN-21] of an older client only that client's entries are revived", () => {
    const outbox = outboxOf(
      [done(1, 3, { clientId: OLD }), done(2, 5, { clientId: OLD }), done(3, 6, { id: 1 })],
      2,
    );
    expect(clientsOf(outbox)).toEqual([OLD, OWN]);
    const { changed, client } = reconcile(outbox, OLD, 1, fresh);
    expect([named(changed), client, outbox.clientId]).toEqual([
      [[2, OLD, 2, "waiting"]],
      null,
      OWN,
    ]);
  });
});
