import { expect, it } from "vitest";
import { failureOf } from "./answers.ts";

const problem = (code: string) => ({ type: "about:blank", title: "No", status: 401, code, detail: "A sentence." });

it("takes silence for an unreachable server", () => {
  expect(failureOf({ status: 0, body: null })).toEqual({ kind: "unreachable" });
});

it("takes 429 and 5xx for later, with the server's own wait", () => {
  expect(failureOf({ status: 429, body: null, retryAfterMs: 3_000 })).toEqual({ kind: "unavailable", retryAfterMs: 3_000 });
  for (const status of [500, 502, 503, 504]) expect(failureOf({ status, body: null })).toEqual({ kind: "unavailable", retryAfterMs: null });
});

it("[SYN-28] takes our own 401 and 403 for a refused token, with its code", () => {
  expect(failureOf({ status: 401, body: problem("unauthenticated") })).toEqual({ kind: "refused", code: "unauthenticated" });
  expect(failureOf({ status: 403, body: problem("forbidden") })).toEqual({ kind: "refused", code: "forbidden" });
});

it("does not believe somebody else's 401", () => {
  expect(failureOf({ status: 401, body: null }).kind).toBe("nonsense");
});

it("[SYN-28] takes 426 for an update", () => {
  expect(failureOf({ status: 426, body: problem("needs_update") })).toEqual({ kind: "needs-update" });
});

it("[SYN-17] takes a portal's page and unexpected statuses for nonsense", () => {
  expect(failureOf({ status: 200, body: null })).toEqual({ kind: "nonsense", detail: "200 with something that is not JSON" });
  expect(failureOf({ status: 200, body: { hello: 1 } }).kind).toBe("nonsense");
  expect(failureOf({ status: 404, body: problem("not_found") })).toEqual({ kind: "nonsense", detail: "404 not_found: A sentence." });
});
