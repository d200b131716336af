import { describe, expect, test } from "vitest";
import { isWanted, readAnswer } from "./our-server.ts";

const HTML = "<!doctype html><title>Sign in to the hotel's Wi-Fi</title>";
const answer = (
  status: number,
  type: string,
  body: string | null,
  headers: Record<string, string> = {},
) => new Response(body, { status, headers: { "Content-Type": type, ...headers } });
/** As server/http puts them on every answer. */
const MARKS = {
  "X-Request-Id": "0f9b2c1e-5a0d-4c55-9a43-1d2f6f0f7a11",
  "Cross-Origin-Resource-Policy": "same-origin",
};
const problem = (status: number, code: string, more: object = {}) =>
  answer(
    status,
    "application/problem+json",
    JSON.stringify({ title: "No.", status, code, detail: "A sentence.", ...more }),
  );

describe("what is ours", () => {
  test("means what it says", async () => {
    expect(await readAnswer(answer(200, "application/json; charset=utf-8", '{"a":1}'))).toEqual({
      status: 200,
      body: { a: 1 },
    });
    expect(await readAnswer(new Response(null, { status: 204, headers: MARKS }))).toEqual({
      status: 204,
      body: null,
    });
    expect(await readAnswer(problem(404, "table_unknown"))).toMatchObject({
      status: 404,
      body: { code: "table_unknown" },
    });
    expect(
      await readAnswer(
        answer(429, "application/problem+json", '{"code":"too_many_requests"}', {
          "Retry-After": "7",
        }),
      ),
    ).toEqual({ status: 429, body: { code: "too_many_requests" }, retryAfterMs: 7_000 });
  });

  test("may be a code that only a newer server has, which then says whose it is", async () => {
    expect(
      await readAnswer(problem(409, "new_code", { type: "/api/problems#new_code" })),
    ).toMatchObject({ status: 409, body: { code: "new_code" } });
    expect(await readAnswer(problem(403, "rate_exceeded"))).toEqual({
      status: 0,
      body: null,
      stranger: 403,
    });
  });
});

describe("a stranger's answer is none", () => {
  test.each([200, 201, 302, 401, 403, 404, 409, 410, 426, 429, 451, 500, 503])(
    "%i with a page",
    async (status) => {
      expect(await readAnswer(answer(status, "text/html", HTML))).toEqual({
        status: 0,
        body: null,
        stranger: status,
      });
    },
  );

  test.each([
    ["a page that calls itself JSON", answer(200, "application/json", HTML), 200],
    ["JSON that was cut off", answer(200, "application/json", '{"orders":[{"or'), 200],
    ["nothing at all", answer(200, "application/json", ""), 200],
    [
      "JSON under an error's status that is no problem",
      answer(401, "application/json", '{"code":"unauthenticated"}'),
      401,
    ],
    [
      "another's problem",
      answer(401, "application/problem+json", '{"title":"Login required"}'),
      401,
    ],
    [
      "a problem under 200",
      answer(200, "application/problem+json", '{"code":"unauthenticated"}'),
      200,
    ],
  ])("%s", async (_, response, stranger) => {
    expect(await readAnswer(response)).toEqual({ status: 0, body: null, stranger });
  });

  test.each([
    ["bare", {}],
    ["with a name of its own for the request", { "X-Request-Id": MARKS["X-Request-Id"] }],
    ["with a name that is none of ours", { ...MARKS, "X-Request-Id": "1" }],
    ["with our policy only", { "Cross-Origin-Resource-Policy": "same-origin" }],
  ])("nothing at all as 204, %s", async (_, headers: Record<string, string>) => {
    expect(await readAnswer(new Response(null, { status: 204, headers }))).toEqual({
      status: 0,
      body: null,
      stranger: 204,
    });
  });

  test("a way to a login page, which is not followed", async () => {
    const moved = {
      type: "opaqueredirect",
      status: 0,
      ok: false,
      headers: new Headers(),
      text: () => Promise.resolve(""),
    } as Response;
    expect(await readAnswer(moved)).toEqual({ status: 0, body: null, stranger: 302 });
  });

  test("a proxy's wait is heard nevertheless", async () => {
    expect(await readAnswer(answer(503, "text/html", HTML, { "Retry-After": "2" }))).toEqual({
      status: 0,
      body: null,
      stranger: 503,
      retryAfterMs: 2_000,
    });
  });

  test("a stream or a file is only what says that it is one", () => {
    expect([
      isWanted(answer(200, "text/event-stream; charset=utf-8", ""), "text/event-stream"),
      isWanted(answer(200, "text/html", HTML), "text/event-stream"),
      isWanted(answer(404, "text/csv", ""), "text/csv"),
    ]).toEqual([true, false, false]);
  });
});
