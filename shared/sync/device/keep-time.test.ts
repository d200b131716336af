import { describe, expect, it } from "vitest";
import { linkForOthers, linkOf } from "./link-view.ts";
import { liveTablet, ping, START_MS, tablet, timer } from "./testing/tablet.ts";

describe("a clock that is set back", () => {
  it("[SYN-24] undoes nothing: all moments go with it", () => {
    const it = liveTablet();
    const before = { ...it.core.reading };
    it.pass(-3_600_000);
    it.tell({ kind: "hint" });
    const moved = (moment: number | null) => (moment === null ? null : moment - 3_600_000);
    expect(it.core.reading).toMatchObject({
      since: moved(before.since), progressAt: moved(before.progressAt), triedAt: moved(before.triedAt), lastContactAt: moved(before.lastContactAt),
      shared: { link: before.shared.link, lastContactAt: moved(before.shared.lastContactAt) },
      stream: { ...before.stream, openedAt: moved(before.stream.openedAt), heardAt: moved(before.stream.heardAt) },
    });
    // Kept as it is by the next word.
    it.tell({ kind: "hint" });
    expect(it.core.reading.since).toBe(moved(before.since));
  });

  it("begins no contact where there was none", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    it.pass(-3_600_000);
    it.tell({ kind: "hint" });
    expect([linkOf(it.core, it.nowMs()).lastContactAt, linkForOthers(it.core, it.nowMs()).lastContactAt, linkForOthers(it.core, it.nowMs()).state]).toEqual([null, null, "starting"]);
  });

  it("that goes on moves nothing", () => {
    const it = liveTablet();
    const { since } = it.core.reading;
    it.pass(1_000);
    ping(it, 5);
    expect([it.core.reading.since, it.core.reading.stream.openedAt]).toEqual([since, START_MS]);
  });

  it("[SYN-26] a stream that lived before it has lived", () => {
    const it = liveTablet();
    it.pass(10_000);
    ping(it, 5);
    it.pass(-3_600_000);
    it.tell({ kind: "stream-ended", stream: it.stream(), failure: null });
    expect([it.core.reading.mode, it.core.reading.pullInFlight, it.core.reading.youngDeaths]).toEqual(["stream", false, 0]);
    timer(it, "retry");
    expect(it.core.reading.stream.phase).toBe("opening");
  });
});
