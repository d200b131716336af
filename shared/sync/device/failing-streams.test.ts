import { describe, expect, test } from "vitest";
import { causeIn } from "./states/trust.ts";
import {
  event,
  events,
  kinds,
  liveTablet,
  snapshotAt,
  type Tablet,
  tablet,
  timer,
  ended,
  unreachable,
} from "./testing/tablet.ts";

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
