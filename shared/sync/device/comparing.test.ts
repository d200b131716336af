import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import {
  act,
  entry,
  events,
  liveTablet,
  MINE,
  pushedIds as ids,
  tablet,
  stored,
  timer,
} from "./testing/tablet.ts";

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
    timer(it, "push");
    expect(ids(it)).toEqual([2, 3]);
  });
});
