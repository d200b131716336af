import { describe, expect, test } from "vitest";
import { DatabaseUnavailable, pgErrorKind, uniqueViolationOf } from "./pg-error.ts";

const withCode = (code: string, message = "no"): Error =>
  Object.assign(new Error(message), { code });

describe("what a failing database means", () => {
  test.each([
    ["40001", "retryable"],
    ["40P01", "retryable"],
    ["55P03", "retryable"],
    ["23505", "constraint"],
    ["23514", "constraint"],
    ["08006", "unavailable"],
    ["53300", "unavailable"],
    ["57P01", "unavailable"],
    ["57P03", "unavailable"],
    ["57014", "unavailable"],
    ["58030", "unavailable"],
    ["25006", "unavailable"],
    ["28P01", "unavailable"],
    ["3D000", "unavailable"],
    ["ECONNREFUSED", "unavailable"],
    ["EPIPE", "unavailable"],
    ["ENOENT", "unavailable"],
    ["42P01", "bug"],
    ["22021", "bug"],
    ["42501", "bug"],
  ])("%s is %s", (code, kind) => {
    expect(pgErrorKind(withCode(code))).toBe(kind);
  });

  test("a dead connection is known by its words, and a refused name with several addresses by its first", () => {
    expect(pgErrorKind(new Error("Connection terminated unexpectedly"))).toBe("unavailable");
    expect(pgErrorKind(new AggregateError([withCode("ECONNREFUSED")]))).toBe("unavailable");
    expect(pgErrorKind(new DatabaseUnavailable(new Error("gone")))).toBe("unavailable");
  });

  test("what nobody planned for is a bug", () => {
    expect(
      [new Error("Assertion failed"), new TypeError("x"), "text", null].map(pgErrorKind),
    ).toEqual(["bug", "bug", "bug", "bug"]);
  });

  test("a unique violation names its constraint", () => {
    expect(uniqueViolationOf(Object.assign(withCode("23505"), { constraint: "orders_pkey" }))).toBe(
      "orders_pkey",
    );
    expect(uniqueViolationOf(withCode("23503"))).toBe(null);
  });
});
