import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { SESSION_MS } from "./sessions.ts";

let now = Date.now();
let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp({ clock: { now: () => now } });
  house = await openApiHouse(under);
});
afterAll(() => under.close());

const login = (email: string, password: string, from?: string) =>
  under.ask("POST", "/api/sessions", {
    body: { email, password },
    ...(from === undefined ? {} : { from }),
  });

test("an owner signs in with e-mail in any case, gets a token and a cookie, and signs out", async () => {
  const answer = await login(house.email.toUpperCase(), house.password);
  expect(answer).toMatchObject({
    status: 201,
    body: {
      role: "owner",
      restaurantId: house.restaurantId,
      token: expect.stringMatching(/^hrd_/),
    },
  });
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^heard_owner=hrd_.*Max-Age=2592000; Path=\/api; HttpOnly; SameSite=Strict$/,
  );
  const token = answer.text("token");
  const me = await under.ask("GET", "/api/me", { token });
  expect(me).toMatchObject({
    status: 200,
    body: {
      restaurantId: house.restaurantId,
      role: "owner",
      name: "Olive",
      deviceId: null,
      stationIds: [],
    },
  });
  expect((await under.ask("DELETE", "/api/sessions", { token })).status).toBe(204);
  expect(await under.ask("GET", "/api/me", { token })).toMatchObject({
    status: 401,
    body: { code: "session_expired" },
  });
});

test("a session ends by itself", async () => {
  const real = now;
  now = real - SESSION_MS - 1000;
  const token = (await login(house.email, house.password)).text("token");
  now = real;
  expect(await under.ask("GET", "/api/me", { token })).toMatchObject({
    status: 401,
    body: { code: "session_expired" },
  });
});

test("a wrong password and an unknown account are answered alike", async () => {
  const [wrong, unknown] = [
    await login(house.email, "not it", "9.0.0.1"),
    await login("nobody@heard.test", "not it", "9.0.0.1"),
  ];
  expect(wrong).toMatchObject({ status: 401, body: { code: "bad_credentials" } });
  expect(unknown).toMatchObject({ status: wrong.status, body: wrong.body });
});

test("five wrong tries slow a source down, the right password included; other sources go on", async () => {
  for (let i = 0; i < 5; i++)
    expect((await login(house.email, `guess ${i}`, "9.0.0.2")).status).toBe(401);
  const slowed = await login(house.email, house.password, "9.0.0.2");
  expect(slowed).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
  expect(Number(slowed.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await login(house.email, house.password, "9.0.0.3")).status).toBe(201);
});

test("a browser changes things by cookie only from this site's own pages", async () => {
  const cookie = `heard_owner=${(await login(house.email, house.password)).text("token")}`;
  const change = (headers: Record<string, string>) =>
    under.ask("PATCH", "/api/restaurant", {
      headers: { Cookie: cookie, ...headers },
      body: { autoAccept: false },
    });
  expect((await change({ "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
  expect(await change({ "Sec-Fetch-Site": "cross-site" })).toMatchObject({
    status: 403,
    body: { code: "cross_site" },
  });
  expect(await change({})).toMatchObject({ status: 403, body: { code: "cross_site" } });
  expect(
    (
      await under.ask("GET", "/api/restaurant", {
        headers: { Cookie: cookie, "Sec-Fetch-Site": "cross-site" },
      })
    ).status,
  ).toBe(200);
});

test("a browser with several roles says as which it speaks", async () => {
  const Cookie = `heard_kitchen=${house.devices.kitchen.token}; heard_floor=${house.devices.floor.token}`;
  const me = (headers: Record<string, string>) =>
    under.ask("GET", "/api/me", { headers: { Cookie, ...headers } });
  expect(await me({ "X-Heard-As": "floor" })).toMatchObject({
    status: 200,
    body: { role: "floor" },
  });
  expect(await me({ "X-Heard-As": "kitchen" })).toMatchObject({
    status: 200,
    body: { role: "kitchen" },
  });
  expect(await me({})).toMatchObject({
    status: 401,
    body: { code: "unauthenticated", roles: ["kitchen", "floor"] },
  });
});

test("a device has no session to end", async () => {
  expect(
    await under.ask("DELETE", "/api/sessions", { token: house.devices.kitchen.token }),
  ).toMatchObject({ status: 403, body: { code: "forbidden" } });
});
