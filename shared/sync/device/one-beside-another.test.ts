/**
 * How what a device remembers moves together: one stream, one pull, one snapshot beside each other.
 */
import { expect, test } from "vitest";
import { POLL_MS } from "../messages/protocol.ts";
import {
  kinds,
  liveTablet,
  LOG,
  ping,
  SERVER_TIME,
  snapshotAt,
  tablet,
  timer,
  unreachable,
} from "./testing/tablet.ts";

test("[SYN-43] a pull whose cursor was given up is asked again, with the question about streams that came up since", () => {
  const it = liveTablet();
  ping(it, 9);
  timer(it, "behind");
  it.tell({ kind: "stream-reset", stream: it.stream() });
  expect(it.core.reading.pull).toMatchObject({ kind: "asking", stale: true, probing: false });
  it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(9) });
  expect(
    kinds(it.tell({ kind: "stream-ended", stream: it.stream(), failure: unreachable })),
  ).toEqual([]);
  expect(it.core.reading.pull).toMatchObject({ kind: "asking", stale: true, probing: true });
  expect(kinds(it.page([], 9))).toContain("pull");
  expect(it.core.reading.pull).toMatchObject({ kind: "asking", stale: false, probing: true });
  it.page([], 9);
  expect([it.core.reading.pull, it.core.reading.way]).toEqual([
    { kind: "none" },
    { kind: "stream", youngDeaths: 1 },
  ]);
});

test("[SYN-43] a pull that is under way when a stream dies young tells as well", () => {
  const it = liveTablet();
  ping(it, 9);
  timer(it, "behind");
  expect(
    kinds(it.tell({ kind: "stream-ended", stream: it.stream(), failure: unreachable })),
  ).toEqual([]);
  it.page([], 5);
  expect(it.core.reading.way).toEqual({ kind: "stream", youngDeaths: 1 });
});

test("[SYN-44] while a device's first snapshot is under way it may read from what the store has got meanwhile", () => {
  const it = tablet({ snapshot: null });
  expect(kinds(it.tell({ kind: "started" }))).toContain("fetch-snapshot");
  const stored = {
    clientId: it.core.outbox.clientId,
    nextId: 1,
    snapshot: snapshotAt(5),
    events: [],
    entries: [],
  };
  it.tell({ kind: "reloaded", stored, words: 0 });
  it.pass(1_000);
  expect(kinds(it.tell({ kind: "hint" }))).toEqual(["open-stream"]);
  expect([it.core.reading.fill.kind, it.core.reading.stream.kind]).toEqual(["first", "opening"]);
});

test("[SYN-44] a cursor that is given up stays so when the snapshot fails, and when another lead begins", () => {
  const it = liveTablet();
  it.tell({ kind: "stream-reset", stream: it.stream() });
  it.tell({ kind: "snapshot-failed", failure: unreachable });
  expect(it.core.reading.fill).toEqual({ kind: "wanted" });
  expect(kinds(timer(it, "retry"))).toEqual(["fetch-snapshot"]);
  it.tell({ kind: "stopped" });
  expect(it.core.reading.fill).toEqual({ kind: "wanted" });
});

test("[SYN-41] a new lead keeps the streams' numbers and how often they speak, and forgets what else the server has said of itself", () => {
  const it = liveTablet();
  const ready = { logId: LOG, epoch: 1, head: 5, floor: 0, serverTime: SERVER_TIME };
  it.tell({
    kind: "stream-ready",
    stream: it.stream(),
    ready: { ...ready, pingMs: 4_000, pollMs: 7_000, retentionMs: 5_000 },
  });
  const before = it.core.reading.terms;
  it.pass(3_000);
  it.tell({ kind: "stopped" });
  const { heardAt } = it.core.reading.moments;
  it.tell({ kind: "started" });
  const { stream, terms, moments } = it.core.reading;
  expect(stream).toMatchObject({ kind: "opening", n: 2 });
  expect(before).toEqual({ pingMs: 4_000, pollMs: 7_000, retentionMs: 5_000 });
  expect(terms).toEqual({ pingMs: 4_000, pollMs: POLL_MS, retentionMs: null });
  expect([moments.heardAt, moments.since]).toEqual([heardAt, it.nowMs()]);
});

test("[SYN-45] the next try ends a refusal and keeps its cause, and a stream that comes up ends both", () => {
  const it = liveTablet();
  it.tell({ kind: "stream-reset", stream: it.stream() });
  it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(9) });
  it.tell({ kind: "stream-ended", stream: it.stream(), failure: { kind: "needs-update" } });
  expect(it.core.reading.trust).toEqual({ kind: "halted", cause: "needs-update" });
  timer(it, "retry");
  expect(it.core.reading.trust).toEqual({ kind: "doubted", cause: "needs-update" });
  it.ready(9);
  expect(it.core.reading.trust).toEqual({ kind: "answering" });
});
