/**
 * Two restaurants. Everything that the database keeps about one of them is put, as the other, into
 * every place of every route that takes a text: each must be answered as if nobody had it. Tables
 * come from the catalogue, routes and fields from the route table, which the contract test keeps
 * complete; a new table of restaurants' own has a row of made-up texts, until the house is stocked
 * with one of its own.
 * One thing: one pair of restaurants, stocked once, of which everything here is asked.
 */
import { createECDH, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "../../auth/actor.ts";
import { serve, type Serving } from "../../http/serve.ts";
import { startApp, type AppUnderTest } from "../../http/testing/app-under-test.ts";
import { METRICS_TOKEN } from "../../http/testing/assemble.ts";
import type { Answered, AskOptions } from "../../http/testing/answered.ts";
import { guestOrderBody, MENU, openApiHouse } from "../../http/testing/house.ts";
import { ROUTES, somePhone, type Stocked } from "../../http/testing/route-table.ts";
import { fillEmptyTables } from "../../testing/tenant-tables.ts";
import { placesOf } from "./testing/text-places.ts";

let under: AppUnderTest;
let admin: pg.Client;
let serving: Serving;
let mine: Stocked;
let theirs: Stocked;
/** By where it is kept: `table.column`, or the path inside a document. */
let kept: ReadonlyMap<string, string>;

beforeAll(async () => {
  under = await startApp({}, { eventPingIntervalMs: 100 });
  admin = new pg.Client({ connectionString: under.adminUrl });
  await admin.connect();
  const started = await serve(under.app.hono.fetch, { port: 0, host: "127.0.0.1", tls: null });
  if (!started.ok) throw new Error(started.error);
  serving = started.value;
  [mine, theirs] = [await stocked("mine"), await stocked("theirs")];
  kept = await valuesOnlyOf(theirs.restaurantId, mine.restaurantId);
});
afterAll(async () => {
  await serving.close(0);
  await admin.end();
  await under.close();
});

let calls = 0;
/** Each from an address of its own: here it is not about the brakes. */
const ask = (method: string, path: string, options: AskOptions = {}): Promise<Answered> =>
  under.ask(method, path, {
    from: `10.${(++calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`,
    ...options,
  });

/** A house with a row in every table, and names that only it has. */
async function stocked(name: string): Promise<Stocked> {
  const house = await openApiHouse(under);
  const { owner, devices } = house;
  const menu = {
    stations: [...MENU.stations, { id: `${name}-station`, name: `${name} station` }],
    categories: [...MENU.categories, { id: `${name}-category`, name: `${name} category` }],
    items: [
      ...MENU.items,
      {
        id: `${name}-dish`,
        categoryId: `${name}-category`,
        stationId: `${name}-station`,
        name: `${name} dish`,
        price: 100,
        available: true,
      },
    ],
  };
  await ask("PUT", "/api/menu", { token: owner, body: menu });
  await ask("PATCH", "/api/restaurant", { token: owner, body: { name: `${name} house` } });
  const tables = await ask("PUT", "/api/tables", {
    token: owner,
    body: [
      { id: "t1", label: "1" },
      { id: "t2", label: "2" },
      { id: `${name}-table`, label: `${name} label` },
    ],
  });
  expect(tables.status).toBe(200);
  const body = guestOrderBody(house.tables[0], {
    guestName: `${name} guest`,
    notes: `${name} notes`,
  });
  await ask("POST", "/api/qr/sessions", { body: { tableToken: house.tables[0] } });
  await ask("POST", "/api/qr/orders/create", { body });
  await ask("PATCH", `/api/orders/${body.orderId}/status`, {
    token: owner,
    headers: { "Idempotency-Key": `${name}-key` },
    body: { status: "submitted" },
  });
  const mutations = [
    {
      id: 1,
      name: "menu.setAvailability",
      args: { menuItemId: `${name}-dish`, available: false },
      occurredAt: "2026-01-31T19:02:11.000Z",
    },
  ];
  await ask("POST", "/api/sync/push", {
    token: devices.floor.token,
    body: { protocol: 1, clientId: randomUUID(), mutations },
  });
  await ask("POST", "/api/events/ack", { token: devices.kitchen.token, body: { seq: 1 } });
  // Of the owner's session: what is sent to the owner's device in a test of its routes goes
  // nowhere.
  await ask("PUT", "/api/push/subscription", { token: owner, body: somePhone() });
  const silent = {
    deviceId: devices.kitchen.deviceId,
    name: `${name} tablet`,
    lastSeenAt: "2026-01-31T19:02:11.000Z",
  };
  await under.deps.writer.submit(house.restaurantId, {
    kind: "command",
    who: systemActor(house.restaurantId),
    command: { name: "device.silent", args: silent },
    key: null,
    strict: false,
  });
  await fillEmptyTables(admin, house.restaurantId, name);
  return { ...house, orderId: body.orderId, lineId: body.lines[0]?.lineId ?? "" };
}

/**
 * Every text that one restaurant has in any table, and the other has not. Throws for a table in
 * which it has no row.
 */
async function valuesOnlyOf(
  restaurantId: string,
  other: string,
): Promise<ReadonlyMap<string, string>> {
  const values = await valuesOf(restaurantId);
  const others = new Set((await valuesOf(other)).values());
  return new Map([...values].filter(([, value]) => !others.has(value)));
}

async function valuesOf(restaurantId: string): Promise<Map<string, string>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'restaurant_id' order by 1",
  );
  const values = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await admin.query<Record<string, unknown>>(
      `select * from ${name} where restaurant_id = $1`,
      [restaurantId],
    );
    if (rows.length === 0)
      throw new Error(`stock the house with a row in ${name}, or nothing is proven about it`);
    for (const row of rows) collect(row, name, values);
  }
  return values;
}

