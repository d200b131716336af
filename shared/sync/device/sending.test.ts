import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { viewOf } from "./core.ts";
import type { Failure } from "./ports.ts";
import { linkOf } from "./link-view.ts";
import {
  act,
  entry,
  event,
  kinds,
  liveTablet,
  LOG,
  MINE,
  pushedIds as ids,
  snapshotAt,
  START_MS,
  tablet,
  stored,
  timer,
} from "./testing/tablet.ts";

const failures: Failure[] = [
  { kind: "unreachable" },
  { kind: "unavailable", retryAfterMs: 1_000 },
  { kind: "nonsense", detail: "HTML" },
  { kind: "refused", code: "token_revoked" },
  { kind: "needs-update" },
];

describe("sending", () => {
  test("[SYN-16] an action goes at once; what is done meanwhile goes with the next push, in one", () => {
    const it = liveTablet();
    expect(act(it, 1)).toMatchObject([
      { kind: "push", clientId: MINE, mutations: [{ id: 1 }], ackedSeq: 5 },
    ]);
    expect([act(it, 2), act(it, 3)]).toEqual([[], []]);
    expect(kinds(it.answer(1, [{ id: 1, seq: 6 }]))).toEqual(["store-entries", "push"]);
    expect(ids(it)).toEqual([2, 3]);
  });

  test.each(failures)("[SYN-17] $kind keeps the entry", (failure) => {
    const it = liveTablet();
    act(it, 1);
    it.tell({ kind: "push-failed", failure });
    expect(it.core.outbox.pending).toMatchObject([{ id: 1, state: "waiting" }]);
    expect(linkOf(it.core, START_MS)).toMatchObject({
      waiting: 1,
      cause: failure.kind === "refused" ? "token_revoked" : failure.kind,
    });
  });

  test("[SYN-27] after failures it waits, longer and longer up to a cap", () => {
    const it = liveTablet();
    act(it, 1);
    const waits: number[] = [];
    for (let n = 0; n < 10; n++) {
      it.tell({ kind: "push-failed", failure: { kind: "unreachable" } });
      waits.push(it.timers()["push"]!);
      expect(kinds(timer(it, "push"))).toEqual(["push"]);
    }
    expect([waits.slice(0, 4), Math.max(...waits)]).toEqual([[250, 500, 1_000, 2_000], 2_500]);
  });

  test("[SYN-18] an answered entry is drawn until the cursor has it, and archived when the store has", () => {
    const it = liveTablet();
    act(it, 1);
    it.answer(1, [{ id: 1, seq: 6 }]);
    expect(it.core.outbox.pending).toMatchObject([{ state: "answered" }]);
    it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: [{ ...event(6), origin: { clientId: MINE, mutationId: 1 } }],
    });
    expect(it.core.outbox.pending).toHaveLength(1);
    expect(stored(it, 6)).toMatchObject([
      { kind: "store-entries", entries: [{ id: 1, state: "done" }], client: null },
      { kind: "ack", seq: 6 },
    ]);
    expect([it.core.outbox.pending.length, it.core.outbox.archive.length]).toEqual([0, 1]);
  });

  test("[SYN-18] an answer whose outcome is behind the stored cursor is archived at once", () => {
    const it = liveTablet();
    act(it, 1);
    expect(it.answer(1, [{ id: 1, seq: 5 }])).toMatchObject([
      { entries: [{ state: "answered" }] },
      { entries: [{ state: "done" }] },
    ]);
  });

  test("[SYN-19] an action is drawn before anybody else knows of it", () => {
    const it = liveTablet({ snapshot: snapshotAt(5) });
    it.core.replica.world.menu = {
      stations: [],
      categories: [],
      retired: [],
      items: [
        {
          id: "steak",
          categoryId: "m",
          stationId: "grill",
          name: "Steak",
          price: 1,
          available: true,
        },
      ],
    };
    act(it, 1);
    expect([...viewOf(it.core).orders.keys()]).toEqual([uuid(1)]);
    expect(viewOf(it.core)).toBe(viewOf(it.core));
  });

  test("[SYN-20] a refusal becomes a notice, before its entry is marked as answered", () => {
    const it = liveTablet();
    act(it, 1);
    const effects = it.answer(1, [
      {
        id: 1,
        seq: 6,
        status: "rejected",
        code: "order_cancelled",
        detail: "Table 5 was cancelled.",
      },
    ]);
    expect(effects).toMatchObject([
      {
        kind: "notice",
        entry: { id: 1 },
        code: "order_cancelled",
        detail: "Table 5 was cancelled.",
      },
      { kind: "store-entries" },
    ]);
  });
});

describe("other tabs", () => {
  test("a follower draws its own action and leaves it to the leader", () => {
    const it = tablet();
    expect(act(it, 1)).toEqual([]);
    expect([it.core.outbox.pending.length, it.core.outbox.nextId]).toEqual([1, 2]);
  });

  test("the leader sends what another tab wrote down, and keeps what it knows better", () => {
    const it = liveTablet({
      nextId: 2,
      entries: [entry(1, { state: "done", outcome: { status: "applied", seq: 4 } })],
    });
    expect(
      it.tell({ kind: "outbox-reloaded", clientId: MINE, entries: [entry(1), entry(2)] }),
    ).toMatchObject([{ kind: "push", mutations: [{ id: 2 }] }]);
    expect(it.core.outbox.archive).toHaveLength(1);
  });

  test("a follower takes the outbox as the store has it", () => {
    const it = tablet({ nextId: 3, entries: [entry(1), entry(2)] });
    it.tell({ kind: "outbox-reloaded", clientId: LOG, entries: [entry(2)] });
    expect([it.core.outbox.clientId, it.core.outbox.pending.map((pending) => pending.id)]).toEqual([
      LOG,
      [2],
    ]);
  });

  test("[SYN-21] a follower that reads the outbox just before it leads still has its archive: a backup may have forgotten that", () => {
    const done = entry(1, { state: "done", outcome: { status: "applied", seq: 4 } });
    const it = tablet({ nextId: 3, entries: [done, entry(2)] });
    it.tell({ kind: "outbox-reloaded", clientId: MINE, entries: [done, entry(2)] });
    it.tell({ kind: "started" });
    it.answer(0);
    expect([it.core.outbox.clientId, ids(it)]).toEqual([MINE, [1, 2]]);
  });
});
