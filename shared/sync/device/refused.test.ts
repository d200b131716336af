import { describe, expect, test } from "vitest";
import { linkOf } from "./link-view.ts";
import { causeIn } from "./states/trust.ts";
import {
  act,
  event,
  kinds,
  liveTablet,
  MINE,
  pollingTablet,
  pushedIds as ids,
  START_MS,
  timer,
  type Tablet,
} from "./testing/tablet.ts";

const REFUSALS = [
  ["needs-pairing", { kind: "refused", code: "token_revoked" }, "token_revoked"],
  ["needs-update", { kind: "needs-update" }, "needs-update"],
] as const;

describe("refused", () => {
  test.each(REFUSALS)(
    "[SYN-28] %s: nothing is sent, everything is kept, and it says what to do",
    (state, failure) => {
      const it = liveTablet();
      act(it, 1);
      it.tell({ kind: "push-failed", failure });
      expect([act(it, 2), it.tell({ kind: "hint" })]).toEqual([[], []]);
      expect(it.core.outbox.pending.map((waiting) => waiting.id)).toEqual([1, 2]);
      expect(linkOf(it.core, START_MS)).toMatchObject({
        sending: state,
        cause: expect.any(String),
        waiting: 2,
      });
      expect(it.timers()["push"]).toBe(60_000);
    },
  );

  test("[SYN-28] a push that was refused while the stream stayed up finds out by itself that it is let in again", () => {
    const it = liveTablet();
    act(it, 1);
    it.tell({ kind: "push-failed", failure: { kind: "refused", code: "token_revoked" } });
    expect(timer(it, "push")).toMatchObject([{ kind: "push", mutations: [] }]);
    it.answer(0);
    expect([it.core.sending.state, ids(it)]).toEqual(["sending", [1]]);
  });

  test("[SYN-28] it heals when it is started again", () => {
    const it = liveTablet();
    act(it, 1);
    it.tell({ kind: "push-failed", failure: { kind: "refused", code: "token_revoked" } });
    it.tell({ kind: "stopped" });
    expect(kinds(it.tell({ kind: "started" }))).toEqual(["push", "open-stream"]);
    it.answer(0);
    expect(ids(it)).toEqual([1]);
  });

  test("[SYN-28] it heals by itself where the token is accepted again, and is slow to try", () => {
    const it = liveTablet();
    act(it, 1);
    it.answer(1, [{ id: 1, seq: 5 }]);
    it.tell({
      kind: "stream-ended",
      stream: it.stream(),
      failure: { kind: "refused", code: "token_revoked" },
    });
    expect([it.core.sending.state, it.timers()["retry"], it.tell({ kind: "hint" })]).toEqual([
      "needs-pairing",
      60_000,
      [],
    ]);
    expect(kinds(timer(it, "retry"))).toEqual(["open-stream"]);
    expect(it.ready(5)).toMatchObject([{ kind: "push", mutations: [] }]);
    expect(it.core.sending.state).toBe("sending");
  });

  test("[SYN-28] a push that says the protocol is too old stops sending", () => {
    const it = liveTablet();
    act(it, 1);
    it.tell({
      kind: "push-conflict",
      clientId: MINE,
      conflict: { code: "needs_update", minimum: 2 },
    });
    expect([it.core.sending.state, it.core.outbox.pending.length]).toEqual(["needs-update", 1]);
  });

  test.each([
    ["an answer", (it: Tablet) => it.answer(1, [{ id: 1, seq: 6 }])],
    ["an answer that answers nothing", (it: Tablet) => it.answer(0)],
    [
      "a failure",
      (it: Tablet) => it.tell({ kind: "push-failed", failure: { kind: "unreachable" } }),
    ],
    [
      "a conflict",
      (it: Tablet) =>
        it.tell({
          kind: "push-conflict",
          clientId: MINE,
          conflict: { code: "out_of_order", expected: 1 },
        }),
    ],
  ] as const)(
    "[SYN-28] %s to what was pushed before it was refused takes nothing back",
    (_what, late) => {
      for (const [sending, failure, cause] of REFUSALS) {
        const it = liveTablet();
        act(it, 1);
        it.tell({ kind: "stream-ended", stream: it.stream(), failure });
        late(it);
        expect(linkOf(it.core, START_MS)).toMatchObject({ state: "offline", sending, cause });
        expect(causeIn(it.core.reading.trust)).toBe(cause);
        expect([it.timers()["push"], it.timers()["retry"], act(it, 2)]).toEqual([
          60_000,
          60_000,
          [],
        ]);
      }
    },
  );

  test.each([
    ["a page", (it: Tablet) => it.page([event(6)], 6)],
    [
      "a failure",
      (it: Tablet) => it.tell({ kind: "pull-failed", failure: { kind: "unreachable" } }),
    ],
  ] as const)(
    "[SYN-28] %s that was asked for before it was refused takes nothing back, and nothing is lost",
    (what, late) => {
      const it = pollingTablet();
      timer(it, "poll");
      expect([
        it.core.reading.link,
        it.core.reading.pull.kind,
        kinds(timer(it, "try-stream")),
      ]).toEqual(["polling", "asking", ["open-stream"]]);
      it.tell({
        kind: "stream-ended",
        stream: it.stream(),
        failure: { kind: "refused", code: "token_revoked" },
      });
      late(it);
      expect(linkOf(it.core, START_MS)).toMatchObject({
        state: "offline",
        sending: "needs-pairing",
        cause: "token_revoked",
      });
      expect([it.timers()["poll"], it.timers()["retry"], it.core.replica.cursor?.seq]).toEqual([
        undefined,
        60_000,
        what === "a page" ? 6 : 5,
      ]);
    },
  );
});
