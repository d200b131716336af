import { describe, expect, test } from "vitest";
import { linkOf } from "./link-view.ts";
import { causeIn } from "./states/trust.ts";
import {
  event,
  eventId,
  events,
  kinds,
  liveTablet,
  ping,
  snapshotAt,
  type Tablet,
  tablet,
  timer,
} from "./testing/tablet.ts";

const unreachable = { kind: "unreachable" } as const;
const ended = (it: Tablet) =>
  it.tell({ kind: "stream-ended", stream: it.stream(), failure: unreachable });

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

describe("streams that do not live", () => {
  function dieYoung(it: Tablet, times: number): void {
    for (let n = 0; n < times; n++) {
      ended(it);
      it.page([], 5);
      if (n === times - 1) return;
      timer(it, "retry");
      it.ready(5);
    }
  }

  test("[SYN-26] three in a row that die young while pulls succeed: poll, say so, and try the stream again on its own", () => {
    const it = liveTablet();
    dieYoung(it, 3);
    expect([it.core.reading.link, it.timers()["poll"], it.timers()["try-stream"]]).toEqual([
      "polling",
      3_000,
      15_000,
    ]);
    expect(kinds(timer(it, "poll"))).toEqual(["pull"]);
    it.page([event(6)], 6);
    expect(kinds(timer(it, "try-stream"))).toEqual(["open-stream"]);
    it.ready(6);
    expect([it.core.reading.link, it.timers()["poll"], it.timers()["try-stream"]]).toEqual([
      "live",
      undefined,
      undefined,
    ]);
  });

  test("[SYN-26] a stream that lived is no young death", () => {
    const it = liveTablet();
    for (let n = 0; n < 5; n++) {
      it.pass(11_000);
      ended(it);
      expect(it.core.reading.way.kind).toBe("stream");
      timer(it, "retry");
      it.ready(5);
    }
    expect(it.core.reading.link).toBe("live");
  });

  test("[SYN-26] polls as often as the server says while nobody can see it, and in the foreground at least every three seconds", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    for (let deaths = 0; deaths < 3; deaths++) {
      ended(it);
      it.page([], 5);
      timer(it, "retry");
    }
    const next = (visible: boolean, pollMs?: number): number | undefined => {
      it.seen(visible);
      timer(it, "poll");
      it.page([], 5, pollMs === undefined ? {} : { pollMs });
      return it.timers()["poll"];
    };
    // A server of before does not say it.
    expect([next(true), next(false)]).toEqual([3_000, 30_000]);
    expect([next(true, 60_000), next(false), next(true, 1_000), next(false)]).toEqual([
      3_000, 60_000, 1_000, 1_000,
    ]);
    // Somebody looks again: now, and not when the next time would have been.
    it.pass(2_000);
    it.seen(true);
    expect(kinds(it.tell({ kind: "hint" }))).toContain("pull");
  });

  test("[SYN-32] knows how long the server keeps its log from a snapshot and from ready, whichever it heard last", () => {
    const it = liveTablet();
    expect(it.core.reading.terms.retentionMs).toBeNull();
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7, { retentionMs: 5_000 }) });
    expect(it.core.reading.terms.retentionMs).toBe(5_000);
    it.ready(7, { retentionMs: 6_000 });
    it.ready(7);
    expect(it.core.reading.terms.retentionMs).toBe(6_000);
  });

  test("[SYN-26] of several pages only the last one is up to date, whatever else gets through", () => {
    const it = liveTablet();
    dieYoung(it, 3);
    timer(it, "poll");
    it.page(events(6, 8), 12);
    expect(it.core.reading.link).toBe("catching-up");
    it.page(events(9, 12), 12);
    expect(it.core.reading.link).toBe("polling");
  });

  test("[SYN-26] a stream that fails while polling is tried again, and the polling goes on", () => {
    const it = liveTablet();
    dieYoung(it, 3);
    timer(it, "try-stream");
    ended(it);
    expect([it.core.reading.link, it.timers()["try-stream"]]).toEqual(["polling", 15_000]);
    expect(kinds(timer(it, "poll"))).toEqual(["pull"]);
  });

  test("[SYN-26] a reset met by a try does not end the tries", () => {
    const it = liveTablet();
    dieYoung(it, 3);
    timer(it, "try-stream");
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(5, { epoch: 2 }) });
    expect(it.timers()["try-stream"]).toBe(15_000);
  });

  test("[SYN-27] no answer: offline, with waits that grow to a cap and never sink below the floor", () => {
    const it = liveTablet();
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      ended(it);
      it.tell({ kind: "pull-failed", failure: unreachable });
      expect([it.core.reading.link, causeIn(it.core.reading.trust)]).toEqual([
        "offline",
        "unreachable",
      ]);
      waits.push(it.timers()["retry"]!);
      timer(it, "retry");
    }
    expect(waits.slice(0, 5)).toEqual([250, 500, 1_000, 2_000, 2_500]);
    expect([Math.min(...waits) >= 100, Math.max(...waits)]).toEqual([true, 2_500]);
  });

  test("[SYN-27] a server that says later is believed, up to the cap", () => {
    const it = liveTablet();
    ended(it);
    it.tell({ kind: "pull-failed", failure: { kind: "unavailable", retryAfterMs: 60_000 } });
    expect(it.timers()["retry"]).toBe(5_000);
  });

  test("a hint is worth a try, but not a flock of them", () => {
    const it = liveTablet();
    ended(it);
    it.tell({ kind: "pull-failed", failure: unreachable });
    it.pass(1_500);
    expect(kinds(it.tell({ kind: "hint" }))).toEqual(["open-stream"]);
    ended(it);
    it.tell({ kind: "pull-failed", failure: unreachable });
    expect(it.tell({ kind: "hint" })).toEqual([]);
  });
});
