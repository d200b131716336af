import { describe, expect, test } from "vitest";
import type { Input } from "./ports.ts";
import { causeIn } from "./states/trust.ts";
import {
  entry,
  event,
  kinds,
  liveTablet,
  LOG,
  MINE,
  ping,
  SERVER_TIME,
  snapshotAt,
  START_MS,
  tablet,
  timer,
  type Tablet,
  unreachable,
} from "./testing/tablet.ts";

const refused = { kind: "refused", code: "token_revoked" } as const;
const page = { logId: LOG, epoch: 1, head: 9, floor: 0, serverTime: SERVER_TIME, events: [] };
const ofStream = (stream: number): Input[] => [
  {
    kind: "stream-ready",
    stream,
    ready: { logId: LOG, epoch: 1, head: 9, floor: 0, serverTime: SERVER_TIME, pingMs: 10_000 },
  },
  { kind: "stream-events", stream, events: [event(6)] },
  { kind: "stream-ping", stream, ping: { head: 9, serverTime: SERVER_TIME } },
  { kind: "stream-reset", stream },
  { kind: "stream-ended", stream, failure: unreachable },
];
/** Told this, nothing comes of it, and nothing is otherwise than before. */
function expectDeaf(it: Tablet, input: Input): void {
  const before = structuredClone({ ...it.core, drawing: null });
  const told = it.all.length;
  it.tell(input);
  expect([input.kind, it.all.slice(told), structuredClone({ ...it.core, drawing: null })]).toEqual([
    input.kind,
    [],
    before,
  ]);
}

describe("words that nobody waits for", () => {
  test("of a stream that was given up are passed over", () => {
    const it = liveTablet();
    const given = it.stream();
    it.pass(11_000);
    it.tell({ kind: "stream-ended", stream: given, failure: null });
    for (const input of ofStream(given)) expectDeaf(it, input);
    timer(it, "retry");
    for (const input of ofStream(given)) expectDeaf(it, input);
  });

  test("about a snapshot that was not asked for are passed over", () => {
    const it = liveTablet();
    for (const input of [
      { kind: "snapshot-taken", snapshot: snapshotAt(9) },
      { kind: "snapshot-failed", failure: refused },
    ] satisfies Input[])
      expectDeaf(it, input);
  });

  test.each([{ kind: "pull-reset" }, { kind: "pull-failed", failure: refused }] satisfies Input[])(
    "about a page that a refetch has overtaken are passed over: $kind",
    (input) => {
      const it = liveTablet();
      ping(it, 9);
      timer(it, "behind");
      it.tell({ kind: "stream-reset", stream: it.stream() });
      it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(9) });
      it.ready(9);
      expect(kinds(it.tell(input))).toEqual(["pull"]);
      expect([it.core.reading.link, it.core.sending.state === "needs-pairing"]).toEqual([
        "live",
        false,
      ]);
    },
  );

  test.each([
    ...ofStream(0),
    { kind: "pulled", page },
    { kind: "pull-reset" },
    { kind: "pull-failed", failure: unreachable },
    { kind: "snapshot-taken", snapshot: snapshotAt(9) },
    { kind: "snapshot-failed", failure: unreachable },
    {
      kind: "pushed",
      clientId: MINE,
      answer: { lastMutationId: 0, results: [], head: 9, serverTime: SERVER_TIME },
    },
    { kind: "push-conflict", clientId: MINE, conflict: { code: "client_taken" } },
    { kind: "push-failed", failure: unreachable },
    { kind: "timer", timer: "retry" },
    { kind: "timer", timer: "push" },
  ] satisfies Input[])("are nothing to a tab that does not lead: $kind", (input) => {
    expectDeaf(tablet({ nextId: 2, entries: [entry(1)] }), input);
  });

  test("of timers that are not due any more change nothing", () => {
    const it = liveTablet();
    for (const name of ["behind", "poll", "try-stream", "retry"] as const)
      expectDeaf(it, { kind: "timer", timer: name });
  });

  test("a hint is no reason to open another stream, nor to try again within a second", () => {
    const it = liveTablet();
    it.pass(5_000);
    expect(it.tell({ kind: "hint" })).toEqual([]);
    it.pass(10_000);
    it.tell({ kind: "stream-ended", stream: it.stream(), failure: null });
    timer(it, "retry");
    it.tell({ kind: "stream-ended", stream: it.stream(), failure: unreachable });
    it.tell({ kind: "pull-failed", failure: unreachable });
    it.pass(999);
    expect(it.tell({ kind: "hint" })).toEqual([]);
    it.pass(1);
    expect(kinds(it.tell({ kind: "hint" }))).toEqual(["open-stream"]);
    expect(it.timers()["retry"]).toBeUndefined();
  });
});

describe("a stream's end", () => {
  test("says why, and a good one says nothing", () => {
    const [bad, good] = [liveTablet(), liveTablet()];
    bad.tell({
      kind: "stream-ended",
      stream: bad.stream(),
      failure: { kind: "nonsense", detail: "HTML" },
    });
    good.tell({ kind: "stream-ended", stream: good.stream(), failure: null });
    expect([causeIn(bad.core.reading.trust), causeIn(good.core.reading.trust)]).toEqual([
      "nonsense",
      null,
    ]);
  });

  test("[SYN-24] of silence is one that nothing was heard of", () => {
    const it = liveTablet();
    it.pass(25_000);
    timer(it, "watchdog");
    expect(causeIn(it.core.reading.trust)).toBe("unreachable");
  });

  test("[SYN-28] where it is refused leaves no stream and no timer but the slow one", () => {
    const it = liveTablet();
    ping(it, 9);
    timer(it, "behind");
    it.tell({ kind: "pull-failed", failure: refused });
    expect([it.core.reading.stream.kind, kinds(it.all)]).toEqual([
      "closed",
      expect.arrayContaining(["close-stream"]),
    ]);
    expect(it.timers()).toEqual({ retry: 60_000, push: 60_000 });
  });

  test("[SYN-27] a snapshot that fails is waited for as long as the server asks, and what is refused as long as it takes", () => {
    const [later, never] = [liveTablet(), liveTablet()];
    for (const it of [later, never]) it.tell({ kind: "stream-reset", stream: it.stream() });
    later.tell({ kind: "snapshot-failed", failure: { kind: "unavailable", retryAfterMs: 4_000 } });
    never.tell({ kind: "snapshot-failed", failure: refused });
    expect([
      later.timers()["retry"],
      causeIn(later.core.reading.trust),
      later.core.reading.link,
    ]).toEqual([4_000, "unavailable", "offline"]);
    expect([never.timers()["retry"], causeIn(never.core.reading.trust)]).toEqual([
      60_000,
      "token_revoked",
    ]);
  });

  test("[SYN-25] a pull that fails while the stream is up is tried again soon, and the link stays", () => {
    const it = liveTablet();
    ping(it, 9);
    timer(it, "behind");
    it.tell({ kind: "pull-failed", failure: unreachable });
    expect([it.core.reading.link, it.timers()["behind"], it.timers()["retry"]]).toEqual([
      "catching-up",
      2_000,
      undefined,
    ]);
  });

  test("[SYN-25] a ping at the head ends the wait for what was missing, and is progress", () => {
    const it = liveTablet();
    ping(it, 9);
    it.pass(1_000);
    it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: [6, 7, 8, 9].map((seq) => event(seq)),
    });
    it.pass(1_000);
    ping(it, 9);
    expect([it.timers()["behind"], it.core.reading.moments.progressAt]).toEqual([
      undefined,
      START_MS + 2_000,
    ]);
  });
});
