import { describe, expect, test } from "vitest";
import { failureOf, readPull, readPush, readSnapshot, readStreamRefusal } from "./answers.ts";
import { event, LOG, MINE, SERVER_TIME, snapshotAt } from "./testing/tablet.ts";

const problem = (code: string) => ({
  type: "about:blank",
  title: "No",
  status: 401,
  code,
  detail: "A sentence.",
});

test("takes silence for an unreachable server", () => {
  expect(failureOf({ status: 0, body: null })).toEqual({ kind: "unreachable" });
});

test("takes 429 and 5xx for later, with the server's own wait", () => {
  expect(failureOf({ status: 429, body: null, retryAfterMs: 3_000 })).toEqual({
    kind: "unavailable",
    retryAfterMs: 3_000,
  });
  for (const status of [500, 502, 503, 504])
    expect(failureOf({ status, body: null })).toEqual({ kind: "unavailable", retryAfterMs: null });
});

test("[SYN-28] takes our own 401 and 403 for a refused token, with its code", () => {
  expect(failureOf({ status: 401, body: problem("unauthenticated") })).toEqual({
    kind: "refused",
    code: "unauthenticated",
  });
  expect(failureOf({ status: 403, body: problem("forbidden") })).toEqual({
    kind: "refused",
    code: "forbidden",
  });
});

test("does not believe somebody else's 401", () => {
  expect(failureOf({ status: 401, body: null }).kind).toBe("nonsense");
});

test("[SYN-28] takes 426 for an update", () => {
  expect(failureOf({ status: 426, body: problem("needs_update") })).toEqual({
    kind: "needs-update",
  });
});

test("[SYN-17] takes a stranger's answer for no word of the server's, and a proxy's 502 for later", () => {
  expect(failureOf({ status: 0, body: null, stranger: 401 })).toEqual({
    kind: "nonsense",
    detail: "401 with something that is not ours",
  });
  expect(failureOf({ status: 0, body: null, stranger: 200 })).toEqual({
    kind: "nonsense",
    detail: "200 with something that is not ours",
  });
  expect(failureOf({ status: 0, body: null, stranger: 502, retryAfterMs: 2_000 })).toEqual({
    kind: "unavailable",
    retryAfterMs: 2_000,
  });
});

test("[SYN-17] takes a portal's page and unexpected statuses for nonsense", () => {
  expect(failureOf({ status: 200, body: null })).toEqual({
    kind: "nonsense",
    detail: "200 with something that is not JSON",
  });
  expect(failureOf({ status: 200, body: { hello: 1 } }).kind).toBe("nonsense");
  expect(failureOf({ status: 404, body: problem("not_found") })).toEqual({
    kind: "nonsense",
    detail: "404 not_found: A sentence.",
  });
});

test("takes a server that gave up waiting for later, and says of what is ours what it said", () => {
  expect(failureOf({ status: 408, body: null })).toEqual({
    kind: "unavailable",
    retryAfterMs: null,
  });
  expect(failureOf({ status: 499, body: { code: "strange" } })).toEqual({
    kind: "nonsense",
    detail: "499 strange: ",
  });
  expect(failureOf({ status: 404, body: { code: "long", detail: "x".repeat(400) } })).toEqual({
    kind: "nonsense",
    detail: `404 long: ${"x".repeat(290)}`,
  });
  expect(failureOf({ status: 403, body: {} })).toEqual({
    kind: "nonsense",
    detail: "403 without a reason",
  });
  expect(failureOf({ status: 200, body: {} })).toEqual({
    kind: "nonsense",
    detail: "200 with something that is not ours",
  });
});

