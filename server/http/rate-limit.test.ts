import { Hono } from "hono";
import { expect, test } from "vitest";
import type { Held } from "./asker.ts";
import type { HttpEnv } from "./env.ts";
import { onError } from "./errors.ts";
import { createRateLimiter, RATE_LIMITS } from "./rate-limit.ts";
import { source } from "./source.ts";

/** As a test names them: `guest a`, `staff b`, `guest c of table 1`. */
function holderOf(name: string | undefined): Held | null {
  const table = / of (.*)$/.exec(name ?? "")?.[1];
  if (name !== undefined && table !== undefined)
    return {
      kind: "guest",
      isBelieved: false,
      key: name,
      together: { table: `${table} here`, address: "guests here" },
    };
  return name === undefined
    ? null
    : { kind: name.startsWith("guest") ? "guest" : "staff", isBelieved: false, key: name };
}

const two = { requests: 2, seconds: 60 };

function appWithLimit(): Hono<HttpEnv> {
  const limiter = createRateLimiter(
    { holder: (c) => holderOf(c.req.header("x-holder")) },
    {
      guestWrite: two,
      guestRead: two,
      staff: { requests: 3, seconds: 60 },
      guest: two,
      guestsOfTable: { requests: 5, seconds: 60 },
      guestsOfAddress: { requests: 7, seconds: 60 },
      health: two,
      page: two,
      any: { requests: 4, seconds: 60 },
    },
  );
  const app = new Hono<HttpEnv>();
  app.use(source({ trustProxy: 1, publicUrl: null }), limiter.everybody);
  app.get("/api/qr/menu", limiter.guests("guestRead"), (c) => c.text("ok"));
  app.get("*", (c) => c.text("ok"));
  app.onError(onError);
  return app;
}

const from = (address: string): RequestInit => ({ headers: { "X-Forwarded-For": address } });

test("one request more than allowed is refused and told when to come back", async () => {
  const app = appWithLimit();
  for (let i = 0; i < 4; i++)
    expect((await app.request("/api/any", from("1.1.1.1"))).status).toBe(200);
  const refused = await app.request("/api/any", from("1.1.1.1"));
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: "too_many_requests" });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});

/** The answers to so many requests. */
async function statuses(
  app: Hono<HttpEnv>,
  times: number,
  path: string,
  init: RequestInit,
): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push((await app.request(path, init)).status);
  return all;
}

test("sources are counted apart, and so are health, the app's own files and everything else", async () => {
  const app = appWithLimit();
  for (const path of ["/api/health/live", "/", "/api/any"])
    expect((await statuses(app, 5, path, from("1.1.1.1"))).at(-1)).toBe(429);
  expect((await app.request("/api/any", from("2.2.2.2"))).status).toBe(200);
  for (const [path, taken] of [
    ["/api/health/live", 2],
    ["/kitchen", 2],
    ["/api/any", 4],
    ["/api/qr/menu", 2],
  ] as const) {
    const answers = await statuses(app, 6, path, from("3.3.3.3"));
    expect([path, answers.filter((status) => status === 200).length]).toEqual([
      path,
      path === "/api/qr/menu" ? 0 : taken,
    ]);
  }
});

test("who has shown who they are is counted by that alone: a flood from the same address costs them nothing", async () => {
  const app = appWithLimit();
  for (const path of ["/api/health/live", "/", "/api/any", "/api/qr/menu"])
    expect((await statuses(app, 10, path, from("1.1.1.1"))).at(-1)).toBe(429);
  const holder = (name: string): RequestInit => ({
    headers: { "X-Forwarded-For": "1.1.1.1", "X-Holder": name },
  });
  expect(await statuses(app, 4, "/api/any", holder("staff kitchen"))).toEqual([200, 200, 200, 429]);
  expect(await statuses(app, 4, "/api/any", holder("staff floor"))).toEqual([200, 200, 200, 429]);
  expect(await statuses(app, 3, "/api/qr/menu", holder("guest a"))).toEqual([200, 200, 429]);
  expect(await statuses(app, 3, "/api/qr/menu", holder("guest b"))).toEqual([200, 200, 429]);
});

test("sessions that one address opened at one table have a few phones' share together, those at all tables a bounded one", async () => {
  const app = appWithLimit();
  const guest = async (name: string): Promise<number[]> =>
    statuses(app, 3, "/api/any", {
      headers: { "X-Forwarded-For": "1.1.1.1", "X-Holder": `guest ${name}` },
    });
  expect(await guest("a of table 1")).toEqual([200, 200, 429]);
  expect(await guest("b of table 1")).toEqual([200, 200, 429]);
  expect(await guest("c of table 1")).toEqual([200, 429, 429]);
  expect(await guest("d of table 2")).toEqual([200, 200, 429]);
  expect(await guest("e of table 3")).toEqual([429, 429, 429]);
});

test("a hundred guests on one Wi-Fi have several requests a second each", () => {
  expect(
    RATE_LIMITS.guestsOfAddress.requests / RATE_LIMITS.guestsOfAddress.seconds / 100,
  ).toBeGreaterThan(5);
});

test("a source may place more than fifty orders a second", () => {
  expect(RATE_LIMITS.guestWrite.requests / RATE_LIMITS.guestWrite.seconds).toBeGreaterThan(50);
});
