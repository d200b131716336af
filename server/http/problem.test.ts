import { expect, test } from "vitest";
import type { ProblemCode } from "#shared/api/problem.ts";
import { Problem, problemResponse, PROBLEMS } from "./problem.ts";

test("an answer has every member that the contract names, and the code's own status", async () => {
  const issues = [{ path: "lines.0.quantity", message: "too small" }];
  const response = problemResponse(new Problem("invalid", "The body is not an order.", { issues }));
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toEqual({
    type: "/api/problems#invalid",
    title: PROBLEMS.invalid.title,
    status: 400,
    code: "invalid",
    detail: "The body is not an order.",
    issues,
  });
});

test("extra members never replace the standard ones", async () => {
  const members = { expected: 4, status: 200, code: "fine" };
  const response = problemResponse(new Problem("out_of_order", "Expected 4.", { members }));
  expect(await response.json()).toMatchObject({ expected: 4, status: 409, code: "out_of_order" });
});

test("every code has an error status and a sentence", () => {
  for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
    expect(PROBLEMS[code].status, code).toBeGreaterThanOrEqual(400);
    expect(PROBLEMS[code].title, code).toMatch(/\.$/);
  }
});
