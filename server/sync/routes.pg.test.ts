import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createSecureServer, connect } from "node:http2";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pageSchema } from "#shared/sync/messages/pull.ts";
import { parseSnapshot } from "#shared/sync/messages/snapshot.ts";
import { createAuthenticator } from "../auth/authenticate.ts";
import { createVouched } from "../auth/vouched.ts";
import type { HttpEnv } from "../http/env.ts";
import { selfSigned } from "../http/testing/certificate.ts";
import { requestId } from "../http/request-id.ts";
import { source } from "../http/source.ts";
import { createLogger } from "../log/logger.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { syncRoutes } from "./routes.ts";
import { MANY_OPEN_ORDERS } from "./snapshot.ts";
import {
  ACTED_AT,
  makeHouse,
  mutation,
  pair,
  placeOrder,
  push,
  type StoredHouse,
  type Paired,
  SECRET,
} from "./testing/house.ts";
import { startProcess, type Process } from "./testing/process.ts";

let fresh: TestDatabase;
let server: Process;
let house: StoredHouse;
let tablet: Paired;

beforeAll(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role);
});
beforeEach(async () => {
  house = await makeHouse(server.directory, server.sync.writer);
  tablet = await pair(server.directory, house.restaurantId, "kitchen");
});
afterAll(async () => {
  await server.close();
  await fresh.drop();
});

type Answered = { readonly status: number; readonly body: Record<string, unknown> };

async function ask(
  method: string,
  path: string,
  {
    token = tablet.token,
    body,
    headers = {},
  }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

const send = (clientId: string, ...mutations: Parameters<typeof mutation>[]) =>
  ask("POST", "/api/sync/push", {
    body: push(tablet.actor, clientId, ...mutations.map((it) => mutation(...it))).push,
  });

describe("[SYN-35] the public board", () => {
  const SECRETS = ["Zoraida", "window seat", "peanuts", "gluten-free", "Dish 1", "dish-1"];
  let board: Paired;
  const orderId = randomUUID();
  const secret = () => {
    const { args } = placeOrder(orderId);
    return {
      name: "order.place",
      args: {
        ...args,
        guestName: "Zoraida",
        notes: "window seat",
        lines: (args["lines"] as object[]).map((line) => ({
          ...line,
          notes: "gluten-free",
          allergies: ["peanuts"],
        })),
      },
    };
  };
  const secretsIn = (body: unknown): string[] =>
    SECRETS.filter((word) => JSON.stringify(body).includes(word));
  const asBoard = (path: string) => ask("GET", path, { token: board.token });

  beforeEach(async () => {
    board = await pair(server.directory, house.restaurantId, "display");
    await send(
      randomUUID(),
      [1, secret()],
      [2, { name: "order.cancel", args: { orderId: randomUUID(), reason: "Zoraida left" } }],
    );
  });

  test("is told in a page and in a snapshot what it shows, and staff everything", async () => {
    const [page, snapshot, staffPage, staffSnapshot] = [
      await asBoard("/api/events/orders?since=0&limit=1000"),
      await asBoard("/api/snapshot"),
      await ask("GET", "/api/events/orders?since=0&limit=1000"),
      await ask("GET", "/api/snapshot"),
    ];
    expect([page, snapshot].map(({ status, body }) => [status, secretsIn(body)])).toEqual([
      [200, []],
      [200, []],
    ]);
    expect(secretsIn(staffPage.body)).toEqual(
      expect.arrayContaining(["Zoraida", "window seat", "peanuts", "gluten-free"]),
    );
    expect(secretsIn(staffSnapshot.body)).toEqual(
      expect.arrayContaining(["Zoraida", "window seat", "peanuts", "gluten-free"]),
    );
    const orders = (body: Record<string, unknown>) =>
      (body["orders"] as { orderId: string; number: string; status: string }[]).map(
        ({ orderId: id, number, status }) => [id, number, status],
      );
    expect(orders(snapshot.body)).toEqual(orders(staffSnapshot.body));
    const ids = (body: Record<string, unknown>) =>
      (body["events"] as { seq: number; id: string; type: string }[]).map(({ seq, id, type }) => [
        seq,
        id,
        type,
      ]);
    expect(ids(page.body)).toEqual(ids(staffPage.body));
    expect(pageSchema.safeParse(page.body).success && parseSnapshot(snapshot.body) !== null).toBe(
      true,
    );
  });

  test("is told in its stream what it shows, and goes on from where its snapshot stood", async () => {
    const {
      body: { logId, epoch, seq, id },
    } = await asBoard("/api/snapshot");
    const stop = new AbortController();
    const response = await fetch(
      `${server.url}/api/events/orders?since=0&logId=${String(logId)}&epoch=${String(epoch)}`,
      {
        headers: { Authorization: `Bearer ${board.token}`, Accept: "text/event-stream" },
        signal: stop.signal,
      },
    );
    let text = "";
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream()))
      if ((text += piece).includes(`id: ${String(seq)}\n`)) break;
    stop.abort();
    expect(secretsIn(text)).toEqual([]);
    expect(text).toContain(`"logId":"${String(logId)}"`);
    expect(
      (
        await asBoard(
          `/api/events/orders?since=${String(seq)}&sinceId=${String(id)}&logId=${String(logId)}&epoch=${String(epoch)}`,
        )
      ).status,
    ).toBe(200);
  });

  test("that was filled with everything is told to fill anew", async () => {
    const {
      body: { logId, epoch, seq },
    } = await ask("GET", "/api/snapshot");
    const refused = await asBoard(
      `/api/events/orders?since=${String(seq)}&logId=${String(logId)}&epoch=${String(epoch)}`,
    );
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "must_refetch", logId: (await asBoard("/api/snapshot")).body["logId"] },
    });
    expect(refused.body["logId"]).not.toBe(logId);
  });
});