describe("an answer", () => {
  const head = { logId: LOG, epoch: 1, head: 9, floor: 0 };
  const page = { ...head, serverTime: SERVER_TIME, events: [event(6)] };
  const { foldedBy: _, ...served } = snapshotAt(5);
  const pageOf = (...list: readonly unknown[]) =>
    readPull({ status: 200, body: { ...page, events: list } });
  const bad = { ...event(7), data: { menuItemId: "x" } };
  const pushed = { lastMutationId: 1, results: [], head: 9, serverTime: SERVER_TIME };
  const refetch = { ...head, code: "must_refetch" };
  const portal = { kind: "nonsense", detail: "200 with something that is not ours" };
  const html = (status: number) => ({
    kind: "nonsense",
    detail: `${status} with something that is not JSON`,
  });
  const later = { kind: "unavailable", retryAfterMs: null };
  const other = { kind: "nonsense", detail: "409 with something that is not ours" };

  test.each([
    [
      "a snapshot, and nobody but the device says how it is folded on",
      readSnapshot({ status: 200, body: snapshotAt(5) }),
      { kind: "snapshot-taken", snapshot: served },
    ],
    [
      "a snapshot under another status",
      readSnapshot({ status: 500, body: snapshotAt(5) }),
      { kind: "snapshot-failed", failure: later },
    ],
    [
      "a portal for a snapshot",
      readSnapshot({ status: 200, body: {} }),
      { kind: "snapshot-failed", failure: portal },
    ],
    ["a page", readPull({ status: 200, body: page }), { kind: "pulled", page }],
    [
      "[SYN-38] a page that begins with an event of a newer version",
      pageOf({ ...event(6), v: 2 }),
      { kind: "pull-failed", failure: { kind: "needs-update" } },
    ],
    [
      "[SYN-38] what stands before one",
      pageOf(event(6), { ...event(7), v: 2 }, event(8)),
      { kind: "pulled", page },
    ],
    [
      "[SYN-39] a page that begins with one that cannot be read",
      pageOf(bad, event(8)),
      { kind: "pull-reset", cause: "unreadable" },
    ],
    ["[SYN-39] what stands before one", pageOf(event(6), bad, event(8)), { kind: "pulled", page }],
    [
      "[SYN-39] a page with something that is no event",
      pageOf(event(6), { seq: 7 }),
      { kind: "pull-reset", cause: "unreadable" },
    ],
    [
      "a page under another status",
      readPull({ status: 500, body: page }),
      { kind: "pull-failed", failure: later },
    ],
    [
      "a portal for a page",
      readPull({ status: 200, body: null }),
      { kind: "pull-failed", failure: html(200) },
    ],
    [
      "[SYN-2] a cursor that cannot be served",
      readPull({ status: 409, body: refetch }),
      { kind: "pull-reset" },
    ],
    [
      "that, under another status",
      readPull({ status: 500, body: refetch }),
      { kind: "pull-failed", failure: later },
    ],
    [
      "another conflict",
      readPull({ status: 409, body: {} }),
      { kind: "pull-failed", failure: other },
    ],
    [
      "what a push comes to",
      readPush(MINE, { status: 200, body: pushed }),
      { kind: "pushed", clientId: MINE, answer: pushed },
    ],
    [
      "that, under another status",
      readPush(MINE, { status: 500, body: pushed }),
      { kind: "push-failed", failure: later },
    ],
    [
      "a portal for that",
      readPush(MINE, { status: 200, body: {} }),
      { kind: "push-failed", failure: portal },
    ],
    [
      "a push's conflict",
      readPush(MINE, { status: 409, body: { code: "id_reused", mutationId: 4 } }),
      { kind: "push-conflict", clientId: MINE, conflict: { code: "id_reused", mutationId: 4 } },
    ],
    [
      "that, under another status",
      readPush(MINE, { status: 500, body: { code: "id_reused" } }),
      { kind: "push-failed", failure: later },
    ],
    [
      "a conflict of somebody else's",
      readPush(MINE, { status: 409, body: {} }),
      { kind: "push-failed", failure: other },
    ],
    [
      "[SYN-2] a stream that cannot go on",
      readStreamRefusal(3, { status: 409, body: refetch }),
      { kind: "stream-reset", stream: 3 },
    ],
    [
      "a stream that does not come about",
      readStreamRefusal(3, { status: 503, body: null }),
      { kind: "stream-ended", stream: 3, failure: later },
    ],
  ])("is read: %s", (_what, read, as) => {
    expect(read).toEqual(as);
  });
});
