import { Hono } from "hono";
import { expect, test, vi } from "vitest";
import { MINUTE } from "#shared/kernel/time.ts";
import { createAuthenticator } from "../auth/authenticate.ts";
import { newToken } from "../auth/tokens.ts";
import { createVouched } from "../auth/vouched.ts";
import { DatabaseUnavailable } from "../db/pg-error.ts";
import { createLogger } from "../log/logger.ts";
import type { HttpEnv } from "./env.ts";
import { onError } from "./errors.ts";
import { requestId } from "./request-id.ts";
import { source } from "./source.ts";

const SECRET = new Uint8Array(32);
const TOKEN = { Authorization: `Bearer ${newToken(SECRET, "staff").text}` };
const UNPROVEN = { Authorization: `Bearer ${newToken(SECRET, "staff").text}` };
const PHONE = { Cookie: `heard_guest=${newToken(SECRET, "guest").text}` };
/** An address of its own for each number, as behind a proxy. */
const from = (n: number): { readonly "X-Forwarded-For": string } => ({
  "X-Forwarded-For": `9.1.${n >> 8}.${n & 255}`,
});

function linesAt(level: string): {
  readonly app: Hono<HttpEnv>;
  readonly lines: Record<string, unknown>[];
} {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(level, {
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const app = new Hono<HttpEnv>();
  const vouched = createVouched(SECRET);
  app.use(source({ trustProxy: 1, publicUrl: null }), requestId(log, vouched, 0));
  const credential = {
    restaurantId: "r1",
    kind: "device",
    subjectId: "tablet",
    role: "kitchen",
    letter: "A",
    name: "Grill",
    deviceId: "tablet",
    stationIds: [],
    expiresAt: null,
  } as const;
  const auth = createAuthenticator(
    {
      findCredential: () => Promise.resolve(credential),
      credentialFate: () => Promise.resolve("unknown"),
    },
    vouched,
  );
  app.get("/orders", auth.anyone, (c) => {
    c.get("log")().debug("looked at");
    return c.text("here");
  });
  app.get("/refused", auth.anyone, (c) => c.text("", 409));
  app.get("/broken", () => {
    throw new Error("a bug");
  });
  app.get("/away", () => {
    throw new DatabaseUnavailable("not there");
  });
  app.onError(onError);
  return { app, lines };
}

/** So many refusals as use up all the lines of those who ask like this. */
async function flood(
  app: Hono<HttpEnv>,
  headers: Readonly<Record<string, string>> = {},
  path = "/nowhere",
): Promise<void> {
  for (let n = 0; n < 630; n++)
    await app.request(path, { headers: { ...headers, ...from(n % 21) } });
}

test("each line about a request has the id that its answer has, and whose it is once that is known", async () => {
  const { app, lines } = linesAt("debug");
  const [found, missing] = [
    await app.request("/orders?token=secret", { headers: TOKEN }),
    await app.request("/nowhere"),
  ];
  expect(lines).toMatchObject([
    {
      level: "debug",
      requestId: found.headers.get("x-request-id"),
      restaurantId: "r1",
      subjectId: "tablet",
      msg: "looked at",
    },
    {
      level: "debug",
      requestId: found.headers.get("x-request-id"),
      restaurantId: "r1",
      method: "GET",
      path: "/orders",
      status: 200,
    },
    {
      level: "info",
      requestId: missing.headers.get("x-request-id"),
      path: "/nowhere",
      status: 404,
    },
  ]);
});

test("what went well is no line, but has an id", async () => {
  const { app, lines } = linesAt("info");
  expect((await app.request("/orders", { headers: TOKEN })).headers.get("x-request-id")).toMatch(
    /^[\w-]{36}$/,
  );
  expect(lines).toEqual([]);
});

test("a table's secret that was led into the path is in no line", async () => {
  const { app, lines } = linesAt("debug");
  await app.request("/t%23q7Zb3-_hT0aJ9kLm2nOpQrStUvWxYz0123456789abc");
  expect(lines).toMatchObject([{ path: "/t…" }]);
});

test("a flood of refusals is a few lines and a sum; what a device runs into at the same address has its own", async () => {
  const { app, lines } = linesAt("info");
  for (let n = 0; n < 500; n++) await app.request(`/nowhere/${n}`);
  expect(lines).toHaveLength(30);
  expect((await app.request("/refused", { headers: TOKEN })).status).toBe(409);
  expect(lines.slice(30)).toMatchObject([{ path: "/refused", status: 409, subjectId: "tablet" }]);
});

test("a flood of strangers from many addresses hides nothing that a device or a guest runs into", async () => {
  const { app, lines } = linesAt("info");
  await app.request("/orders", { headers: TOKEN });
  await flood(app);
  expect(lines).toHaveLength(600);
  // One is known by what it shows now, the other by what was believed before: where it is refused,
  // nobody may have asked who it is.
  for (const [path, headers] of [
    ["/refused", TOKEN],
    ["/elsewhere", TOKEN],
    ["/guest", PHONE],
    ["/early", UNPROVEN],
  ] as const)
    await app.request(path, { headers: { ...headers, ...from(1) } });
  expect(lines.slice(600).map(({ path }) => path)).toEqual([
    "/refused",
    "/elsewhere",
    "/guest",
    "/early",
  ]);
});

test("nor does a flood of guests' phones, or of tokens that only carry our mark, hide what a believed device runs into", async () => {
  const { app, lines } = linesAt("info");
  await flood(app, PHONE);
  await flood(app, UNPROVEN);
  expect(lines).toHaveLength(600);
  await app.request("/refused", { headers: TOKEN });
  expect(lines.slice(600)).toMatchObject([{ path: "/refused", status: 409, subjectId: "tablet" }]);
});

test("no flood of refusals hides what went wrong on our side, and a flood of one mistake does not hide another's", async () => {
  const { app, lines } = linesAt("info");
  await flood(app);
  await flood(app, { ...TOKEN }, "/refused");
  await flood(app, {}, "/away");
  lines.length = 0;
  await app.request("/broken", { headers: from(1) });
  expect(lines).toMatchObject([
    { level: "error", err: { message: "a bug" }, msg: "unexpected error" },
    { level: "warn", path: "/broken", status: 500, msg: "request" },
  ]);
  expect(lines[0]?.["requestId"]).toBe(lines[1]?.["requestId"]);
});

test("a mistake has both its lines or none; one that strangers set off as often as they like does not hide it from a device", async () => {
  const { app, lines } = linesAt("info");
  await app.request("/orders", { headers: TOKEN });
  await flood(app, {}, "/broken");
  expect(lines.map(({ msg }) => msg)).toEqual(
    Array.from({ length: 30 }, () => ["unexpected error", "request"]).flat(),
  );
  await app.request("/broken", { headers: { ...TOKEN, ...from(1) } });
  expect(lines.slice(60).map(({ msg }) => msg)).toEqual(["unexpected error", "request"]);
});

test("an error is said where the log takes nothing that is less", async () => {
  const { app, lines } = linesAt("error");
  await app.request("/broken");
  await app.request("/away");
  expect(lines.map(({ msg }) => msg)).toEqual(["unexpected error"]);
});

test("mistakes that were held back are a warning, by what they were", async () => {
  vi.useFakeTimers();
  try {
    const { app, lines } = linesAt("info");
    await flood(app, {}, "/away");
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(lines.at(-1)).toMatchObject({
      level: "warn",
      held: 600,
      most: [{ source: "unavailable, stranger", lines: 630 }],
      msg: "more requests failed on our side than are worth a line each",
    });
  } finally {
    vi.useRealTimers();
  }
});