describe("POST /api/sync/push", () => {
  test("answers each mutation, where the log stands and what time it is", async () => {
    const { status, body } = await send(
      randomUUID(),
      [1],
      [2, { name: "order.accept", args: { orderId: randomUUID() } }],
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      lastMutationId: 2,
      head: 3,
      serverTime: expect.stringMatching(/Z$/) as string,
      results: [
        { id: 1, status: "applied", seq: 2 },
        {
          id: 2,
          status: "rejected",
          code: "forbidden",
          detail: expect.any(String) as string,
          seq: 3,
        },
      ],
    });
  });

  test("[SYN-7] [SYN-10] a refusal is an event of the log, which says who asked, when it happened and when it was recorded", async () => {
    const clientId = randomUUID();
    const orderId = randomUUID();
    await send(clientId, [1, { name: "order.cancel", args: { orderId, reason: "gone" } }]);
    const { events } = pageSchema.parse((await ask("GET", "/api/events/orders?since=1")).body);
    expect(events).toMatchObject([
      {
        seq: 2,
        type: "mutation_rejected",
        v: 1,
        entityId: orderId,
        origin: { clientId, mutationId: 1 },
        occurredAt: ACTED_AT,
        data: { name: "order.cancel", code: "unknown_order", orderId },
      },
    ]);
    expect(events[0]!.recordedAt > events[0]!.occurredAt).toBe(true);
  });

  test("an empty push asks only where the server stands", async () => {
    const clientId = randomUUID();
    await send(clientId, [1]);
    expect((await send(clientId)).body).toMatchObject({ lastMutationId: 1, results: [], head: 2 });
  });

  test("an id in capitals is the same id, of a client, an order and an event alike", async () => {
    const [clientId, orderId] = [randomUUID(), randomUUID()];
    const upper = { orderId: orderId.toUpperCase() };
    await send(clientId, [1, placeOrder(orderId)]);
    const { body } = await send(
      clientId.toUpperCase(),
      [2, { name: "order.rush", args: { ...upper, rush: true } }],
      [3, { name: "order.cancel", args: upper }],
      [4, { name: "order.reject", args: { ...upper, reason: "late" } }],
    );
    expect(body).toMatchObject({
      lastMutationId: 4,
      results: [{ status: "applied" }, { code: "invalid" }, { status: "rejected" }],
    });
    const { events } = pageSchema.parse((await ask("GET", "/api/events/orders?since=1")).body);
    expect(events.map(({ entityId, origin }) => [entityId, origin?.clientId])).toEqual(
      Array.from({ length: 4 }, () => [orderId, clientId]),
    );
    const [first] = events;
    expect(
      (await ask("GET", `/api/events/orders?since=2&sinceId=${first!.id.toUpperCase()}`)).status,
    ).toBe(200);
  });

  test("says the conflicts", async () => {
    const clientId = randomUUID();
    expect(await send(clientId, [2])).toMatchObject({
      status: 409,
      body: { code: "out_of_order", expected: 1 },
    });
    await send(clientId, [1]);
    expect(await send(clientId, [1, placeOrder()])).toMatchObject({
      status: 409,
      body: { code: "id_reused" },
    });
    const other = await pair(server.directory, house.restaurantId, "floor");
    expect(
      await ask("POST", "/api/sync/push", {
        token: other.token,
        body: push(other.actor, clientId, mutation(2)).push,
      }),
    ).toMatchObject({
      status: 409,
      body: { code: "client_taken", head: expect.any(Number) as number },
    });
  });

  test("a protocol that is not spoken is told before its shape is complained about", async () => {
    expect(
      await ask("POST", "/api/sync/push", { body: { protocol: 99, tomorrow: true } }),
    ).toMatchObject({ status: 426, body: { code: "needs_update", minimum: 1, maximum: 1 } });
  });

  test("more than 100 mutations, or more than 256 KiB, change nothing", async () => {
    const many = Array.from({ length: 101 }, (_, index): [number] => [index + 1]);
    expect((await send(randomUUID(), ...many)).status).toBe(400);
    const heavy = { name: "order.place", args: { notes: "x".repeat(257 * 1024) } };
    expect((await send(randomUUID(), [1, heavy])).status).toBe(413);
    expect((await ask("GET", "/api/events/orders?since=0")).body["head"]).toBe(1);
  });
});

