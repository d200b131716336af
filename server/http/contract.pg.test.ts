/**
 * Every route, and what each kind of bad call gets. A route without an entry in the table fails the
 * first test.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEVICE_ROLES } from "#shared/devices/roles.ts";
import { routesOf } from "./method-not-allowed.ts";
import { startApp, type AppUnderTest } from "./testing/app-under-test.ts";
import { guestOrderBody, openApiHouse } from "./testing/house.ts";
import { goodCall, ROUTES, type RouteSpec, type Stocked } from "./testing/route-table.ts";

let under: AppUnderTest;
beforeAll(async () => {
  under = await startApp();
});
afterAll(() => under.close());

async function stockedHouse(): Promise<Stocked> {
  const house = await openApiHouse(under);
  const body = guestOrderBody(house.tables[0]);
  await under.ask("POST", "/api/qr/orders/create", { body });
  const orderId = body.orderId;
  await under.ask("PATCH", `/api/orders/${orderId}/status`, {
    token: house.owner,
    headers: { "Idempotency-Key": "accept" },
    body: { status: "submitted" },
  });
  return { ...house, orderId, lineId: body.lines[0]?.lineId ?? "" };
}

/** Everything a bad call could have changed. */
async function stateOf({ restaurantId }: Stocked): Promise<unknown> {
  const { rows } = await under.deps.database.tenant(restaurantId, (tx) =>
    tx.query(`select l.head_seq, r.settings::text, (select count(*) from devices where revoked_at is null) as devices, (select sum(rotation) from dining_tables) as rotations
      from restaurant_logs l join restaurants r using (restaurant_id)`),
  );
  return rows;
}

const entries = Object.entries(ROUTES);
const methodOf = (name: string): string => name.split(" ")[0] ?? "";
const of = (filter: (spec: RouteSpec) => boolean): [string, RouteSpec][] =>
  entries.filter(([, spec]) => filter(spec));
const withRoles = of((spec) => Array.isArray(spec.by));
const withBody = of((spec) => spec.body !== undefined);
const withId = of((spec) => spec.foreign !== undefined);

test("every route of the app is in the table, and nothing else", () => {
  expect(
    routesOf(under.app.hono)
      .map(({ method, pattern }) => `${method} ${pattern}`)
      .sort(),
  ).toEqual(Object.keys(ROUTES).sort());
});

test("a route that reads a body has its schema in the table, and the good body fits it", async () => {
  expect(
    of((spec) => (spec.body === undefined) !== (spec.schema === undefined)).map(([name]) => name),
  ).toEqual([]);
  const house = await stockedHouse();
  expect(
    withBody
      .filter(([, spec]) => !spec.schema?.safeParse(spec.body?.(house)).success)
      .map(([name]) => name),
  ).toEqual([]);
});

test.each(entries.filter(([name, spec]) => spec.body === undefined && methodOf(name) !== "GET"))(
  "%s reads no body, as the table says",
  async (name, spec) => {
    const house = await stockedHouse();
    const { path, options } = goodCall(spec, house, { body: "{" });
    expect(await under.ask(methodOf(name), path, options)).toMatchObject({ status: spec.ok });
  },
);

test.each(entries)("%s answers a good call, with every security header", async (name, spec) => {
  const house = await stockedHouse();
  const { path, options } = goodCall(spec, house);
  const answer = await under.ask(methodOf(name), path, options);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: spec.ok });
  expect(answer.headers.get("content-security-policy")).toContain(
    "require-trusted-types-for 'script'",
  );
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  if (path.startsWith("/api/")) expect(answer.headers.get("cache-control")).toContain("no-store");
});

describe("who may", () => {
  test.each(withRoles)(
    "%s refuses who shows no token, a wrong one, and a revoked one",
    async (name, spec) => {
      const house = await stockedHouse();
      const { path, options } = goodCall(spec, house);
      const { token, ...bare } = options;
      expect(token).toBeDefined();
      const before = await stateOf(house);
      expect(await under.ask(methodOf(name), path, bare)).toMatchObject({
        status: 401,
        body: { code: "unauthenticated" },
      });
      for (const wrong of [`hrd_${"A".repeat(43)}`, "nonsense", house.tables[0]]) {
        expect(await under.ask(methodOf(name), path, { ...bare, token: wrong })).toMatchObject({
          status: 401,
          body: { code: "unauthenticated" },
        });
      }
      expect(await stateOf(house)).toEqual(before);
      const { owner } = house.devices;
      await under.ask("DELETE", `/api/devices/${owner.deviceId}`, { token: house.owner });
      expect(await under.ask(methodOf(name), path, { ...bare, token: owner.token })).toMatchObject({
        status: 401,
        body: { code: "device_revoked" },
      });
    },
  );

  test.each(withRoles)("%s lets in exactly the roles that may", async (name, spec) => {
    const house = await stockedHouse();
    // Those who may not go first: what the others do may change the house.
    for (const role of DEVICE_ROLES.toSorted(
      (a, b) => Number(spec.by.includes(a)) - Number(spec.by.includes(b)),
    )) {
      const { path, options } = goodCall(spec, house, { token: house.devices[role].token });
      const before = await stateOf(house);
      const answer = await under.ask(methodOf(name), path, options);
      if (spec.by.includes(role)) {
        expect([200, 201, 204, 404], `${role}: ${JSON.stringify(answer.body)}`).toContain(
          answer.status,
        );
      } else {
        expect(answer, role).toMatchObject({ status: 403, body: { code: "forbidden" } });
        expect(await stateOf(house)).toEqual(before);
      }
    }
  });

  test.each(of((spec) => spec.by === "table"))(
    "%s refuses without a table's token, and with a wrong one",
    async (name, spec) => {
      const house = await stockedHouse();
      for (const headers of [
        {},
        { "X-Table-Token": "short" },
        { "X-Table-Token": "x".repeat(43) },
      ] as Record<string, string>[]) {
        expect(await under.ask(methodOf(name), spec.path(house), { headers })).toMatchObject({
          status: 404,
          body: { code: "table_unknown" },
        });
      }
    },
  );
});

