import { describe, expect, test } from "vitest";
import { linkOf } from "./link-view.ts";
import {
  event,
  eventId,
  events,
  kinds,
  liveTablet,
  ping,
  snapshotAt,
  tablet,
  timer,
  ended,
} from "./testing/tablet.ts";

describe("a stream's life", () => {
  test("[SYN-14] an empty device fetches a snapshot, stores it and streams from there", () => {
    const it = tablet({ snapshot: null });
    expect(kinds(it.tell({ kind: "started" }))).toEqual(["push", "fetch-snapshot"]);
    const effects = it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7) });
    expect(effects).toMatchObject([
      { kind: "store-snapshot" },
      { kind: "open-stream", cursor: { seq: 7, id: eventId(7) } },
    ]);
  });

  test("[SYN-23] is live only when it has reached the head", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    expect(it.core.reading.link).toBe("starting");
    it.ready(8);
    expect(it.core.reading.link).toBe("catching-up");
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 7) });
    expect(it.core.reading.link).toBe("catching-up");
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(8, 8) });
    expect(it.core.reading.link).toBe("live");
  });

  test("[SYN-11] [SYN-12] what comes is folded and stored from cursor to cursor; a hole is fetched", () => {
    const it = liveTablet();
    expect(
      it.tell({
        kind: "stream-events",
        stream: it.stream(),
        events: [event(5), event(6), event(8)],
      }),
    ).toMatchObject([
      { kind: "store-events", from: { seq: 5 }, to: { seq: 6 }, events: [{ seq: 6 }] },
      { kind: "pull", cursor: { seq: 6 } },
    ]);
    expect(it.page(events(7, 9), 9)).toMatchObject([
      { kind: "store-events", from: { seq: 6 }, to: { seq: 9 } },
    ]);
  });

  test("[SYN-13] acknowledges only what is stored, of this log, and never backwards in it", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 7) });
    expect(kinds(it.all)).not.toContain("ack");
    const cursor = it.core.replica.cursor!;
    expect(it.tell({ kind: "persisted", cursor, fill: 1 })).toEqual([{ kind: "ack", seq: 7 }]);
    expect(it.tell({ kind: "persisted", cursor: { ...cursor, epoch: 2 } })).toEqual([]);
    expect(it.tell({ kind: "persisted", cursor: { ...cursor, seq: 8 } })).toEqual([]);
    expect(it.core.stored).toEqual(cursor);
  });

  test("[SYN-13] until a snapshot is stored, word of what was stored before is of another log", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 9) });
    const old = it.core.replica.cursor!;
    it.tell({ kind: "stream-reset", stream: it.stream() });
    // The backup's log, under the same epoch, has passed the old place with other events.
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(12, { id: eventId(12, 1) }) });
    expect(it.tell({ kind: "persisted", cursor: old })).toEqual([]);
    expect(
      it.tell({ kind: "persisted", cursor: it.core.replica.cursor!, fill: it.core.storing.fills }),
    ).toEqual([{ kind: "ack", seq: 12 }]);
  });

  test("[SYN-11] a slow stream of a log that was since given up does not go on behind a page of the new one", () => {
    const it = liveTablet();
    it.tell({ kind: "hint" });
    ping(it, 8);
    timer(it, "behind");
    const theirs = (seq: number) => event(seq, 1);
    it.page([theirs(6), theirs(7), theirs(8)], 8);
    // Of the log that was: its 6 to 8 are passed over, its 9 follows another 8.
    const effects = it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 9) });
    expect(kinds(effects)).toContain("fetch-snapshot");
    expect(it.core.replica.cursor).toMatchObject({ seq: 8, id: theirs(8).id });
  });

  test("[SYN-13] where the old log stood at the very event of the snapshot, its word still says nothing", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 7) });
    const old = it.core.replica.cursor!;
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7) });
    expect(it.core.replica.cursor).toEqual(old);
    expect(it.tell({ kind: "persisted", cursor: old })).toEqual([]);
    expect(it.core.stored).toBeNull();
  });

  test("[SYN-30] a clock that is set back does not hide that nothing moves", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    it.pass(15_000);
    it.tell({ kind: "hint" });
    it.pass(-86_400_000);
    it.tell({ kind: "hint" });
    expect(linkOf(it.core, it.nowMs()).cause).toBeNull();
    it.pass(6_000);
    expect(linkOf(it.core, it.nowMs()).cause).toBe("no-progress");
  });

  test("late words of an older stream are passed over", () => {
    const it = liveTablet();
    const old = it.stream();
    ended(it);
    it.page([], 5);
    timer(it, "retry");
    expect(it.stream()).toBe(old + 1);
    expect(it.tell({ kind: "stream-events", stream: old, events: [event(6)] })).toEqual([]);
    expect(it.core.replica.cursor!.seq).toBe(5);
  });

  test("[SYN-25] a head that is ahead for 2 s is fetched by a pull; one that is reached meanwhile is not", () => {
    const it = liveTablet();
    ping(it, 7);
    expect(it.timers()["behind"]).toBe(2_000);
    expect(timer(it, "behind")).toMatchObject([{ kind: "pull", cursor: { seq: 5 } }]);
    expect(it.core.reading.link).toBe("catching-up");
    it.page(events(6, 7), 7);
    expect(it.core.reading.link).toBe("live");
    ping(it, 8);
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(8)] });
    expect(timer(it, "behind")).toEqual([]);
  });

  test("[SYN-25] what comes behind a hole is a head that is ahead: where no pull gets through, the screen does not look live", () => {
    const it = liveTablet();
    expect(
      it.tell({ kind: "stream-events", stream: it.stream(), events: [event(8)] }),
    ).toMatchObject([{ kind: "pull", cursor: { seq: 5 } }]);
    expect([it.core.reading.link, it.timers()["behind"]]).toEqual(["live", 2_000]);
    timer(it, "behind");
    expect(it.core.reading.link).toBe("catching-up");
    it.page(events(6, 8), 8);
    expect(it.core.reading.link).toBe("live");
  });

  test("[SYN-25] pages go on until the head is reached", () => {
    const it = liveTablet();
    ping(it, 100);
    timer(it, "behind");
    expect(it.page(events(6, 50), 100)).toMatchObject([
      { kind: "store-events" },
      { kind: "pull", cursor: { seq: 50 } },
    ]);
    expect(kinds(it.page(events(51, 100), 100))).toEqual(["store-events"]);
  });

  test("[SYN-27] a page that brings nothing though the head is ahead is not asked for again at once", () => {
    const it = liveTablet();
    ping(it, 9);
    timer(it, "behind");
    expect(it.page([], 9)).toEqual([]);
    expect(it.timers()["behind"]).toBe(2_000);
    timer(it, "behind");
    expect(it.page(events(8, 9), 9)).toEqual([]);
  });
});
