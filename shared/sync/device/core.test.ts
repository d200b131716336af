import { describe, expect, test } from "vitest";
import { viewOf } from "./core.ts";
import { linkForOthers, linkOf } from "./link-view.ts";
import { toIso } from "#shared/kernel/time.ts";
import {
  entry,
  event,
  events,
  kinds,
  liveTablet,
  MINE,
  saidAt,
  SERVER_TIME,
  snapshotAt,
  START_MS,
  tablet,
  type Tablet,
  ended,
  unreachable,
} from "./testing/tablet.ts";

describe("what the badge may say", () => {
  test("[SYN-30] whatever state lasts 30 s without progress has a cause", () => {
    const stuck: Record<string, (it: Tablet) => unknown> = {
      "a snapshot that never comes": (it) => it.tell({ kind: "stream-reset", stream: it.stream() }),
      "a stream that is behind and silent": (it) => behind(it),
      "no answer": (it) => (ended(it), it.tell({ kind: "pull-failed", failure: unreachable })),
      "a captive portal": (it) => (
        ended(it),
        it.tell({ kind: "pull-failed", failure: { kind: "nonsense", detail: "HTML" } })
      ),
    };
    for (const [what, begin] of Object.entries(stuck)) {
      const it = liveTablet();
      begin(it);
      expect([what, linkOf(it.core, START_MS + 40_000).cause]).toEqual([what, expect.any(String)]);
    }
    expect(linkOf(liveTablet().core, START_MS + 40_000)).toMatchObject({
      state: "live",
      cause: null,
      behind: 0,
      waiting: 0,
    });
  });

  test("[P4] other tabs look as fresh as what is stored, and not as what the leader knows", () => {
    const it = liveTablet();
    const seen = () => [linkOf(it.core, it.nowMs()), linkForOthers(it.core, it.nowMs())];
    it.pass(20_000);
    it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: events(6, 7).map((one) => saidAt(one, it.nowMs())),
    });
    expect(seen()).toMatchObject([
      { state: "live", lastContactAt: START_MS + 20_000 },
      { state: "live", lastContactAt: START_MS },
    ]);
    it.tell({ kind: "persisted", cursor: it.core.replica.cursor! });
    behind(it);
    it.pass(20_000);
    it.page(events(8, 9), 9);
    expect(seen()).toMatchObject([
      { state: "live", lastContactAt: START_MS + 40_000 },
      { state: "catching-up", lastContactAt: START_MS + 20_000 },
    ]);
    it.tell({ kind: "persisted", cursor: it.core.replica.cursor! });
    expect(linkForOthers(it.core, it.nowMs())).toEqual(linkOf(it.core, it.nowMs()));
  });

  test("[SYN-40] [P4] a tab that leads no more looks as old as what it reads from the store, also when it leads again, whatever it had heard", () => {
    const it = liveTablet();
    it.pass(15_000);
    it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: events(6, 7).map((one) => saidAt(one, it.nowMs())),
    });
    const asStored = { state: "live", lastContactAt: START_MS };
    const seen = () => linkForOthers(it.core, it.nowMs());
    it.tell({ kind: "stopped" });
    expect([it.core.replica.cursor?.seq, seen()]).toMatchObject([7, asStored]);
    it.tell({
      kind: "reloaded",
      words: 0,
      stored: { clientId: MINE, nextId: 1, snapshot: snapshotAt(5), events: [], entries: [] },
    });
    expect([it.core.replica.cursor?.seq, seen()]).toMatchObject([5, asStored]);
    it.tell({ kind: "started" });
    expect([linkOf(it.core, it.nowMs()), seen()]).toMatchObject([
      { state: "starting", lastContactAt: START_MS },
      { state: "starting", lastContactAt: START_MS },
    ]);
  });

  test("a server's clock that is ahead is learnt from what it says", () => {
    const it = liveTablet();
    it.tell({
      kind: "stream-ping",
      stream: it.stream(),
      ping: { head: 5, serverTime: new Date(START_MS + 60_000).toISOString() },
    });
    expect(it.core.clock.offsetMs).toBe(60_000);
  });

  test("a server's clock that was set back by a little is believed when a second ping says so: the first may have been held up", () => {
    const it = liveTablet();
    const said = (afterMs: number, behindMs: number) => {
      it.pass(afterMs);
      it.tell({
        kind: "stream-ping",
        stream: it.stream(),
        ping: { head: 5, serverTime: toIso(it.nowMs() - behindMs) },
      });
      return it.core.clock.offsetMs;
    };
    expect([said(10_000, 9_000), said(1_000, 0), said(10_000, 9_000), said(1_000, 10_000)]).toEqual(
      [0, 0, 0, -10_000],
    );
  });
});

function behind(it: Tablet): void {
  it.tell({ kind: "stream-ping", stream: it.stream(), ping: { head: 9, serverTime: SERVER_TIME } });
  it.tell({ kind: "timer", timer: "behind" });
}

