import { describe, expect, test } from "vitest";
import { toIso } from "#shared/kernel/time.ts";
import {
  event,
  kinds,
  liveTablet,
  ping,
  saidAt,
  START_MS,
  tablet,
  timer,
} from "./testing/tablet.ts";

describe("a stream that may be dead", () => {
  test("[SYN-24] silent for 2.5 heartbeats: closed, and tried again", () => {
    const it = liveTablet();
    expect(it.timers()["watchdog"]).toBe(25_000);
    it.pass(25_000);
    expect(kinds(timer(it, "watchdog"))).toEqual(["close-stream"]);
    expect(it.core.reading.link).toBe("catching-up");
    expect(kinds(timer(it, "retry"))).toEqual(["open-stream"]);
  });

  test("[SYN-24] every word of the stream winds the watchdog up again; one that never opens is given up too", () => {
    const it = liveTablet();
    it.all.length = 0;
    ping(it, 5);
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] });
    expect(
      it.all.filter((effect) => effect.kind === "set-timer" && effect.timer === "watchdog"),
    ).toHaveLength(2);
    const other = tablet();
    other.tell({ kind: "started" });
    expect(other.timers()["watchdog"]).toBe(8_000);
    expect(kinds(timer(other, "watchdog"))).toEqual(["close-stream", "pull"]);
  });

  test("[SYN-24] a word counts from when it was said, and not from when it came", () => {
    const it = liveTablet();
    it.pass(9_000);
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] });
    expect(it.core.reading).toMatchObject({ moments: { lastContactAt: START_MS }, link: "live" });
    expect(it.timers()["watchdog"]).toBe(16_000);
    it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: [saidAt(event(7), START_MS + 4_000)],
    });
    expect([it.core.reading.moments.lastContactAt, it.timers()["watchdog"]]).toEqual([
      START_MS + 4_000,
      20_000,
    ]);
    it.tell({
      kind: "stream-ping",
      stream: it.stream(),
      ping: { head: 7, serverTime: toIso(START_MS + 1_000) },
    });
    expect([it.core.reading.moments.lastContactAt, it.timers()["watchdog"]]).toEqual([
      START_MS + 4_000,
      20_000,
    ]);
    it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: [saidAt(event(8), START_MS + 8_000)],
    });
    expect([it.core.reading.moments.lastContactAt, it.timers()["watchdog"]]).toEqual([
      START_MS + 9_000,
      25_000,
    ]);
  });

  test("[SYN-24] events that a pull has brought before are as old as they are", () => {
    const it = liveTablet();
    ping(it, 7);
    timer(it, "behind");
    it.page([event(6), event(7)], 7);
    it.pass(9_000);
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6), event(7)] });
    expect([it.core.reading.moments.lastContactAt, it.timers()["watchdog"]]).toEqual([
      START_MS,
      16_000,
    ]);
  });

  test("[SYN-24] what is caught up with may be of any age", () => {
    const it = liveTablet();
    it.pass(30_000);
    it.ready(7);
    it.pass(10_000);
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] });
    expect([it.core.reading.moments.lastContactAt, it.timers()["watchdog"]]).toEqual([
      START_MS + 40_000,
      25_000,
    ]);
  });

  test("[SYN-24] what looks older than any silence says that a clock was set", () => {
    const it = liveTablet();
    it.pass(24 * 3_600_000);
    ping(it, 5);
    expect([it.core.reading.moments.lastContactAt, it.timers()["watchdog"]]).toEqual([
      it.nowMs(),
      25_000,
    ]);
    expect(it.core.clock.offsetMs).toBe(-24 * 3_600_000);
  });
});
