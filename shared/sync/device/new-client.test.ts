import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import type { OutboxEntry } from "./entry.ts";
import type { Stored } from "./ports.ts";
import { linkOf } from "./link-view.ts";
import { isGivenUp } from "./states/fill.ts";
import {
  act,
  entry,
  event,
  kinds,
  liveTablet,
  MINE,
  SERVER_TIME,
  snapshotAt,
  tablet,
  timer,
} from "./testing/tablet.ts";

describe("a new client", () => {
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
    timer(it, "push");
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
      ...timer(it, "push"),
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
    timer(it, "push");
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
