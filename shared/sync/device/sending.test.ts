import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { viewOf } from "./core.ts";
import type { OutboxEntry } from "./entry.ts";
import type { Failure, Stored } from "./ports.ts";
import { linkOf } from "./link-view.ts";
import { isGivenUp } from "./states/fill.ts";
import {
  act,
  entry,
  event,
  events,
  kinds,
  liveTablet,
  LOG,
  MINE,
  pushedIds as ids,
  SERVER_TIME,
  snapshotAt,
  START_MS,
  tablet,
  type Tablet,
} from "./testing/tablet.ts";

const timer = (it: Tablet) => it.tell({ kind: "timer", timer: "push" });
const stored = (it: Tablet, seq: number) =>
  it.tell({
    kind: "persisted",
    cursor: { ...it.core.replica.cursor!, seq },
    ...(it.core.storing.kind === "idle" ? {} : { fill: it.core.storing.fills }),
  });
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
      expect(kinds(timer(it))).toEqual(["push"]);
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

describe("comparing", () => {
  test("[SYN-21] at the start it asks for the last id of every client it knows, before anything is sent", () => {
    const old = uuid(0xaa);
    const it = tablet({
      nextId: 2,
      entries: [
        entry(1, { clientId: old, state: "done", outcome: { status: "applied", seq: 4 } }),
        entry(1, { at: 2 }),
      ],
    });
    expect(it.tell({ kind: "started" })).toMatchObject([
      { kind: "push", clientId: old, mutations: [] },
      { kind: "open-stream" },
    ]);
    expect(it.answer(1)).toMatchObject([{ kind: "push", clientId: MINE, mutations: [] }]);
    expect(it.answer(0)).toMatchObject([{ kind: "push", clientId: MINE, mutations: [{ id: 1 }] }]);
  });

  test("[SYN-21] a restored backup: what it forgot is sent again from the archive, with what waits behind it", () => {
    const done = (id: number, seq: number) =>
      entry(id, { state: "done", outcome: { status: "applied", seq } });
    const it = liveTablet({ nextId: 4, entries: [done(1, 3), done(2, 4), done(3, 5)] });
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.answer(1);
    expect(it.all.findLast((effect) => effect.kind === "store-entries")).toMatchObject({
      entries: [
        { id: 2, state: "waiting", outcome: null },
        { id: 3, state: "waiting", outcome: null },
      ],
      client: null,
    });
    expect(ids(it)).toEqual([2, 3]);
  });

  test("[SYN-21] an answer to what was sent before the refetch is passed over: it may be of the server that was", () => {
    const it = liveTablet({
      nextId: 2,
      entries: [entry(1, { state: "done", outcome: { status: "applied", seq: 5 } })],
    });
    act(it, 2);
    it.tell({ kind: "stream-reset", stream: it.stream() });
    expect(it.answer(2, [{ id: 2, seq: 6 }])).toMatchObject([
      { kind: "push", clientId: MINE, mutations: [] },
    ]);
    expect(it.core.outbox.pending).toMatchObject([{ id: 2, state: "waiting" }]);
    it.answer(0);
    expect(ids(it)).toEqual([1, 2]);
  });

  test("[SYN-21] a comparison that was under way when the log was given up is made again", () => {
    const it = tablet({
      nextId: 2,
      entries: [entry(1, { state: "done", outcome: { status: "applied", seq: 5 } })],
    });
    it.tell({ kind: "started" });
    it.tell({ kind: "stream-reset", stream: it.stream() });
    expect(it.answer(1)).toMatchObject([{ kind: "push", mutations: [] }]);
    it.answer(0);
    expect(ids(it)).toEqual([1]);
  });

  test("[SYN-21] back after a time away, what is answered but not yet seen in the log is asked for: a backup may have forgotten it", () => {
    const it = liveTablet();
    act(it, 1);
    // Without an effect it has no event of its own that could be missed.
    it.answer(1, [{ id: 1, seq: 9, status: "noop" }]);
    // The stream never brought event 9; the server comes back from a backup that ends before it,
    // and has the cursor's event 5.
    it.tell({ kind: "stream-ended", stream: it.stream(), failure: { kind: "unreachable" } });
    it.tell({ kind: "pull-failed", failure: { kind: "unreachable" } });
    it.tell({ kind: "timer", timer: "retry" });
    expect(it.ready(6)).toMatchObject([{ kind: "push", clientId: MINE, mutations: [] }]);
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 9) });
    stored(it, 9);
    expect(it.core.outbox.archive).toEqual([]);
    it.answer(0);
    expect(ids(it)).toEqual([1]);
  });

  test("[SYN-21] a stranger's event where ours should stand: a backup forgot ours, and it is asked for", () => {
    const it = liveTablet();
    act(it, 1);
    it.answer(1, [{ id: 1, seq: 6 }]);
    const effects = it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 6) });
    expect(effects).toMatchObject([
      { kind: "store-events" },
      { kind: "push", clientId: MINE, mutations: [] },
    ]);
    stored(it, 6);
    expect(it.core.outbox.archive).toEqual([]);
    it.answer(0);
    expect(ids(it)).toEqual([1]);
  });

  test("[SYN-21] out of order: compared with what the server expects, after a wait", () => {
    const it = liveTablet({
      nextId: 3,
      entries: [
        entry(1, { state: "done", outcome: { status: "applied", seq: 4 } }),
        entry(2, { state: "done", outcome: { status: "noop", seq: 5 } }),
      ],
    });
    act(it, 3);
    const effects = it.tell({
      kind: "push-conflict",
      clientId: MINE,
      conflict: { code: "out_of_order", expected: 2 },
    });
    expect(effects).toMatchObject([
      { kind: "store-entries", entries: [{ id: 2, state: "waiting" }] },
    ]);
    expect(it.timers()["push"]).toBeGreaterThanOrEqual(100);
    timer(it);
    expect(ids(it)).toEqual([2, 3]);
  });

  test("[SYN-22] a used id: what waits goes under a new client, and new actions follow it", () => {
    const it = liveTablet();
    act(it, 1);
    const effects = it.tell({
      kind: "push-conflict",
      clientId: MINE,
      conflict: { code: "id_reused", mutationId: 1 },
    });
    const { clientId } = it.core.outbox;
    expect(effects).toMatchObject([
      {
        kind: "store-entries",
        entries: [{ clientId, id: 1, at: 1 }],
        client: { clientId, nextId: 2 },
      },
    ]);
    expect(clientId).not.toBe(MINE);
    timer(it);
    it.tell({ kind: "client-stored", clientId });
    expect(it.all.at(-1)).toMatchObject({ kind: "push", clientId, mutations: [{ id: 1 }] });
  });

  test("[SYN-22] nothing goes under a new client before it is stored, whatever is read, done or due meanwhile", () => {
    const it = liveTablet();
    act(it, 1);
    it.tell({
      kind: "push-conflict",
      clientId: MINE,
      conflict: { code: "id_reused", mutationId: 1 },
    });
    const { clientId } = it.core.outbox;
    const read: Stored = {
      clientId: MINE,
      nextId: 3,
      snapshot: snapshotAt(5),
      events: [],
      entries: [entry(1), entry(2)],
    };
    const meanwhile = [
      ...timer(it),
      ...it.tell({ kind: "reloaded", stored: read, words: 0 }),
      ...it.tell({ kind: "hint" }),
      ...it.tell({ kind: "client-stored", clientId: MINE }),
    ];
    expect(kinds(meanwhile)).not.toContain("push");
    expect(it.core.outbox.pending).toMatchObject([
      { at: 1, clientId, id: 1 },
      { at: 2, clientId: MINE, id: 2 },
    ]);
    expect(it.tell({ kind: "client-stored", clientId })).toMatchObject([
      { kind: "push", clientId, mutations: [{ id: 1 }] },
    ]);
  });

  test("[SYN-22] a tab that stopped leading before its new client was stored goes by what the store has", () => {
    const it = liveTablet();
    act(it, 1);
    it.tell({
      kind: "push-conflict",
      clientId: MINE,
      conflict: { code: "id_reused", mutationId: 1 },
    });
    it.tell({ kind: "stopped" });
    it.tell({
      kind: "reloaded",
      stored: {
        clientId: MINE,
        nextId: 2,
        snapshot: snapshotAt(5),
        events: [],
        entries: [entry(1)],
      },
      words: 0,
    });
    it.tell({ kind: "started" });
    expect(it.answer(0)).toMatchObject([{ kind: "push", clientId: MINE, mutations: [{ id: 1 }] }]);
  });

  test("[SYN-8] [SYN-22] a client that somebody else has: what waits goes under a new one", () => {
    const it = tablet({ nextId: 2, entries: [entry(1)] });
    it.tell({ kind: "started" });
    it.tell({ kind: "push-conflict", clientId: MINE, conflict: { code: "client_taken" } });
    expect(it.core.outbox.pending).toMatchObject([
      { at: 1, id: 1, clientId: it.core.outbox.clientId },
    ]);
    expect(it.core.outbox.clientId).not.toBe(MINE);
  });

  test.each([
    ["that ends before their places", { head: 6 }, [1, 2, 4, 5]],
    ["that does not say where it ends", {}, [1, 5]],
  ])(
    "[SYN-22] a client that somebody else has, and a log %s: what it answered and does not have goes under a new client, with what waits",
    (_what, says, carried) => {
      const THEIRS = uuid(0xc2);
      const answered = (at: number, seq: number, more: Partial<OutboxEntry> = {}) =>
        entry(at, {
          clientId: THEIRS,
          state: "answered",
          outcome: { status: "applied", seq },
          ...more,
        });
      const entries = [
        answered(1, 6),
        answered(2, 9, { outcome: { status: "noop", seq: 9 } }),
        answered(3, 4, { state: "done" }),
        answered(4, 8, { state: "done" }),
        entry(5, { clientId: THEIRS }),
      ];
      const it = tablet({ entries });
      it.tell({ kind: "started" });
      it.ready(6);
      // Another's event in the first one's place.
      it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] });
      // What was asked before the link was up is passed over, and asked again.
      it.answer(0);
      it.tell({
        kind: "push-conflict",
        clientId: THEIRS,
        conflict: { code: "client_taken", ...says },
      });
      const { clientId, pending, archive } = it.core.outbox;
      const isMoved = (moved: OutboxEntry) => moved.clientId === clientId;
      expect(
        pending.filter(isMoved).map(({ at, id, state, outcome }) => [at, id, state, outcome]),
      ).toEqual(carried.map((at, index) => [at, index + 1, "waiting", null]));
      expect([
        pending.every((it) => isMoved(it) || it.state === "answered"),
        archive.every((it) => it.clientId === THEIRS),
      ]).toEqual([true, true]);
      expect([...pending, ...archive].map(({ at }) => at).toSorted((a, b) => a - b)).toEqual([
        1, 2, 3, 4, 5,
      ]);
      expect(it.all.findLast((effect) => effect.kind === "store-entries")).toMatchObject({
        entries: carried.map((at) => ({ at, clientId })),
        client: { clientId, nextId: carried.length + 1 },
      });
    },
  );

  test("[SYN-22] a client that somebody else has: whose events stand in a log that is being given up says nothing about the one to come", () => {
    const THEIRS = uuid(0xc2);
    const it = tablet({
      entries: [
        entry(1, { clientId: THEIRS, state: "answered", outcome: { status: "applied", seq: 6 } }),
      ],
    });
    it.tell({ kind: "started" });
    it.ready(6);
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] });
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.answer(0);
    expect([
      isGivenUp(it.core.reading.fill),
      it.all.findLast((effect) => effect.kind === "push"),
    ]).toMatchObject([true, { clientId: THEIRS, mutations: [] }]);
    it.tell({
      kind: "push-conflict",
      clientId: THEIRS,
      conflict: { code: "client_taken", head: 6 },
    });
    expect(it.core.outbox.pending).toMatchObject([{ at: 1, clientId: THEIRS, state: "answered" }]);
  });

  test("[SYN-18] [SYN-22] the last client to be compared is somebody else's: what only waited for that is in the log, and leaves", () => {
    const it = tablet({
      nextId: 1,
      entries: [
        entry(1, {
          clientId: uuid(0xc2),
          state: "answered",
          outcome: { status: "applied", seq: 5 },
        }),
      ],
    });
    it.tell({ kind: "started" });
    it.tell({
      kind: "pushed",
      clientId: uuid(0xc2),
      answer: { lastMutationId: 1, results: [], head: 5, serverTime: SERVER_TIME },
    });
    expect(it.core.outbox.pending).toHaveLength(1);
    it.tell({ kind: "push-conflict", clientId: MINE, conflict: { code: "client_taken" } });
    expect([it.core.outbox.pending, it.core.outbox.archive.map((done) => done.state)]).toEqual([
      [],
      ["done"],
    ]);
    timer(it);
    it.tell({ kind: "client-stored", clientId: it.core.outbox.clientId });
    expect([it.core.sending.state, linkOf(it.core, it.nowMs()).cause]).toEqual(["idle", null]);
  });

  test("[SYN-22] a power cut took the newest id: the server knows more, so new actions take a new client", () => {
    const it = tablet({ nextId: 2 });
    it.tell({ kind: "started" });
    expect(it.answer(4)).toMatchObject([
      { kind: "store-entries", entries: [], client: { nextId: 1 } },
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
