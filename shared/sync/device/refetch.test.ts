import { describe, expect, test } from "vitest";
import {
  entry,
  eventId,
  events,
  kinds,
  liveTablet,
  ping,
  SERVER_TIME,
  snapshotAt,
  tablet,
  timer,
  unreachable,
} from "./testing/tablet.ts";

describe("a cursor that cannot be served", () => {
  test.each(["stream", "pull"])(
    "[SYN-2] [SYN-14] said by a %s: everything is fetched anew, the outbox stays",
    (how) => {
      const it = liveTablet({ nextId: 3 });
      const pending = it.core.outbox.pending;
      if (how === "stream") it.tell({ kind: "stream-reset", stream: it.stream() });
      else {
        ping(it, 9);
        timer(it, "behind");
        it.tell({ kind: "pull-reset" });
      }
      expect(it.core.reading.link).toBe("catching-up");
      expect(kinds(it.all).slice(-4)).toContain("fetch-snapshot");
      const effects = it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(3, { epoch: 2 }) });
      expect(effects).toMatchObject([
        { kind: "store-snapshot" },
        { kind: "open-stream", cursor: { epoch: 2, seq: 3 } },
      ]);
      expect([it.core.outbox.pending, it.core.replica.cursor!.seq]).toEqual([pending, 3]);
    },
  );

  test("[SYN-2] a stream or a page of another log is no place to go on", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    expect(
      kinds(
        it.tell({
          kind: "stream-ready",
          stream: it.stream(),
          ready: {
            logId: "another",
            epoch: 1,
            head: 9,
            floor: 0,
            serverTime: SERVER_TIME,
            pingMs: 10_000,
          },
        }),
      ),
    ).toEqual(["close-stream", "fetch-snapshot"]);
    const other = liveTablet();
    ping(other, 9);
    timer(other, "behind");
    expect(kinds(other.page(events(6, 9), 9, { epoch: 2 }))).toContain("fetch-snapshot");
    expect(other.core.replica.cursor!.seq).toBe(5);
  });

  test("[SYN-12] a page that was asked for before the refetch is of the log that was, and is passed over", () => {
    const it = liveTablet();
    ping(it, 9);
    timer(it, "behind");
    it.tell({ kind: "stream-reset", stream: it.stream() });
    // The backup ends where the cursor was, with the same numbers still to come.
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(5) });
    it.ready(5);
    expect(it.page(events(6, 9), 9)).toMatchObject([{ kind: "pull", cursor: { seq: 5 } }]);
    expect(it.core.replica.cursor!.seq).toBe(5);
    it.page(events(6, 7, 1), 7);
    expect(it.core.replica.cursor).toMatchObject({ seq: 7, id: eventId(7, 1) });
  });

  test("[SYN-13] what the store had of the log before is not acknowledged, also where the store was read before the word of that came", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 7) });
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(6) });
    it.ready(8);
    it.tell({
      kind: "reloaded",
      words: 0,
      stored: {
        clientId: it.core.outbox.clientId,
        nextId: 1,
        snapshot: snapshotAt(6),
        events: [],
        entries: [],
      },
    });
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(7, 8, 1) });
    expect(
      it.tell({
        kind: "persisted",
        cursor: { ...it.core.replica.cursor!, seq: 7, id: eventId(7) },
      }),
    ).toEqual([]);
    expect(
      it.tell({
        kind: "persisted",
        cursor: { ...it.core.replica.cursor!, seq: 6, id: eventId(6) },
        fill: 1,
      }),
    ).toEqual([{ kind: "ack", seq: 6 }]);
    expect(it.tell({ kind: "persisted", cursor: it.core.replica.cursor! })).toEqual([
      { kind: "ack", seq: 8 },
    ]);
  });

  test("[SYN-47] [SYN-13] [P4] a leader that reads the store while its snapshot is on its way there does not go back to the log that it gave up", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 9) });
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7, { id: eventId(7, 1) }) });
    it.ready(7);
    const { cursor } = it.core.replica;
    const stored = {
      clientId: it.core.outbox.clientId,
      nextId: 1,
      snapshot: snapshotAt(5),
      events: events(6, 9),
      entries: [],
    };
    expect(it.tell({ kind: "reloaded", words: 0, stored })).toEqual([]);
    expect([it.core.reading.link, it.core.replica.cursor, it.core.stored]).toEqual([
      "live",
      cursor,
      null,
    ]);
    expect(it.tell({ kind: "persisted", cursor: cursor!, fill: 1 })).toEqual([
      { kind: "ack", seq: 7 },
    ]);
  });

  test("[SYN-21] [P1] what the server forgot is sent again, also where the store still had its answer and was read before that was written down", () => {
    const it = liveTablet({
      nextId: 2,
      entries: [entry(1, { state: "answered", outcome: { status: "applied", seq: 6 } })],
    });
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7, { id: eventId(7, 1) }) });
    const { clientId, nextId } = it.core.outbox;
    it.answer(0);
    it.answer(0);
    expect(it.core.outbox.pending).toMatchObject([{ id: 1, state: "waiting" }]);
    const entries = [entry(1, { state: "answered", outcome: { status: "applied", seq: 6 } })];
    const stored = { clientId, nextId, snapshot: snapshotAt(5), events: [], entries };
    it.tell({ kind: "reloaded", words: 0, stored });
    it.tell({ kind: "persisted", cursor: it.core.replica.cursor!, fill: 1 });
    expect(it.core.outbox.archive).toEqual([]);
    // What it had sent meanwhile got nowhere.
    it.tell({ kind: "push-failed", failure: unreachable });
    timer(it, "push");
    it.answer(0);
    expect(it.all.at(-1)).toMatchObject({ kind: "push", mutations: [{ id: 1 }] });
  });

  test("[SYN-47] a tab that leads no more takes what it reads, though the snapshot of its own lead was still on its way", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7, { epoch: 2 }) });
    it.tell({ kind: "stopped" });
    const { clientId } = it.core.outbox;
    const stored = { clientId, nextId: 1, snapshot: snapshotAt(5), events: [], entries: [] };
    it.tell({ kind: "reloaded", words: 0, stored });
    expect(it.core.replica.cursor).toMatchObject({ epoch: 1, seq: 5 });
  });

  test("[SYN-27] a fresh snapshot that is refused at once is fetched again only after a wait", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(6) });
    expect(kinds(it.tell({ kind: "stream-reset", stream: it.stream() }))).toEqual(["close-stream"]);
    expect(it.timers()["retry"]).toBeGreaterThanOrEqual(100);
    expect(kinds(timer(it, "retry"))).toEqual(["fetch-snapshot"]);
  });

  test("a snapshot that fails is asked for again, and nothing else meanwhile", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-reset", stream: it.stream() });
    expect(it.tell({ kind: "snapshot-failed", failure: unreachable })).toEqual([]);
    expect(kinds(timer(it, "retry"))).toEqual(["fetch-snapshot"]);
  });

  test("[SYN-18] [SYN-21] an answer beyond the snapshot may be about the log before: it is asked for again", () => {
    const at = (id: number, seq: number) =>
      entry(id, { state: "answered", outcome: { status: "applied", seq } });
    const it = liveTablet({ nextId: 3, entries: [at(1, 7), at(2, 9)] });
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(8) });
    expect(it.core.outbox.pending).toMatchObject([{ state: "answered" }, { state: "waiting" }]);
    it.answer(2);
    it.answer(2);
    expect(it.all.at(-1)).toMatchObject({ kind: "push", mutations: [{ id: 2 }] });
  });
});
