import { describe, expect, test } from "vitest";
import { FOLD } from "#shared/orders/fold.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { linkOf } from "./link-view.ts";
import {
  act,
  event,
  events,
  kinds,
  liveTablet,
  ping,
  snapshotAt,
  tablet,
  timer,
} from "./testing/tablet.ts";
import { writeBackOf } from "./write-back.ts";

const strange = (seq: number): HeardEvent =>
  ({ ...event(seq), type: "payment_made", data: { orderId: "x" } }) as unknown as HeardEvent;
const olderSnapshot = () => snapshotAt(5, { foldedBy: "another" });
const { foldedBy: _, ...unsaid } = snapshotAt(5);

describe("what a device cannot read", () => {
  test("[SYN-37] of a type that it does not know is stored as it came, and the cursor moves", () => {
    const it = liveTablet();
    const effects = it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: [strange(6), event(7)],
    });
    expect(effects).toMatchObject([
      { kind: "store-events", to: { seq: 7 }, events: [strange(6), event(7)] },
    ]);
    expect([
      it.core.replica.cursor!.seq,
      it.core.replica.world.orders.size,
      it.core.reading.link,
    ]).toEqual([7, 0, "live"]);
  });

  test.each([
    ["by other code", olderSnapshot()],
    ["by an older version, which does not say so", unsaid],
  ])(
    "[SYN-37] what was folded %s is fetched anew when the device first leads, and drawn until then",
    (_what, snapshot) => {
      const it = tablet({ snapshot, nextId: 1 });
      expect(it.core.replica.cursor!.seq).toBe(5);
      expect(kinds(it.tell({ kind: "started" }))).toEqual(["push", "fetch-snapshot"]);
      expect(it.core.reading.link).not.toBe("live");
      const effects = it.tell({ kind: "snapshot-taken", snapshot: { ...unsaid, seq: 9 } });
      expect(effects).toMatchObject([
        { kind: "store-snapshot", snapshot: { seq: 9, foldedBy: FOLD } },
        { kind: "open-stream", cursor: { seq: 9 } },
      ]);
      // Once and for all: what it stores now is its own.
      const next = tablet({
        snapshot: effects.flatMap((effect) =>
          effect.kind === "store-snapshot" ? [effect.snapshot] : [],
        )[0]!,
      });
      expect(kinds(next.tell({ kind: "started" }))).toEqual(["push", "open-stream"]);
    },
  );

  test("[SYN-37] without a network it works on from what there is, asks again, and never looks up to date", () => {
    const it = tablet({ snapshot: olderSnapshot(), nextId: 1 });
    it.tell({ kind: "started" });
    it.tell({ kind: "snapshot-failed", failure: { kind: "unreachable" } });
    act(it, 1);
    expect([
      it.core.reading.link,
      it.core.outbox.pending.length,
      it.core.replica.cursor!.seq,
    ]).toEqual(["offline", 1, 5]);
    expect(kinds(timer(it, "retry"))).toContain("fetch-snapshot");
    expect(kinds(it.tell({ kind: "hint" }))).not.toContain("open-stream");
  });

  test("[SYN-37] a tab that writes back what it has in memory says whose fold that is", () => {
    const blank = { clientId: "c", nextId: 1, snapshot: null, events: [], entries: [] };
    const of = (snapshot: ReturnType<typeof olderSnapshot>) =>
      writeBackOf(tablet({ snapshot }).core, blank, 0)!.snapshot.foldedBy;
    expect([of(snapshotAt(5)), of(olderSnapshot()), of(unsaid)]).toEqual([
      FOLD,
      "another",
      undefined,
    ]);
  });

  test.each(["stream", "pull"])(
    "[SYN-38] in a version that it does not know, said by a %s: it needs an update, keeps everything, and looks again in a minute",
    (how) => {
      const it = liveTablet();
      act(it, 1);
      const needsUpdate = { kind: "needs-update" } as const;
      ping(it, 9);
      timer(it, "behind");
      it.tell(
        how === "stream"
          ? { kind: "stream-ended", stream: it.stream(), failure: needsUpdate }
          : { kind: "pull-failed", failure: needsUpdate },
      );
      expect(linkOf(it.core, it.nowMs())).toMatchObject({
        state: "offline",
        sending: "needs-update",
        cause: "needs-update",
        waiting: 1,
      });
      expect(it.core.replica.cursor!.seq).toBe(5);
      expect(it.timers()["retry"]).toBe(60_000);
      expect(kinds(timer(it, "retry"))).toEqual(["open-stream"]);
    },
  );

  test.each(["stream", "pull"])(
    "[SYN-39] not as it is written down, said by a %s: it says so, waits a moment, and fills anew",
    (how) => {
      const it = liveTablet();
      it.tell({ kind: "stream-events", stream: it.stream(), events: events(6, 7) });
      ping(it, 9);
      timer(it, "behind");
      expect(
        kinds(
          it.tell(
            how === "stream"
              ? { kind: "stream-reset", stream: it.stream(), cause: "unreadable" }
              : { kind: "pull-reset", cause: "unreadable" },
          ),
        ),
      ).toEqual(["close-stream", "push"]);
      expect(linkOf(it.core, it.nowMs())).toMatchObject({
        state: "catching-up",
        cause: "unreadable",
      });
      expect(it.timers()["retry"]).toBeGreaterThanOrEqual(100);
      // What else is answered meanwhile makes nothing readable.
      it.answer(0);
      expect(linkOf(it.core, it.nowMs()).cause).toBe("unreadable");
      expect(kinds(timer(it, "retry"))).toEqual(["fetch-snapshot"]);
      it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(8) });
      it.ready(8);
      expect(linkOf(it.core, it.nowMs())).toMatchObject({ state: "live", cause: null });
    },
  );
});
