import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { linkOf } from "./link-view.ts";
import type { Failure } from "./ports.ts";
import {
  act,
  entry,
  event,
  events,
  kinds,
  liveTablet,
  MINE,
  ping,
  snapshotAt,
  START_MS,
  tablet,
  timer,
  type Tablet,
} from "./testing/tablet.ts";

const fail = (it: Tablet, failure: Failure = { kind: "unreachable" }) =>
  it.tell({ kind: "push-failed", failure });
const state = (it: Tablet) => [it.core.sending.state, linkOf(it.core, START_MS).cause];
const lastPush = (it: Tablet) => it.all.findLast((effect) => effect.kind === "push");
/** A push is under way while the server goes and comes back. */
function awayAndBack(): Tablet {
  const it = liveTablet();
  act(it, 1);
  it.tell({ kind: "stream-ended", stream: it.stream(), failure: { kind: "unreachable" } });
  it.tell({ kind: "pull-failed", failure: { kind: "unreachable" } });
  timer(it, "retry");
  it.ready(5);
  return it;
}

describe("waiting before it is sent again", () => {
  test.each([
    [4_000, 4_000],
    [60_000, 5_000],
  ])("[SYN-27] a server that asks for %s ms gets %s", (retryAfterMs, waits) => {
    const it = liveTablet();
    act(it, 1);
    fail(it, { kind: "unavailable", retryAfterMs });
    expect(it.timers()["push"]).toBe(waits);
  });

  test("[SYN-27] an answer that answers nothing is asked for again after a wait, and there is nothing to write", () => {
    const it = liveTablet();
    act(it, 1);
    expect(it.answer(0)).toEqual([]);
    expect([it.core.sending.state, it.timers()["push"]! >= 100]).toEqual(["backing-off", true]);
  });

  test("[SYN-27] a hint is no reason to try at once what has failed once; where it failed again, it is", () => {
    const it = liveTablet();
    act(it, 1);
    fail(it);
    expect([it.tell({ kind: "hint" }), it.core.sending.state]).toEqual([[], "backing-off"]);
    timer(it, "push");
    fail(it);
    expect(it.tell({ kind: "hint" })).toMatchObject([{ kind: "push", mutations: [{ id: 1 }] }]);
    expect(it.timers()["push"]).toBeUndefined();
  });

  test("why it failed is said until something gets through", () => {
    const it = liveTablet();
    act(it, 1);
    fail(it);
    expect(state(it)).toEqual(["backing-off", "unreachable"]);
    timer(it, "push");
    act(it, 2);
    expect(it.answer(1, [{ id: 1, seq: 6 }])).toMatchObject([
      { kind: "store-entries" },
      { kind: "push", mutations: [{ id: 2 }] },
    ]);
    expect(state(it)).toEqual(["sending", null]);
  });

  test("waits for nothing once it stopped leading", () => {
    const it = liveTablet();
    act(it, 1);
    fail(it);
    it.tell({ kind: "stopped" });
    expect(it.timers()["push"]).toBeUndefined();
  });

  test("[SYN-16] the end of a wait is nothing to a push that is under way", () => {
    const it = liveTablet();
    act(it, 1);
    expect([timer(it, "push"), it.core.sending.state]).toEqual([[], "sending"]);
  });
});

