import { describe, expect, test } from "vitest";
import { linkOf } from "./link-view.ts";
import {
  entry,
  events,
  liveTablet,
  ping,
  pollingTablet,
  START_MS,
  tablet,
  type Tablet,
} from "./testing/tablet.ts";

const causeAfter = (it: Tablet, ms: number) => linkOf(it.core, START_MS + ms).cause;

describe("what a badge says", () => {
  test("[P3] counts what the server has not confirmed, and what it has confirmed no more", () => {
    const it = liveTablet();
    for (const id of [1, 2]) it.tell({ kind: "acted", entry: entry(id) });
    it.answer(1, [{ id: 1, seq: 6 }]);
    expect([it.core.outbox.pending.length, linkOf(it.core, START_MS).waiting]).toEqual([2, 1]);
  });

  test("counts how far the log is ahead, from nothing on", () => {
    const [empty, unheard, behind] = [tablet({ snapshot: null }), tablet(), liveTablet()];
    ping(behind, 9);
    expect([empty, unheard, behind].map((it) => linkOf(it.core, START_MS).behind)).toEqual([
      0, 0, 4,
    ]);
  });

  test("[SYN-30] without progress it has a cause, in time", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    expect([causeAfter(it, 19_999), causeAfter(it, 20_000)]).toEqual([null, "no-progress"]);
  });

  test("[SYN-30] what goes on is not stuck, however long it takes", () => {
    const it = tablet();
    it.tell({ kind: "started" });
    it.ready(100);
    it.pass(15_000);
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 7) });
    expect([it.core.reading.link, causeAfter(it, 34_999), causeAfter(it, 35_000)]).toEqual([
      "catching-up",
      null,
      "no-progress",
    ]);
  });

  test("[SYN-30] a screen that polls is where it should be", () => {
    const it = pollingTablet();
    expect([it.core.reading.link, causeAfter(it, 60_000)]).toEqual(["polling", null]);
  });
});
