/**
 * Two restaurants. Everything that the database keeps about one of them is put, as the other, into
 * every place of every route that takes a text: each must be answered as if nobody had it. Tables
 * come from the catalogue, routes and fields from the route table, which the contract test keeps
 * complete; a new table of restaurants' own has a row of made-up texts, until the house is stocked
 * with one of its own. It is one pair of restaurants, stocked once, of which everything here is
 * asked.
 */
import { createECDH, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve, type Serving } from "../../http/serve.ts";
import { startApp, type AppUnderTest } from "../../http/testing/app-under-test.ts";
import { METRICS_TOKEN } from "../../http/testing/assemble.ts";
import type { Answered, AskOptions } from "../../http/testing/answered.ts";
import { guestOrderBody } from "../../http/testing/house.ts";
import { ROUTES, type Stocked } from "../../http/testing/route-table.ts";
import { placesOf } from "./testing/text-places.ts";
import { everythingOf, stocked, valuesOnlyOf } from "./testing/stocked.ts";

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
  [mine, theirs] = [await stock("mine"), await stock("theirs")];
  kept = await valuesOnlyOf(admin, theirs.restaurantId, mine.restaurantId);
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

const stock = (name: string): Promise<Stocked> => stocked({ under, admin, ask }, name);

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
    const house = { ...(await stock("mine")), password: "not the neighbour's" };
    const before = await everythingOf(admin, theirs.restaurantId);
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
    expect(await everythingOf(admin, theirs.restaurantId)).toEqual(before);
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