describe("what the server says", () => {
  test.each([
    ["an answer", (it: Tablet) => it.answer(0), -5_000],
    [
      "a conflict",
      (it: Tablet) =>
        it.tell({
          kind: "push-conflict",
          clientId: MINE,
          conflict: { code: "out_of_order", expected: 1 },
        }),
      0,
    ],
  ] as const)("%s shows that it is there", (_what, says, offsetMs) => {
    const it = liveTablet();
    act(it, 1);
    it.pass(5_000);
    says(it);
    expect([it.core.reading.moments.lastContactAt, it.core.clock.offsetMs]).toEqual([
      START_MS + 5_000,
      offsetMs,
    ]);
  });

  test.each([
    ["an answer", (it: Tablet) => it.answer(0)],
    [
      "a conflict",
      (it: Tablet) =>
        it.tell({ kind: "push-conflict", clientId: MINE, conflict: { code: "client_taken" } }),
    ],
    ["a failure", fail],
  ] as const)("%s that nobody waits for is passed over", (_what, says) => {
    const it = liveTablet();
    expect([says(it), state(it), it.timers()["push"], it.core.outbox.clientId]).toEqual([
      [],
      ["idle", null],
      undefined,
      MINE,
    ]);
  });

  test("[SYN-20] a refusal without a word is a refusal", () => {
    const it = liveTablet();
    act(it, 1);
    expect(it.answer(1, [{ id: 1, seq: 6, status: "rejected" }])[0]).toMatchObject({
      kind: "notice",
      code: "rejected",
      detail: "",
    });
  });

  test("[SYN-21] an answer to what was sent while the log was read counts, where nobody was away", () => {
    const it = liveTablet();
    ping(it, 9);
    timer(it, "behind");
    act(it, 1);
    it.page(events(6, 9), 9);
    it.answer(1, [{ id: 1, seq: 10 }]);
    expect(it.core.outbox.pending).toMatchObject([{ id: 1, state: "answered" }]);
  });

  test("[SYN-21] a stranger's event is one as well where it is of the same client", () => {
    const it = liveTablet();
    act(it, 1);
    it.answer(1, [{ id: 1, seq: 6 }]);
    const effects = it.tell({
      kind: "stream-events",
      stream: it.stream(),
      events: [{ ...event(6), origin: { clientId: MINE, mutationId: 7 } }],
    });
    expect(effects).toMatchObject([
      { kind: "store-events" },
      { kind: "push", clientId: MINE, mutations: [] },
    ]);
  });

  test("[SYN-21] of what has no answer yet an event says nothing", () => {
    const it = liveTablet();
    act(it, 1);
    act(it, 2);
    it.answer(1, [{ id: 1, seq: 9 }]);
    expect(
      kinds(it.tell({ kind: "stream-events", stream: it.stream(), events: [event(6)] })),
    ).toEqual(["store-events"]);
  });

  test("[SYN-21] a device that was filled anew asks once more what the server knows of it", () => {
    const it = liveTablet();
    it.tell({ kind: "stream-reset", stream: it.stream() });
    it.answer(0);
    expect(it.tell({ kind: "snapshot-taken", snapshot: snapshotAt(7) })).toContainEqual(
      expect.objectContaining({ kind: "push", clientId: MINE, mutations: [] }),
    );
  });
});

describe("a conflict", () => {
  test("[SYN-22] over a used id takes along only what comes from there on, and is said", () => {
    const it = liveTablet();
    act(it, 1);
    fail(it);
    act(it, 2);
    timer(it, "push");
    it.tell({
      kind: "push-conflict",
      clientId: MINE,
      conflict: { code: "id_reused", mutationId: 2 },
    });
    const { clientId, pending } = it.core.outbox;
    expect(pending.map((waiting) => [waiting.at, waiting.clientId, waiting.id])).toEqual([
      [1, MINE, 1],
      [2, clientId, 1],
    ]);
    expect([typeof clientId, clientId === MINE, state(it)]).toEqual([
      "string",
      false,
      ["backing-off", "id_reused"],
    ]);
  });

  test.each([
    [
      "a client that somebody else has",
      (it: Tablet) =>
        it.tell({ kind: "push-conflict", clientId: MINE, conflict: { code: "client_taken" } }),
    ],
    [
      "a server that knows more ids",
      (it: Tablet) =>
        it.tell({
          kind: "push-conflict",
          clientId: MINE,
          conflict: { code: "out_of_order", expected: 9 },
        }),
    ],
  ] as const)("[SYN-22] %s: the new client has an id of its own", (_what, says) => {
    const it = liveTablet();
    act(it, 1);
    says(it);
    expect([typeof it.core.outbox.clientId, it.core.outbox.clientId === MINE]).toEqual([
      "string",
      false,
    ]);
  });

  test("[SYN-21] over one client leaves the others to be asked for", () => {
    const [first, second] = [uuid(0xa1), uuid(0xa2)];
    const done = (at: number, clientId: string) =>
      entry(1, { at, clientId, state: "done", outcome: { status: "applied", seq: 4 } });
    const it = tablet({ nextId: 1, entries: [done(1, first), done(2, second)] });
    it.tell({ kind: "started" });
    it.tell({ kind: "push-conflict", clientId: first, conflict: { code: "client_taken" } });
    timer(it, "push");
    expect(lastPush(it)).toMatchObject({ clientId: second, mutations: [] });
  });

  test.each([
    ["about what the server was", { code: "out_of_order", expected: 9 }, "backing-off"],
    ["about the app's age", { code: "needs_update", minimum: 2 }, "needs-update"],
  ] as const)(
    "[SYN-21] that comes after the server was away counts where it is %s",
    (_what, conflict, sending) => {
      const it = awayAndBack();
      expect(it.tell({ kind: "push-conflict", clientId: MINE, conflict })).toEqual([]);
      expect([it.core.sending.state, it.core.outbox.clientId]).toEqual([sending, MINE]);
    },
  );
});

describe("a leader that hears of another tab's writing", () => {
  test("takes what waits, and what is done not as something to send", () => {
    const it = liveTablet();
    it.tell({
      kind: "outbox-reloaded",
      clientId: MINE,
      entries: [entry(1, { state: "done", outcome: { status: "applied", seq: 4 } }), entry(2)],
    });
    expect(it.core.outbox.pending.map(({ id }) => id)).toEqual([2]);
  });
});
