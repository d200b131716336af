import { describe, expect, test } from "vitest";
import { linkForOthers, linkOf } from "./link-view.ts";
import { liveTablet, ping, START_MS, tablet, timer } from "./testing/tablet.ts";

describe("a clock that is set back", () => {
  test("[SYN-24] undoes nothing: all moments go with it", () => {
    const it = liveTablet();
    const { moments, shared, stream } = it.core.reading;
    it.pass(-3_600_000);
    it.tell({ kind: "hint" });
    const moved = (moment: number | null) => (moment === null ? null : moment - 3_600_000);
    expect(it.core.reading).toMatchObject({
      moments: Object.fromEntries(
        Object.entries(moments).map(([what, moment]) => [what, moved(moment)]),
      ),
      shared: { link: shared.link, lastContactAt: moved(shared.lastContactAt) },
      stream: { ...stream, openedAt: START_MS - 3_600_000 },
    });
    // Kept as it is by the next word.
    it.tell({ kind: "hint" });
    expect(it.core.reading.moments.since).toBe(moved(moments.since));
  });

  test("begins no contact where there was none", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    it.pass(-3_600_000);
    it.tell({ kind: "hint" });
    expect([
      linkOf(it.core, it.nowMs()).lastContactAt,
      linkForOthers(it.core, it.nowMs()).lastContactAt,
      linkForOthers(it.core, it.nowMs()).state,
    ]).toEqual([null, null, "starting"]);
  });

  test("that goes on moves nothing", () => {
    const it = liveTablet();
    const { since } = it.core.reading.moments;
    it.pass(1_000);
    ping(it, 5);
    expect([it.core.reading.moments.since, it.core.reading.stream]).toEqual([
      since,
      expect.objectContaining({ openedAt: START_MS }),
    ]);
  });

  test("[SYN-26] a stream that lived before it has lived", () => {
    const it = liveTablet();
    it.pass(10_000);
    ping(it, 5);
    it.pass(-3_600_000);
    it.tell({ kind: "stream-ended", stream: it.stream(), failure: null });
    expect([
      it.core.reading.way.kind,
      it.core.reading.pull.kind,
      it.core.reading.way.youngDeaths,
    ]).toEqual(["stream", "none", 0]);
    timer(it, "retry");
    expect(it.core.reading.stream.kind).toBe("opening");
  });
});
