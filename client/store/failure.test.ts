import { expect, test } from "vitest";
import { attempt, storeFailure } from "./failure.ts";

const named = (name: string, inner?: unknown) =>
  Object.assign(new Error(name), { name, ...(inner === undefined ? {} : { inner }) });

test.each([
  [
    "a full disk, as Dexie wraps it",
    named("AbortError", new DOMException("", "QuotaExceededError")),
    { kind: "full" },
  ],
  [
    "a database that the browser closed",
    named("DatabaseClosedError"),
    { kind: "lost", detail: "DatabaseClosedError: DatabaseClosedError" },
  ],
  ["a newer version of the app", named("VersionError"), { kind: "newer" }],
  [
    "a private window",
    named("OpenFailedError", named("SecurityError")),
    { kind: "denied", detail: "SecurityError: SecurityError" },
  ],
])("tells %s", (_, error, failure) => {
  expect(storeFailure(error)).toEqual(failure);
});

test("leaves bugs alone", async () => {
  expect(storeFailure(new TypeError("x is not a function"))).toBeNull();
  await expect(attempt(() => Promise.reject(new TypeError("x is not a function")))).rejects.toThrow(
    TypeError,
  );
});
