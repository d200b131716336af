import { describe, expect, it } from "vitest";
import { linkOf } from "./link-view.ts";
import { event, events, kinds, liveTablet, SERVER_TIME, snapshotAt, START_MS, tablet, type Tablet } from "./testing/tablet.ts";

const unreachable = { kind: "unreachable" } as const;
const ended = (it: Tablet) => it.tell({ kind: "stream-ended", stream: it.stream(), failure: unreachable });

describe("what the badge may say", () => {
  it("[SYN-30] whatever state lasts 30 s without progress has a cause", () => {
    const stuck: Record<string, (it: Tablet) => unknown> = {
      "a snapshot that never comes": (it) => it.tell({ kind: "stream-reset", stream: it.stream() }),
      "a stream that is behind and silent": (it) => behind(it),
      "no answer": (it) => (ended(it), it.tell({ kind: "pull-failed", failure: unreachable })),
      "a captive portal": (it) => (ended(it), it.tell({ kind: "pull-failed", failure: { kind: "nonsense", detail: "HTML" } })),
    };
    for (const [what, begin] of Object.entries(stuck)) {
      const it = liveTablet();
      begin(it);
      expect([what, linkOf(it.core, START_MS + 40_000).cause]).toEqual([what, expect.any(String)]);
    }
    expect(linkOf(liveTablet().core, START_MS + 40_000)).toMatchObject({ state: "live", cause: null, behind: 0, waiting: 0 });
  });

  it("a server's clock that is ahead is learnt from what it says", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-ping", stream: it.stream(), ping: { head: 5, serverTime: new Date(START_MS + 60_000).toISOString() } });
    expect(it.core.clock.offsetMs).toBe(60_000);
  });
});

function behind(it: Tablet): void {
  it.tell({ kind: "stream-ping", stream: it.stream(), ping: { head: 9, serverTime: SERVER_TIME } });
  it.tell({ kind: "timer", timer: "behind" });
}

describe("a tab that does not lead", () => {
  it("takes what the leader relays, draws it, and asks for nothing", () => {
    const it = tablet();
    expect(it.tell({ kind: "relayed", events: events(6, 8) })).toEqual([]);
    expect(it.core.replica.cursor!.seq).toBe(8);
    expect(it.tell({ kind: "hint" })).toEqual([]);
    expect(it.all).toEqual([]);
  });

  it("stopped, it closes the stream, clears its timers and is quiet", () => {
    const it = liveTablet();
    expect(kinds(it.tell({ kind: "stopped" }))).toEqual(["close-stream"]);
    expect(it.timers()).toEqual({});
    expect([it.tell({ kind: "timer", timer: "retry" }), it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] })]).toEqual([[], []]);
    expect(kinds(it.tell({ kind: "started" }))).toEqual(["push", "open-stream"]);
  });

  it("[SYN-12] told that everything was replaced, it holds what the store holds", () => {
    const it = tablet();
    it.tell({ kind: "reloaded", stored: { clientId: "c", nextId: 4, snapshot: snapshotAt(9, { epoch: 2 }), events: events(10, 11), entries: [] } });
    expect(it.core.replica.cursor).toMatchObject({ epoch: 2, seq: 11 });
    expect([it.core.outbox.clientId, it.core.outbox.nextId]).toEqual(["c", 4]);
  });
});
