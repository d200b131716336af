import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pageSchema } from "#shared/sync/messages/pull.ts";
import { ACTED_AT, mutation, pair, placeOrder, push, type StoredHouse } from "./testing/house.ts";
import { serve, type Served, type ServedHouse } from "./testing/served.ts";

let served: Served;
let house: StoredHouse;
let ask: ServedHouse["ask"];
let send: ServedHouse["send"];

beforeAll(async () => {
  served = await serve();
});
beforeEach(async () => {
  ({ house, ask, send } = await served.newHouse());
});
afterAll(() => served.close());

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
    const other = await pair(served.server.directory, house.restaurantId, "floor");
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
