import { describe, expect, test } from "vitest";
import {
  entry,
  event,
  events,
  kinds,
  liveTablet,
  MINE,
  snapshotAt,
  type Tablet,
  stored,
} from "./testing/tablet.ts";

const act = (it: Tablet, id: number) => it.tell({ kind: "acted", entry: entry(id) });
const timer = (it: Tablet) => it.tell({ kind: "timer", timer: "push" });
const ids = (it: Tablet) =>
  it.all.findLast((effect) => effect.kind === "push")!.mutations.map((mutation) => mutation.id);

describe("an answer of another log than the one that is held", () => {
  test("[SYN-34] an answer whose head is behind the cursor it was asked at is of another log: passed over, and the device fills anew", () => {
    const it = liveTablet();
    act(it, 1);
    expect(
      kinds(it.answer(1, [{ id: 1, seq: 4, status: "rejected", code: "unknown_order" }], 4)),
    ).toEqual(["close-stream", "fetch-snapshot"]);
    expect(it.core.outbox.pending).toMatchObject([{ id: 1, state: "waiting" }]);
    it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(5) });
    expect(timer(it)).toMatchObject([{ kind: "push", mutations: [] }]);
    it.answer(0);
    expect(ids(it)).toEqual([1]);
  });

  test("[SYN-34] an answer that names a place where the log has another's event is of another log", () => {
    const it = liveTablet();
    act(it, 1);
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 7) });
    expect(kinds(it.answer(1, [{ id: 1, seq: 6 }], 8))).toEqual(["close-stream", "fetch-snapshot"]);
    expect(it.core.outbox.pending).toMatchObject([{ id: 1, state: "waiting" }]);
  });

  test("[SYN-34] a slow answer is taken: whoever heard of its event from the stream first, or of what came after it was asked", () => {
    const it = liveTablet();
    act(it, 1);
    it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: [{ ...event(6), origin: { clientId: MINE, mutationId: 1 } }, event(7)],
    });
    stored(it, 7);
    expect(it.answer(1, [{ id: 1, seq: 6 }], 6)).toMatchObject([
      { entries: [{ state: "answered" }] },
      { entries: [{ state: "done" }] },
    ]);
    act(it, 2);
    it.tell({ kind: "stream-events", stream: it.stream(), events: events(8, 9) });
    stored(it, 9);
    // It changed nothing, and stands wherever the head was.
    expect(it.answer(2, [{ id: 2, seq: 7, status: "noop" }], 7)).toMatchObject([
      { entries: [{ state: "answered" }] },
      { entries: [{ state: "done" }] },
    ]);
  });
});
