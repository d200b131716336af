/**
 * Nothing that a caller sends is our mistake: no 5xx, no secret in a log, no other restaurant's
 * data.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import { startApp, type AppUnderTest } from "./testing/app-under-test.ts";
import { SETUP_TOKEN } from "./testing/assemble.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "./testing/house.ts";
import { goodCall, ROUTES, type Stocked } from "./testing/route-table.ts";

const lines: string[] = [];
let under: AppUnderTest;
let house: Stocked;
beforeAll(async () => {
  under = await startApp({
    log: createLogger("trace", { write: (line) => void lines.push(line) }),
  });
  const open: ApiHouse = await openApiHouse(under);
  const body = guestOrderBody(open.tables[0]);
  await under.ask("POST", "/api/qr/orders/create", { body });
  house = { ...open, orderId: body.orderId, lineId: body.lines[0]?.lineId ?? "" };
});
afterAll(() => under.close());

const RUNS = { numRuns: 60 };
const withBody = Object.entries(ROUTES).filter(([, spec]) => spec.body !== undefined);

/** Each call comes from an address of its own: here it is not about the brakes. */
let calls = 0;
const anywhere = (): string => `10.${(++calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`;

test.each(withBody)("%s: any JSON at all gets an answer below 500", async (name, spec) => {
  const good = spec.body?.(house) ?? {};
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.dictionary(fc.constantFrom(...Object.keys(good), "x"), fc.jsonValue({ maxDepth: 3 })),
    mutated(good),
  );
  await fc.assert(
    fc.asyncProperty(junk, async (body) => {
      const { path, options } = goodCall(spec, house, {
        body: JSON.stringify(body),
        from: anywhere(),
      });
      const { status } = await under.ask(name.split(" ")[0] ?? "", path, options);
      expect(status).toBeLessThan(500);
    }),
    RUNS,
  );
});

test("any query and any header at all gets an answer below 500", async () => {
  const names = ["since", "sinceId", "logId", "epoch", "limit", "x"];
  const headers = [
    "Accept",
    "Cookie",
    "Authorization",
    "X-Heard-As",
    "X-Acked-Seq",
    "X-Heard-Version",
    "X-Heard-Protocol",
    "Idempotency-Key",
    "X-Table-Token",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "Content-Type",
    "Origin",
    "If-None-Match",
    "Accept-Encoding",
  ];
  const gets = Object.keys(ROUTES)
    .filter((name) => name.startsWith("GET "))
    .map((name) => name.slice(4).replace(/:\w+/, house.orderId));
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      "-1",
      "0",
      "1e9",
      "99999999999999999999",
      "NaN",
      "a\u00e9",
      "*/*",
      ",,,",
      "Bearer",
      "heard_kitchen=",
      "[::1]",
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...gets),
      fc.dictionary(fc.constantFrom(...names), text),
      fc.dictionary(fc.constantFrom(...headers), text),
      async (path, query, given) => {
        const clean = Object.fromEntries(
          Object.entries(given)
            .map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, "").trim()])
            .filter(([, value]) => !/event-stream/i.test(value ?? "")),
        );
        const options = {
          headers: {
            "X-Forwarded-For": anywhere(),
            Authorization: `Bearer ${house.owner}`,
            ...clean,
          },
        };
        const { status, body } = await under.ask(
          "GET",
          `${path}?${new URLSearchParams(query).toString()}`,
          options,
        );
        expect(status, JSON.stringify(body)).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
});

test("what another restaurant used is neither taken nor told: its order ids and line ids are free here", async () => {
  // Houses of their own: the one above has had its tables written over by random bodies.
  const [own, other] = [await openApiHouse(under), await openApiHouse(under)];
  const theirs = guestOrderBody(other.tables[0]);
  expect((await under.ask("POST", "/api/qr/orders/create", { body: theirs })).status).toBe(201);
  const mine = { ...theirs, tableToken: own.tables[0], lines: theirs.lines.slice(0, 1) };
  expect(await under.ask("POST", "/api/qr/orders/create", { body: mine })).toMatchObject({
    status: 201,
    body: { orderId: theirs.orderId },
  });
  const seen = await under.ask("GET", `/api/qr/orders/${theirs.orderId}`, {
    headers: { "X-Table-Token": other.tables[0] },
  });
  expect((seen.body as { lines: unknown[] }).lines).toHaveLength(2);
});

test("no secret reaches the log, whatever goes wrong with it", async () => {
  const from = anywhere();
  const code = (
    await under.ask("POST", "/api/devices/pairing-codes", {
      token: house.owner,
      body: { role: "floor" },
    })
  ).text("code");
  const secrets = [
    house.owner,
    house.devices.kitchen.token,
    house.tables[0],
    house.password,
    SETUP_TOKEN,
    code,
    "wr0ng-passw0rd",
    "wr0ng-setup",
  ];
  await under.ask("POST", "/api/sessions", {
    body: { email: house.email, password: "wr0ng-passw0rd" },
    from,
  });
  await under.ask("POST", "/api/restaurants", {
    headers: { "X-Setup-Token": "wr0ng-setup" },
    body: { password: "wr0ng-passw0rd" },
    from,
  });
  await under.ask("POST", "/api/devices/pair", { body: { code, name: 5 }, from });
  await under.ask("GET", `/api/me?token=${house.owner}`, {
    headers: { Cookie: `heard_kitchen=${house.devices.kitchen.token}` },
  });
  await under.ask("GET", `/api/events/orders?since=x&token=${house.owner}`, { token: house.owner });
  await under.ask("POST", "/api/qr/orders/create", {
    body: { tableToken: house.tables[0], orderId: randomUUID(), lines: "x" },
  });
  const log = lines.join("");
  expect(log).toContain('"path":"/api/me"');
  for (const secret of secrets) expect(log, secret).not.toContain(secret);
});

/** A good body with one of its parts replaced by something else. */
function mutated(good: object): fc.Arbitrary<unknown> {
  const paths = pathsOf(good);
  return fc
    .tuple(
      fc.constantFrom(...paths),
      fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.constantFrom("", "x".repeat(3000), -1, 1e21, 0.1, null, [], {}, "\uffff", "\u202e"),
      ),
    )
    .map(([path, value]) => {
      const copy = structuredClone(good);
      replace(copy, path, value);
      return copy;
    });
}

function pathsOf(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([key, child]) => [
    [...at, key],
    ...pathsOf(child, [...at, key]),
  ]);
}

function replace(target: object, [first = "", ...rest]: readonly string[], value: unknown): void {
  const record = target as Record<string, unknown>;
  const child = record[first];
  if (rest.length === 0 || typeof child !== "object" || child === null) record[first] = value;
  else replace(child, rest, value);
}
