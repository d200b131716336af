import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { MAX_MUTATIONS, MAX_PUSH_BYTES } from "../messages/protocol.ts";
import {
  addEntry,
  answerEntries,
  nextBatch,
  reopenBeyond,
  settle,
  unreached,
  type Outbox,
} from "./outbox.ts";
import { answered, done, entry, named, NEW, OLD, outboxOf, OWN } from "./testing/outbox.ts";

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
