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
import { syncRoutes } from "./routes.ts";
import { MANY_OPEN_ORDERS } from "./snapshot.ts";
import { pair, SECRET, type Paired, type StoredHouse } from "./testing/house.ts";
import { serve, type Served, type ServedHouse } from "./testing/served.ts";

let served: Served;
let house: StoredHouse;
let tablet: Paired;
let ask: ServedHouse["ask"];
let send: ServedHouse["send"];

beforeAll(async () => {
  served = await serve();
});
beforeEach(async () => {
  ({ house, tablet, ask, send } = await served.newHouse());
});
afterAll(() => served.close());

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
      served.adminUrl,
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
      await served.server.database.tenant(house.restaurantId, (tx) =>
        tx.query<{ seq: number }>(
          "select seq from pending_events where delivered_at is not null order by seq",
        ),
      )
    ).rows.map(({ seq }) => seq);

  test("an event is delivered when every active device has it", async () => {
    const other = await pair(served.server.directory, house.restaurantId, "floor");
    await send(randomUUID(), [1], [2], [3]);
    expect((await ask("POST", "/api/events/ack", { body: { seq: 3 } })).status).toBe(204);
    expect(await delivered()).toEqual([]);
    await ask("POST", "/api/events/ack", { token: other.token, body: { seq: 2 } });
    expect(await delivered()).toEqual([1, 2]);
    await served.server.directory.revokeDevice(house.restaurantId, other.deviceId);
    // Past the head, as after a restored backup: it counts as the head.
    await ask("POST", "/api/events/ack", { body: { seq: 99 } });
    expect(await delivered()).toEqual([1, 2, 3, 4]);
    // And never goes back.
    await ask("POST", "/api/events/ack", { body: { seq: 1 } });
    const { rows } = await served.server.database.tenant(house.restaurantId, (tx) =>
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
      served.adminUrl,
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
  app.route(
    "/",
    syncRoutes(served.server.sync.deps, createAuthenticator(served.server.directory, vouched)),
  );
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
  await served.server.sync.drainStreams();
  await ended;
  expect(text).toMatch(/retry: \d+\n\n$/);
  session.close();
  await new Promise((resolve) => secure.close(resolve));
});
