import { describe, expect, test } from "vitest";
import { carryOverFrom, clientsOf, nextBatch, reconcile } from "./outbox.ts";
import {
  answered,
  done,
  entry,
  fresh,
  named,
  NEW,
  OLD,
  outboxOf,
  OWN,
  waitsFrom,
} from "./testing/outbox.ts";

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
