import { describe, expect, it } from "vitest";
import { event, kinds, liveTablet, ping, tablet, timer } from "./testing/tablet.ts";

describe("a stream that may be dead", () => {
  it("[SYN-24] silent for 2.5 heartbeats: closed, and tried again", () => {
    const it = liveTablet();
    expect(it.timers()["watchdog"]).toBe(25_000);
    it.pass(25_000);
    expect(kinds(timer(it, "watchdog"))).toEqual(["close-stream"]);
    expect(it.core.reading.link).toBe("catching-up");
    expect(kinds(timer(it, "retry"))).toEqual(["open-stream"]);
  });

  it("[SYN-24] every word of the stream winds the watchdog up again; one that never opens is given up too", () => {
    const it = liveTablet();
    it.all.length = 0;
    ping(it, 5);
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] });
    expect(it.all.filter((effect) => effect.kind === "set-timer" && effect.timer === "watchdog")).toHaveLength(2);
    const other = tablet();
    other.tell({ kind: "started" });
    expect(other.timers()["watchdog"]).toBe(8_000);
    expect(kinds(timer(other, "watchdog"))).toEqual(["close-stream", "pull"]);
  });

  it("[SYN-24] events that a pull has brought before them are no sign of life", () => {
    const it = liveTablet();
    ping(it, 7);
    timer(it, "behind");
    it.page([event(6), event(7)], 7);
    const { lastContactAt } = it.core.reading;
    it.pass(9_000);
    it.all.length = 0;
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6), event(7)] });
    expect(kinds(it.all)).not.toContain("set-timer");
    expect(it.core.reading).toMatchObject({ lastContactAt, link: "live" });
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(8)] });
    expect(it.all).toContainEqual({ kind: "set-timer", timer: "watchdog", delayMs: 25_000 });
    expect(it.core.reading.lastContactAt).toBe(lastContactAt! + 9_000);
  });
});
