import { describe, expect, test } from "vitest";
import type { HeardEvent } from "#shared/orders/event.ts";
import { causeIn } from "./states/trust.ts";
import {
  event,
  events,
  kinds,
  liveTablet,
  MINE,
  pollingTablet,
  snapshotAt,
  START_MS,
  tablet,
  timer,
  ended,
  unreachable,
} from "./testing/tablet.ts";

describe("polling", () => {
  test("[SYN-26] after one more young death it is still polling, and after a stream that came up three are counted anew from two", () => {
    const it = pollingTablet();
    timer(it, "try-stream");
    ended(it);
    expect([it.core.reading.way.kind, it.timers()["try-stream"]]).toEqual(["poll", 15_000]);
    timer(it, "try-stream");
    it.ready(5);
    expect(it.core.reading.way.kind).toBe("stream");
    ended(it);
    it.page([], 5);
    expect([it.core.reading.way.kind, it.core.reading.way.youngDeaths]).toEqual(["poll", 2]);
  });

  test("[SYN-26] pages say nothing about streams, and a pull for something else is no probe", () => {
    const it = pollingTablet();
    timer(it, "poll");
    it.page([], 5);
    expect(it.core.reading.way.youngDeaths).toBe(2);
    const live = liveTablet();
    live.tell({ kind: "stream-events", stream: live.stream(), events: [event(7)] });
    live.page(events(6, 7), 7);
    expect([live.core.reading.way.youngDeaths, live.core.reading.link]).toEqual([0, "live"]);
  });

  test("[SYN-26] one that is back asks for a stream soon, and for what the server knows of its actions", () => {
    const it = pollingTablet();
    it.tell({
      kind: "acted",
      entry: {
        at: 1,
        clientId: it.core.outbox.clientId,
        id: 1,
        name: "order.rush",
        args: {},
        occurredAt: event(6).occurredAt,
        state: "waiting",
        outcome: null,
      },
    });
    it.answer(1, [{ id: 1, seq: 9 }]);
    timer(it, "poll");
    it.tell({ kind: "pull-failed", failure: unreachable });
    expect(it.core.reading.link).toBe("offline");
    timer(it, "retry");
    expect(it.page([], 5)).toMatchObject([{ kind: "push", mutations: [] }]);
    expect([it.core.reading.link, it.timers()["try-stream"], it.timers()["poll"]]).toEqual([
      "polling",
      1_000,
      3_000,
    ]);
  });

  test("[SYN-26] filled anew it goes on polling, and asks for a stream in its time", () => {
    const it = pollingTablet();
    timer(it, "poll");
    it.tell({ kind: "pull-reset" });
    expect(kinds(it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7) }))).toContain("pull");
    expect([it.timers()["try-stream"], it.core.reading.moments.lastContactAt]).toEqual([
      15_000,
      START_MS,
    ]);
    const live = liveTablet();
    live.tell({ kind: "stream-reset", stream: live.stream() });
    live.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7) });
    expect(live.timers()["try-stream"]).toBeUndefined();
  });

  test("[SYN-25] [SYN-26] [P4] a leader that polls and finds less in the store than it had taken in is not up to date before the next page", () => {
    const it = pollingTablet();
    timer(it, "poll");
    it.page(events(6, 9), 9);
    const read = (list: readonly HeardEvent[]) =>
      it.tell({
        kind: "reloaded",
        words: 0,
        stored: { clientId: MINE, nextId: 1, snapshot: snapshotAt(5), events: list, entries: [] },
      });
    expect([read(events(6, 9)), it.core.reading.link]).toEqual([
      [{ kind: "ack", seq: 9 }],
      "polling",
    ]);
    expect(read([event(6)])).toContainEqual(
      expect.objectContaining({ kind: "pull", cursor: expect.objectContaining({ seq: 6 }) }),
    );
    expect(it.core.reading.link).toBe("catching-up");
    it.page(events(7, 9), 9);
    expect([it.core.reading.link, it.core.replica.cursor?.seq]).toEqual(["polling", 9]);
    it.tell({ kind: "pull-failed", failure: unreachable });
    timer(it, "poll");
    it.tell({ kind: "pull-failed", failure: unreachable });
    expect(kinds(read([event(6)]))).not.toContain("pull");
    expect(it.core.reading.link).toBe("offline");
  });

  test("[SYN-36] without a place it polls at once, asks for one every 15 s, and counts no death", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    expect(kinds(it.tell({ kind: "stream-unplaced", stream: it.stream() }))).toEqual(["pull"]);
    expect([it.core.reading.way.kind, it.core.reading.stream.kind, it.timers()]).toEqual([
      "poll",
      "closed",
      expect.objectContaining({ "try-stream": 15_000 }),
    ]);
    expect(it.timers()["watchdog"]).toBeUndefined();
    it.page([], 5);
    expect([
      it.core.reading.link,
      causeIn(it.core.reading.trust),
      it.core.reading.way.youngDeaths,
      it.timers()["poll"],
    ]).toEqual(["polling", null, 0, 3_000]);
    expect(kinds(timer(it, "try-stream"))).toContain("open-stream");
    it.tell({ kind: "stream-unplaced", stream: it.stream() });
    expect([it.core.reading.link, it.timers()["try-stream"]]).toEqual(["polling", 15_000]);
    timer(it, "try-stream");
    it.ready(5);
    expect([it.core.reading.way.kind, it.core.reading.link]).toEqual(["stream", "live"]);
  });

  test("[SYN-36] one that loses its place is not live any more, and polls; an older stream's place says nothing", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-unplaced", stream: it.stream() - 1 });
    expect([it.core.reading.link, it.core.reading.way.kind]).toEqual(["live", "stream"]);
    expect(kinds(it.tell({ kind: "stream-unplaced", stream: it.stream() }))).toEqual(["pull"]);
    expect([it.core.reading.link, it.core.reading.way.kind]).toEqual(["catching-up", "poll"]);
  });

  test("[SYN-11] a page that goes on behind another event than the cursor's is of another log", () => {
    const it = pollingTablet();
    timer(it, "poll");
    it.page(events(6, 7), 7);
    timer(it, "poll");
    expect(kinds(it.page(events(7, 8, 1), 8))).toContain("fetch-snapshot");
    expect(it.core.replica.cursor?.seq).toBe(7);
  });

  test("[SYN-25] a page without a stream that brings nothing new waits for the next time, and not for a silence", () => {
    const it = pollingTablet();
    timer(it, "poll");
    it.page([], 9);
    expect([it.timers()["behind"], it.timers()["poll"], it.core.reading.link]).toEqual([
      undefined,
      3_000,
      "catching-up",
    ]);
  });

  test("contact is what a snapshot and a stream's beginning are as well", () => {
    const it = liveTablet();
    it.pass(5_000);
    it.tell({ kind: "stream-reset", stream: it.stream() });
    expect(it.core.reading.moments.lastContactAt).toBe(START_MS + 5_000);
    it.pass(5_000);
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7) });
    expect([it.core.reading.moments.lastContactAt, it.core.clock.offsetMs]).toEqual([
      START_MS + 10_000,
      -10_000,
    ]);
    it.pass(5_000);
    it.ready(7);
    expect([it.core.reading.moments.lastContactAt, it.core.clock.offsetMs]).toEqual([
      START_MS + 15_000,
      -15_000,
    ]);
  });
});
