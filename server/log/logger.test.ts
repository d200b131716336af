import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger("info", { write: (line: string) => void lines.push(line) }));
  return lines.join("");
}

test("a line is JSON with time, level and message", () => {
  const line = JSON.parse(logged((log) => log.info({ requestId: "r1" }, "hello"))) as Record<
    string,
    unknown
  >;
  expect(line).toMatchObject({
    level: "info",
    msg: "hello",
    requestId: "r1",
    time: expect.stringMatching(/Z$/),
  });
});

test.each([
  { token: "hush" },
  { password: "hush" },
  { tableToken: "hush" },
  { body: { password: "hush", code: "hush" } },
  {
    headers: {
      authorization: "hush",
      cookie: "hush",
      "x-table-token": "hush",
      "x-setup-token": "hush",
    },
  },
  { req: { headers: { authorization: "hush", cookie: "hush" } } },
  { req: { body: { code: "hush", token: "hush" } } },
])("%j is logged without its secrets", (fields) => {
  const line = logged((log) => log.info(fields, "x"));
  expect(line).toContain("[secret]");
  expect(line).not.toContain("hush");
});

test("a problem's code stays readable", () => {
  expect(
    logged((log) => log.info({ code: "not_found", err: { code: "ECONNREFUSED" } }, "x")),
  ).toContain("not_found");
});

test("an error is logged with its cause, and without what hangs on it", () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (email)=(hush) exists",
    client: { password: "hush" },
  });
  const line = JSON.parse(
    logged((log) => log.error({ err: new Error("could not write", { cause }) }, "x")),
  ) as Record<string, unknown>;
  expect(line).toMatchObject({
    err: {
      type: "Error",
      message: "could not write",
      stack: expect.any(String),
      cause: { message: "duplicate key", code: "23505" },
    },
  });
  expect(JSON.stringify(line)).not.toContain("hush");
});

test("what is thrown and is no error is logged as what it says", () => {
  expect(logged((log) => log.error({ err: "just words" }, "x"))).toContain(
    '"message":"just words"',
  );
});