describe("bad bodies", () => {
  const deep = `{"a":${"[".repeat(40)}${"]".repeat(40)}}`;
  const bad: [what: string, body: string, status: number, code: string][] = [
    ["half a body", '{"a":', 400, "malformed_json"],
    ["nothing", "", 400, "malformed_json"],
    ["U+0000", '{"name":"a\\u0000b"}', 400, "bad_text"],
    ["half a surrogate pair", '{"name":"\\ud800"}', 400, "bad_text"],
    ["a bad key", '{"__proto__":{}}', 400, "bad_key"],
    ["too many levels", deep, 400, "too_deep"],
    ["another type", '"text"', 400, "invalid"],
    ["an unknown field", '{"surprise":1}', 400, "invalid"],
    ["too many bytes", JSON.stringify({ name: "x".repeat(2_200_000) }), 413, "too_large"],
  ];
  test.each(withBody)("%s refuses them with the reason and changes nothing", async (name, spec) => {
    const house = await stockedHouse();
    const before = await stateOf(house);
    for (const [what, body, status, code] of bad) {
      const { path, options } = goodCall(spec, house, { body });
      const answer = await under.ask(methodOf(name), path, options);
      expect(answer, what).toMatchObject({
        status,
        body: {
          code,
          status,
          title: expect.any(String),
          detail: expect.any(String),
          type: `/api/problems#${code}`,
        },
      });
      expect(answer.headers.get("content-type"), what).toBe("application/problem+json");
    }
    const { path, options } = goodCall(spec, house);
    const plain = await under.ask(methodOf(name), path, {
      ...options,
      headers: { ...options.headers, "Content-Type": "text/plain" },
    });
    expect(plain).toMatchObject({ status: 415, body: { code: "unsupported_media_type" } });
    expect(await stateOf(house)).toEqual(before);
  });

  test.each(withBody)("%s says which unknown field it does not take", async (name, spec) => {
    const house = await stockedHouse();
    const good = spec.body?.(house) ?? {};
    const body = Array.isArray(good)
      ? [...(good as object[]), { id: "t9", label: "9", surprise: 1 }]
      : { ...good, surprise: 1 };
    const { path, options } = goodCall(spec, house, { body });
    const answer = await under.ask(methodOf(name), path, options);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid" } });
    expect(JSON.stringify(answer.body)).toContain("surprise");
  });
});

describe("other people's ids", () => {
  test.each(withId)(
    "%s answers them like ids that nobody has, and changes nothing",
    async (name, spec) => {
      const [mine, theirs] = [await stockedHouse(), await stockedHouse()];
      const tables = [
        { id: "t1", label: "1" },
        { id: "only-theirs", label: "x" },
      ];
      await under.ask("PUT", "/api/tables", { token: theirs.owner, body: tables });
      const before = await stateOf(theirs);
      const { options } = goodCall(spec, mine);
      const ask = (id: string) =>
        under.ask(methodOf(name), spec.foreign?.(id) ?? "", {
          ...options,
          headers: { ...options.headers, ...spec.headers?.() },
        });
      const [foreign, unknown] = [await ask(spec.id?.(theirs) ?? ""), await ask(randomUUID())];
      expect(foreign.status).toBe(404);
      expect([foreign.status, foreign.body]).toEqual([unknown.status, unknown.body]);
      for (const nonsense of [
        "nonsense",
        "%00",
        "..%2f..%2fetc",
        "'; drop table orders; --",
        "x".repeat(2000),
      ]) {
        expect((await ask(encodeURI(nonsense))).status, nonsense).toBe(404);
      }
      expect(await stateOf(theirs)).toEqual(before);
    },
  );
});

test("a known address with another method is a 405 that says which it takes", async () => {
  expect(await under.ask("DELETE", "/api/menu")).toMatchObject({
    status: 405,
    body: { code: "method_not_allowed" },
  });
  expect((await under.ask("POST", `/api/devices/${randomUUID()}`)).headers.get("allow")).toBe(
    "DELETE",
  );
  expect((await under.ask("POST", "/api/menu", { body: {} })).headers.get("allow")).toBe(
    "GET, HEAD, PUT",
  );
  expect((await under.ask("OPTIONS", "/api/menu")).status).toBe(405);
});

test("an unknown address under /api is a 404 that is no page", async () => {
  for (const path of ["/api", "/api/", "/api/nothing", "/api/menu/x", "/api//menu", "/nothing"]) {
    const answer = await under.ask("GET", path);
    expect(answer, path).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
});

test("HEAD is a GET without its body", async () => {
  const house = await stockedHouse();
  const answer = await under.ask("HEAD", "/api/menu", { token: house.owner });
  expect([answer.status, answer.body]).toEqual([200, ""]);
});