describe("[SYN-33] a protocol that is not spoken", () => {
  const exchanges: readonly (readonly [
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ])[] = [
    ["POST", "/api/sync/push", {}, { protocol: 1, clientId: randomUUID(), mutations: [] }],
    ["GET", "/api/events/orders?since=0", {}],
    ["GET", "/api/events/orders?since=0", { Accept: "text/event-stream" }],
    ["GET", "/api/snapshot", {}],
    ["POST", "/api/events/ack", {}, { seq: 1 }],
  ];
  const speaking = (protocol: string) =>
    Promise.all(
      exchanges
        .filter(([, , { Accept }]) => protocol !== "1" || Accept === undefined)
        .map(([method, path, headers, body]) =>
          ask(method, path, {
            headers: { ...headers, "X-Heard-Protocol": protocol },
            ...(body === undefined ? {} : { body }),
          }),
        ),
    );

  test.each([
    ["0", "Update the program that asks"],
    ["2", "Update the server"],
  ])("%s is told in every exchange, with what is spoken", async (protocol, advice) => {
    for (const answer of await speaking(protocol)) {
      expect(answer).toMatchObject({
        status: 426,
        body: {
          code: "needs_update",
          minimum: 1,
          maximum: 1,
          detail: expect.stringContaining(advice) as string,
        },
      });
    }
  });

  test("ours is answered, and what is no number is a mistake", async () => {
    expect((await speaking("1")).map(({ status }) => status)).toEqual([200, 200, 200, 204]);
    for (const answer of await speaking("one"))
      expect(answer).toMatchObject({ status: 400, body: { code: "invalid" } });
  });
});

describe("GET /api/snapshot", () => {
  test("is the fold of the log up to its seq, as devices read it", async () => {
    await send(randomUUID(), [1], [2], [3]);
    const snapshot = parseSnapshot((await ask("GET", "/api/snapshot")).body);
    expect(snapshot).toMatchObject({
      seq: 4,
      epoch: 1,
      retentionMs: 604_800_000,
      menu: { items: [{ id: "burger" }] },
      tables: [],
      settings: { name: "House" },
    });
    expect(snapshot?.orders.map(({ status, number, seq }) => [status, number, seq])).toEqual([
      ["submitted", `${tablet.actor.letter}1`, 2],
      ["submitted", `${tablet.actor.letter}2`, 3],
      ["submitted", `${tablet.actor.letter}3`, 4],
    ]);
    const page = pageSchema.parse((await ask("GET", "/api/events/orders?since=0")).body);
    expect(snapshot?.id).toBe(page.events.at(-1)?.id);
  });

  test("[S4] has every open order, however many there are", async () => {
    await send(randomUUID(), [1]);
    await administer(
      fresh.adminUrl,
      `insert into orders (restaurant_id, order_id, number, status, open, placed_at, updated_seq, doc)
      select restaurant_id, id, number, status, open, placed_at - interval '1 hour', updated_seq, (doc::jsonb || jsonb_build_object('orderId', id))::json
      from orders, (select gen_random_uuid() as id from generate_series(1, ${MANY_OPEN_ORDERS + 100})) as made where restaurant_id = '${house.restaurantId}'`,
    );
    expect(parseSnapshot((await ask("GET", "/api/snapshot")).body)?.orders).toHaveLength(
      MANY_OPEN_ORDERS + 101,
    );
  });
});