describe("a tab that does not lead", () => {
  test("takes what the leader relays, draws it, and asks for nothing", () => {
    const it = tablet();
    expect(it.tell({ kind: "relayed", events: events(6, 8), word: 1 })).toEqual([]);
    expect(it.core.replica.cursor!.seq).toBe(8);
    expect(it.tell({ kind: "hint" })).toEqual([]);
    expect(it.all).toEqual([]);
  });

  test("stopped, it closes the stream, clears its timers and is quiet", () => {
    const it = liveTablet();
    expect(kinds(it.tell({ kind: "stopped" }))).toEqual(["close-stream"]);
    expect(it.timers()).toEqual({});
    expect([
      it.tell({ kind: "timer", timer: "retry" }),
      it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] }),
    ]).toEqual([[], []]);
    expect(kinds(it.tell({ kind: "started" }))).toEqual(["push", "open-stream"]);
  });

  test("[SYN-19] draws anew what the leader relays, and nothing where it has it already; also before anything was filled", () => {
    const it = tablet();
    const before = viewOf(it.core);
    it.tell({ kind: "relayed", events: [event(5)], word: 1 });
    expect(viewOf(it.core)).toBe(before);
    it.tell({ kind: "relayed", events: [event(6)], word: 2 });
    expect(viewOf(it.core)).not.toBe(before);
    expect(
      viewOf(tablet({ snapshot: null, entries: [entry(1)], nextId: 2 }).core).unsentOrderIds.size,
    ).toBe(1);
  });

  test("[SYN-13] takes word of the store for its own log alone", () => {
    const it = liveTablet();
    const cursor = it.core.replica.cursor!;
    it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] });
    expect(it.tell({ kind: "persisted", cursor: { ...cursor, logId: "another", seq: 6 } })).toEqual(
      [],
    );
    const empty = tablet({ snapshot: null });
    empty.tell({ kind: "started" });
    expect(empty.tell({ kind: "persisted", cursor })).toEqual([]);
    expect(
      empty.tell({
        kind: "reloaded",
        words: 0,
        stored: { clientId: MINE, nextId: 1, snapshot: null, events: [], entries: [] },
      }),
    ).toEqual([]);
  });

  test("[P4] to other tabs it is as fresh as the store only where the store has the same event", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(5, { id: event(5, 1).id }) });
    it.core.stored = { ...it.core.replica.cursor!, id: event(5).id };
    it.pass(1_000);
    it.ready(5);
    expect([
      linkOf(it.core, it.nowMs()).lastContactAt,
      linkForOthers(it.core, it.nowMs()).lastContactAt,
    ]).toEqual([START_MS + 1_000, START_MS]);
  });

  test("[SYN-12] told that everything was replaced, it holds what the store holds", () => {
    const it = tablet();
    it.tell({
      kind: "reloaded",
      words: 0,
      stored: {
        clientId: "c",
        nextId: 4,
        snapshot: snapshotAt(9, { epoch: 2 }),
        events: events(10, 11),
        entries: [],
      },
    });
    expect(it.core.replica.cursor).toMatchObject({ epoch: 2, seq: 11 });
    expect([it.core.outbox.clientId, it.core.outbox.nextId]).toEqual(["c", 4]);
  });

  test("[SYN-12] what the leader said before the store was read is not taken in behind it, though it would fit; what it says after that is", () => {
    const it = tablet();
    it.tell({
      kind: "reloaded",
      words: 2,
      stored: {
        clientId: "c",
        nextId: 1,
        snapshot: snapshotAt(9, { epoch: 2 }),
        events: [],
        entries: [],
      },
    });
    it.tell({ kind: "relayed", events: events(10, 11), word: 2 });
    expect(it.core.replica.cursor).toMatchObject({ epoch: 2, seq: 9 });
    it.tell({ kind: "relayed", events: [event(10)], word: 3 });
    expect(it.core.replica.cursor).toMatchObject({ epoch: 2, seq: 10 });
  });

  test("[SYN-25] a leader that finds less in the store than it had taken in says that it is behind, and fetches the rest at once", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 9) });
    expect(it.core.reading.link).toBe("live");
    const effects = it.tell({
      kind: "reloaded",
      words: 0,
      stored: {
        clientId: MINE,
        nextId: 1,
        snapshot: snapshotAt(5),
        events: [event(6)],
        entries: [],
      },
    });
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: "pull", cursor: expect.objectContaining({ seq: 6 }) }),
    );
    expect(it.core.reading.link).toBe("catching-up");
  });

  test("[SYN-13] [SYN-18] a leader that reads anew acknowledges what another tab stored, archives it when the server still knows it, and sends what still waits", () => {
    const it = liveTablet({ nextId: 3, entries: [entry(1), entry(2)] });
    const entries = [
      entry(1, { state: "answered", outcome: { status: "applied", seq: 6 } }),
      entry(2),
    ];
    const effects = it.tell({
      kind: "reloaded",
      words: 0,
      stored: { clientId: MINE, nextId: 3, snapshot: snapshotAt(5), events: [event(6)], entries },
    });
    expect(effects).toEqual([{ kind: "ack", seq: 6 }]);
    // The push from before is under way still; then it asks.
    it.answer(0);
    expect(it.answer(1)).toContainEqual(
      expect.objectContaining({
        kind: "store-entries",
        entries: [expect.objectContaining({ id: 1, state: "done" })],
      }),
    );
    expect(it.all.at(-1)).toMatchObject({ kind: "push", mutations: [{ id: 2 }] });
  });

  test("[SYN-18] what is stored after it stopped is archived by whoever leads, and not in its memory alone", () => {
    const it = tablet({
      nextId: 2,
      entries: [entry(1, { state: "answered", outcome: { status: "applied", seq: 5 } })],
    });
    expect(it.tell({ kind: "persisted", cursor: it.core.replica.cursor! })).toEqual([]);
    expect(it.core.outbox.pending).toMatchObject([{ id: 1, state: "answered" }]);
    it.tell({ kind: "started" });
    expect(it.answer(1)).toContainEqual(
      expect.objectContaining({
        kind: "store-entries",
        entries: [expect.objectContaining({ id: 1, state: "done" })],
      }),
    );
  });
});