function collect(value: unknown, at: string, into: Map<string, string>): void {
  const read =
    typeof value === "string" && /^[{[]/.test(value) ? (JSON.parse(value) as unknown) : value;
  if (
    typeof read === "string" &&
    read.length >= 8 &&
    !/^\d{4}-\d\d-\d\dT/.test(read) &&
    ![...into.values()].includes(read)
  )
    into.set(`${at}${into.has(at) ? ` ${into.size}` : ""}`, read);
  if (typeof read === "object" && read !== null && !(read instanceof Date))
    for (const [key, child] of Object.entries(read))
      collect(child, Array.isArray(read) ? at : `${at}.${key}`, into);
}

/** All rows of a restaurant, as text. */
async function everythingOf(restaurantId: string): Promise<unknown> {
  const { rows: tables } = await admin.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'restaurant_id' order by 1",
  );
  const all: unknown[] = [];
  for (const { name } of tables)
    all.push([
      name,
      (
        await admin.query(
          `select (to_jsonb(t) - 'last_seen_at')::text as row from ${name} t where restaurant_id = $1 order by 1`,
          [restaurantId],
        )
      ).rows,
    ]);
  return all;
}

/** A text of the same make that nobody has. */
function stranger(value: string): string {
  if (/^[0-9a-f-]{36}$/.test(value)) return randomUUID();
  if (URL.canParse(value)) return `${new URL(value).origin}/${randomUUID()}`;
  if (PUBLIC_KEY.test(value)) return createECDH("prime256v1").generateKeys("base64url");
  return value.replaceAll(/[a-z]/gi, "q").slice(0, -1) + String.fromCharCode(97 + (calls % 26));
}

const PUBLIC_KEY = /^[\w-]{87}$/;

/** That an account exists is told to who may make restaurants, and no one else. */
const TELLS = new Set(["POST /api/restaurants, body owner.email"]);
/**
 * Passwords are hashed slowly, and a password is nobody's id. What makes or ends things of one's
 * own would wear the house out.
 */
const WEARS =
  /password$|^DELETE \/api\/sessions,|^POST \/api\/tables\/:tableId\/rotate, (header|query)|^DELETE \/api\/devices\/:deviceId, (header|query)/;

test("the neighbour keeps things that only it has", () => {
  expect([...kept.values()]).toEqual(
    expect.arrayContaining([
      theirs.restaurantId,
      theirs.orderId,
      theirs.lineId,
      theirs.devices.kitchen.deviceId,
      theirs.email,
      "theirs-table",
      "theirs-dish",
      "theirs-station",
      "theirs guest",
    ]),
  );
});

test.each(Object.entries(ROUTES))(
  "%s answers what the neighbour has like what nobody has, wherever it is put, and tells nothing of it",
  async (name, spec) => {
    const method = name.split(" ")[0] ?? "";
    // A house of its own for each route: what is taken from the neighbour's words becomes really
    // its own.
    const house = { ...(await stocked("mine")), password: "not the neighbour's" };
    const before = await everythingOf(theirs.restaurantId);
    const differing: string[] = [];
    const written = new Set<string>();
    // The same nobody in every place, so that what is used up in one is used up for both.
    const strangers = new Map<string, string>();
    const places = placesOf(name, spec, house).filter((place) => !WEARS.test(place.where));
    for (const [index, { where, put }] of places.entries()) {
      for (const [source, value] of valuesFor(where, index, places.length)) {
        if (!strangers.has(value)) strangers.set(value, stranger(value));
        const send = async (text: string): Promise<Answered> => {
          const { path, options } = put(text);
          return ask(method, path, options);
        };
        const [answer, nobodys] = [await send(value), await send(strangers.get(value) ?? value)];
        if (!TELLS.has(where) && outcomeOf(answer) !== outcomeOf(nobodys))
          differing.push(
            `${where} with ${source}: ${outcomeOf(answer)}, and ${outcomeOf(nobodys)} for nobody's`,
          );
        if (answer.status < 300) written.add(value);
        const told = JSON.stringify(answer.body);
        for (const [leaked, secret] of kept)
          if (told.includes(secret) && !value.includes(secret) && !written.has(secret))
            differing.push(`${where} with ${source} tells ${leaked}`);
      }
    }
    expect(differing).toEqual([]);
    expect(await everythingOf(theirs.restaurantId)).toEqual(before);
  },
);

const outcomeOf = ({ status, body }: Answered): string =>
  status < 300 ? "taken" : `${status} ${String((body as { code?: unknown }).code)}`;

/**
 * What is worth a call in a place: in a path, which is made for ids, everything; elsewhere every
 * nth, another share in each place.
 */
function valuesFor(where: string, place: number, places: number): (readonly [string, string])[] {
  // One of each column. Where passwords are hashed, those of people alone.
  const one = [...kept].filter(([source]) => !source.includes(" "));
  if (where.includes(", path")) return one;
  const values = /restaurants|sessions/.test(where)
    ? one.filter(([source]) => /\.(email|user_id)$/.test(source))
    : one;
  const share = Math.max(1, Math.ceil((places * values.length) / PAIRS_PER_ROUTE));
  return values.filter((_, index) => index % share === place % share);
}

const PAIRS_PER_ROUTE = 60;

test("streams, figures and cursors know nothing of the neighbour's evening", async () => {
  const look = async () => ({
    stats: (await ask("GET", "/api/debug/events/stats", { token: mine.owner })).body as Record<
      string,
      unknown
    >,
    pending: (await ask("GET", "/api/debug/events/pending?limit=1000", { token: mine.owner })).body,
  });
  const before = await look();
  const streams = await Promise.all(
    [mine, theirs].map((house) =>
      openStream("/api/events/orders?since=0", { Authorization: `Bearer ${house.owner}` }),
    ),
  );
  const guests = await openStream(`/api/qr/orders/${theirs.orderId}`, {
    "X-Table-Token": theirs.tables[0],
  });
  const [own, other] = streams as [Stream, Stream];
  await other.until("event: ready");
  await own.until("event: ping");
  const quiet = own.text();
  const heads = new Set(headsIn(quiet));
  const marks: string[] = [];
  for (let n = 0; n < 5; n++) {
    const body = guestOrderBody(theirs.tables[1], { guestName: `theirs tonight ${n}` });
    marks.push(body.orderId);
    expect((await ask("POST", "/api/qr/orders/create", { body })).status).toBe(201);
  }
  for (const mark of marks) await other.until(mark);
  const after = own.text().length;
  while (own.text().length < after + 60) await sleep(20);
  const during = await look();
  expect(marks.filter((mark) => own.text().includes(mark))).toEqual([]);
  expect([...kept.values()].filter((value) => own.text().includes(value))).toEqual([]);
  expect(marks.filter((mark) => guests.text().includes(mark))).toEqual([]);
  expect(new Set(headsIn(own.text()))).toEqual(heads);
  expect(during.pending).toEqual({
    pendingEvents: (
      before.pending as { pendingEvents: { ageMinutes: number }[] }
    ).pendingEvents.map((event) => ({ ...event, ageMinutes: expect.any(Number) })),
  });
  expect(during.stats).toEqual({
    ...before.stats,
    activeSSEConnections: 1,
    pubsubReconnects: expect.any(Number),
    pubsubStatus: expect.any(String),
  });
  for (const stream of [own, other, guests]) stream.close();
});

test("a cursor of the neighbour's log is served as little as one that nobody has", async () => {
  const of = async ({ owner }: Stocked) =>
    (await ask("GET", "/api/snapshot", { token: owner })).body as {
      logId: string;
      epoch: number;
      seq: number;
      id: string;
    };
  const [own, other] = [await of(mine), await of(theirs)];
  const refusals = await Promise.all(
    [
      `since=1&sinceId=${other.id}`,
      `since=${own.seq}&sinceId=${other.id}`,
      `since=1&logId=${other.logId}`,
      `since=1&sinceId=${randomUUID()}`,
      `since=${own.seq}&sinceId=${randomUUID()}`,
      `since=1&logId=${randomUUID()}`,
    ].map((query) => ask("GET", `/api/events/orders?${query}`, { token: mine.owner })),
  );
  for (const { status, body } of refusals)
    expect([status, body]).toEqual([
      409,
      expect.objectContaining({
        code: "must_refetch",
        logId: own.logId,
        epoch: own.epoch,
        head: own.seq,
      }),
    ]);
});

test("metrics count, and name nobody", async () => {
  const { body } = await under.ask("GET", "/metrics", { token: METRICS_TOKEN });
  expect(body).toContain("heard_http_request_seconds_count");
  expect(
    [...kept.values(), mine.restaurantId].filter((value) => (body as string).includes(value)),
  ).toEqual([]);
  expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

type Stream = {
  readonly text: () => string;
  readonly until: (part: string) => Promise<void>;
  readonly close: () => void;
};

async function openStream(path: string, headers: Record<string, string>): Promise<Stream> {
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${serving.port}${path}`, {
    headers: { ...headers, Accept: "text/event-stream" },
    signal: stop.signal,
  });
  expect(response.status).toBe(200);
  let read = "";
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      read += decoder.decode(chunk, { stream: true });
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return {
    text: () => read,
    async until(part) {
      while (!read.includes(part)) await Promise.race([sleep(10), reading]);
    },
    close: () => stop.abort(),
  };
}

const headsIn = (text: string): string[] =>
  [...text.matchAll(/"head":(\d+)/g)].map((found) => found[1] ?? "");