describe("acknowledgements", () => {
  const delivered = async (): Promise<number[]> =>
    (
      await server.database.tenant(house.restaurantId, (tx) =>
        tx.query<{ seq: number }>(
          "select seq from pending_events where delivered_at is not null order by seq",
        ),
      )
    ).rows.map(({ seq }) => seq);

  test("an event is delivered when every active device has it", async () => {
    const other = await pair(server.directory, house.restaurantId, "floor");
    await send(randomUUID(), [1], [2], [3]);
    expect((await ask("POST", "/api/events/ack", { body: { seq: 3 } })).status).toBe(204);
    expect(await delivered()).toEqual([]);
    await ask("POST", "/api/events/ack", { token: other.token, body: { seq: 2 } });
    expect(await delivered()).toEqual([1, 2]);
    await server.directory.revokeDevice(house.restaurantId, other.deviceId);
    // Past the head, as after a restored backup: it counts as the head.
    await ask("POST", "/api/events/ack", { body: { seq: 99 } });
    expect(await delivered()).toEqual([1, 2, 3, 4]);
    // And never goes back.
    await ask("POST", "/api/events/ack", { body: { seq: 1 } });
    const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
      tx.query("select acked_seq as seq from device_cursors where device_id = $1", [
        tablet.deviceId,
      ]),
    );
    expect(rows).toEqual([{ seq: 4 }]);
  });

  test("ride on polls, and an owner's session acknowledges nothing", async () => {
    await ask("GET", "/api/events/orders?since=1", { headers: { "X-Acked-Seq": "1" } });
    await expect.poll(delivered, { timeout: 10_000 }).toEqual([1]);
    expect(
      (await ask("POST", "/api/events/ack", { token: house.ownerToken, body: { seq: 1 } })).status,
    ).toBe(204);
  });
});

describe("looking inside", () => {
  test("stats say the figures of this restaurant's last day", async () => {
    await send(randomUUID(), [1], [2]);
    await ask("GET", "/api/events/orders?since=0", { headers: { "X-Acked-Seq": "2" } });
    await expect
      .poll(
        async () => (await ask("GET", "/api/debug/events/stats", { token: house.ownerToken })).body,
        { timeout: 10_000 },
      )
      .toEqual({
        activeSSEConnections: 0,
        totalEventsPublished24h: 3,
        eventsInPendingQueue: 1,
        averageDeliveryLatencyMs: expect.any(Number) as number,
        p99DeliveryLatencyMs: expect.any(Number) as number,
        deliveredBySse24h: 0,
        deliveredByPolling24h: 2,
        pubsubStatus: "connected",
        pubsubReconnects: 0,
        lastPublishedEvent: {
          type: "order_created",
          timestamp: expect.stringMatching(/Z$/) as string,
        },
      });
    expect((await ask("GET", "/api/debug/events/stats")).status).toBe(403);
  });

  test("pending says who is missing what", async () => {
    await send(randomUUID(), [1]);
    await administer(
      fresh.adminUrl,
      `update pending_events set created_at = created_at - interval '90 seconds' where restaurant_id = '${house.restaurantId}' and seq = 1`,
    );
    const { body } = await ask("GET", "/api/debug/events/pending?limit=1", {
      token: house.ownerToken,
    });
    expect(body).toEqual({
      pendingEvents: [
        {
          id: expect.any(String) as string,
          seq: 1,
          eventType: "menu_changed",
          createdAt: expect.stringMatching(/Z$/) as string,
          deliveredAt: null,
          ageMinutes: 1.5,
          waitingFor: [tablet.deviceId],
        },
      ],
    });
    expect(
      (await ask("GET", "/api/debug/events/pending?limit=0", { token: house.ownerToken })).status,
    ).toBe(400);
  });
});

test("a form that is not spoken is refused", async () => {
  expect(
    (await ask("GET", "/api/events/orders?since=0", { headers: { Accept: "text/html" } })).status,
  ).toBe(406);
});

test("streams work over HTTP/2 too, and drain", async () => {
  const app = new Hono<HttpEnv>();
  const vouched = createVouched(SECRET);
  app.use(
    source({ trustProxy: 0, publicUrl: null }),
    requestId(createLogger("silent"), vouched, 0),
  );
  app.route("/", syncRoutes(server.sync.deps, createAuthenticator(server.directory, vouched)));
  const listener = getRequestListener(app.fetch);
  const { cert, key } = selfSigned();
  const secure = createSecureServer(
    { cert, key },
    (request, response) => void listener(request, response),
  );
  secure.listen(0, "127.0.0.1");
  await once(secure, "listening");
  const session = connect(`https://localhost:${(secure.address() as AddressInfo).port}`, {
    ca: cert,
    lookup: (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  const stream = session.request({
    ":path": "/api/events/orders?since=0",
    authorization: `Bearer ${tablet.token}`,
    accept: "text/event-stream",
  });
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const ended = once(stream, "end");
  await expect.poll(() => text, { timeout: 10_000 }).toContain("event: menu_changed");
  await send(randomUUID(), [1]);
  await expect
    .poll(() => text, { timeout: 10_000 })
    .toContain('id: 2\nevent: order_created\ndata: {"seq":2,');
  await server.sync.drainStreams();
  await ended;
  expect(text).toMatch(/retry: \d+\n\n$/);
  session.close();
  await new Promise((resolve) => secure.close(resolve));
});
