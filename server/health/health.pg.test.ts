import { afterAll, beforeAll, expect, test } from "vitest";
import { PROBLEMS } from "../http/problem.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { METRICS_TOKEN } from "../http/testing/assemble.ts";
import { openApiHouse } from "../http/testing/house.ts";
import { DatabaseUnavailable } from "../db/pg-error.ts";

let under: AppUnderTest;
beforeAll(async () => {
  under = await startApp();
});
afterAll(() => under.close());

test("live and ready while all is well", async () => {
  expect(await under.ask("GET", "/api/health/live")).toMatchObject({
    status: 200,
    body: { status: "live" },
  });
  expect(await under.ask("GET", "/api/health/ready")).toMatchObject({
    status: 200,
    body: { status: "ready" },
  });
});

test("without the database or before the migrations: alive, not ready, and it says why; every other answer is a 503 that says when to come back", async () => {
  const away = async (): Promise<never> =>
    Promise.reject(new DatabaseUnavailable(new Error("connection refused")));
  const sick = await startApp({
    isMigrated: () => false,
    database: { tenant: away, isAlive: async () => false },
  });
  expect((await sick.ask("GET", "/api/health/live")).status).toBe(200);
  expect(await sick.ask("GET", "/api/health/ready")).toMatchObject({
    status: 503,
    body: { code: "unavailable", failing: ["database", "migrations"] },
  });
  const house = await openApiHouse(under);
  const directory = { ...under.deps.directory };
  const half = await startApp({ directory, database: { tenant: away, isAlive: async () => true } });
  const answer = await half.ask("GET", "/api/menu", { token: house.owner });
  expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  await half.close();
  await sick.close();
});

test("metrics are for this machine, or for who has the token", async () => {
  const open = await startApp({
    config: { ...under.deps.config, trustProxy: 0, metricsToken: null },
  });
  await open.ask("GET", "/api/health/live");
  const local = await open.ask("GET", "/metrics");
  expect(local.headers.get("content-type")).toContain("text/plain");
  expect(local.body).toContain("heard_streams_open");
  expect(local.body).toMatch(
    /heard_http_request_seconds_count\{method="GET",route="\/api\/health\/live",status="200"\} \d/,
  );
  expect((await open.ask("GET", "/metrics", { from: "127.0.0.1" })).status).toBe(404);
  expect((await open.ask("GET", "/metrics", { headers: { "X-Real-IP": "10.0.0.7" } })).status).toBe(
    404,
  );
  await open.close();
  const behind = await startApp({ config: { ...under.deps.config, metricsToken: null } });
  expect((await behind.ask("GET", "/metrics")).status).toBe(404);
  expect((await behind.ask("GET", "/metrics", { from: "127.0.0.1" })).status).toBe(404);
  await behind.close();
  const metricsToken = "metrics-token-of-16";
  const guarded = await startApp({ config: { ...under.deps.config, metricsToken } });
  expect((await guarded.ask("GET", "/metrics")).status).toBe(404);
  expect((await guarded.ask("GET", "/metrics", { token: "wrong", from: "10.0.0.7" })).status).toBe(
    404,
  );
  expect(
    (await guarded.ask("GET", "/metrics", { token: metricsToken, from: "10.0.0.7" })).status,
  ).toBe(200);
  await guarded.close();
});

test("paths and ids never become labels", async () => {
  await under.ask("GET", "/api/qr/orders/5f0c0b0e-0000-4000-8000-000000000001");
  await under.ask("GET", "/made/up/path");
  const { body } = await under.ask("GET", "/metrics", { token: METRICS_TOKEN });
  expect(body).not.toContain("5f0c0b0e");
  expect(body).not.toContain("made/up");
  expect(body).toContain('route="/api/qr/orders/:orderId"');
});

test("GET /api/problems is the table of codes", async () => {
  expect((await under.ask("GET", "/api/problems")).body).toEqual(
    JSON.parse(JSON.stringify(PROBLEMS)),
  );
});
