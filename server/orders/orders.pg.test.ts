import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answered } from "../http/testing/answered.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";

let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

async function placed(): Promise<{ orderId: string; lineIds: string[] }> {
  const body = guestOrderBody(house.tables[0]);
  await under.ask("POST", "/api/qr/orders/create", { body });
  return { orderId: body.orderId, lineIds: body.lines.map((line) => line.lineId) };
}

function patch(
  path: string,
  body: object,
  key: string = randomUUID(),
  token: string = house.devices.expo.token,
): Promise<Answered> {
  return under.ask("PATCH", path, { token, headers: { "Idempotency-Key": key }, body });
}
const order = (orderId: string, status: string, key?: string): Promise<Answered> =>
  patch(`/api/orders/${orderId}/status`, { status }, key);
const line = (lineId: string, status: string, key?: string): Promise<Answered> =>
  patch(`/api/kitchen/items/${lineId}/status`, { status }, key);

test("an order walks its lifecycle step by step, its lines with it", async () => {
  const { orderId } = await placed();
  for (const status of ["submitted", "preparing", "ready", "served", "completed"]) {
    expect(await order(orderId, status), status).toMatchObject({
      status: 200,
      body: { orderId, status },
    });
  }
});

test("[ORD-27] a status is asked for by who may do what leads to it: the kitchen makes, serves and cancels, and neither accepts nor completes", async () => {
  const { orderId } = await placed();
  const byKitchen = (status: string): Promise<Answered> =>
    patch(`/api/orders/${orderId}/status`, { status }, randomUUID(), house.devices.kitchen.token);
  expect(await byKitchen("submitted")).toMatchObject({ status: 403, body: { code: "forbidden" } });
  await order(orderId, "submitted");
  for (const status of ["preparing", "ready", "served"])
    expect(await byKitchen(status), status).toMatchObject({ status: 200, body: { status } });
  expect(await byKitchen("completed")).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(await order(orderId, "completed")).toMatchObject({
    status: 200,
    body: { status: "completed" },
  });
});

test("a line walks its own, and the order follows its lines", async () => {
  const { orderId, lineIds } = await placed();
  await order(orderId, "submitted");
  for (const lineId of lineIds) {
    expect(await line(lineId, "preparing")).toMatchObject({
      status: 200,
      body: { orderId, lineId, status: "preparing" },
    });
    expect(await line(lineId, "ready")).toMatchObject({ status: 200, body: { status: "ready" } });
  }
  expect(await order(orderId, "ready")).toMatchObject({ status: 200, body: { status: "ready" } });
});

test("a forbidden step says from what to what, and changes nothing", async () => {
  const { orderId, lineIds } = await placed();
  expect(await order(orderId, "served")).toMatchObject({
    status: 409,
    body: { code: "illegal_transition", detail: expect.stringMatching(/pending.*served/) },
  });
  expect(await line(lineIds[0] ?? "", "ready")).toMatchObject({
    status: 409,
    body: { code: "illegal_transition" },
  });
  await order(orderId, "submitted");
  await line(lineIds[0] ?? "", "ready");
  expect(await line(lineIds[0] ?? "", "queued")).toMatchObject({
    status: 409,
    body: { code: "illegal_transition", detail: expect.stringMatching(/ready.*queued/) },
  });
  await order(orderId, "cancelled");
  expect(await order(orderId, "preparing")).toMatchObject({
    status: 409,
    body: { code: "illegal_transition" },
  });
});

test("[SYN-9] the same key is the same answer, also after the world moved on; for another request it is refused, and nothing is done", async () => {
  const { orderId } = await placed();
  const first = await order(orderId, "submitted", "key-1");
  await order(orderId, "preparing");
  expect(await order(orderId, "submitted", "key-1")).toMatchObject({
    status: 200,
    body: first.body,
  });
  const other = await placed();
  for (const answer of [
    await order(orderId, "ready", "key-1"),
    await order(other.orderId, "submitted", "key-1"),
    await line(other.lineIds[0] ?? "", "preparing", "key-1"),
  ]) {
    expect(answer).toMatchObject({ status: 409, body: { code: "key_reused" } });
  }
  expect(
    await under.ask("GET", `/api/qr/orders/${other.orderId}`, {
      headers: { "X-Table-Token": house.tables[0] },
    }),
  ).toMatchObject({ body: { status: "pending" } });
});

test("ten retries at once act once", async () => {
  const { orderId } = await placed();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => order(orderId, "submitted", "key-2")),
  );
  expect(
    new Set(answers.map((answer) => `${answer.status} ${JSON.stringify(answer.body)}`)).size,
  ).toBe(1);
  const { rows } = await under.deps.database.tenant(house.restaurantId, (tx) =>
    tx.query(
      "select 1 from pending_events where type = 'order_status_changed' and body::json ->> 'entityId' = $1",
      [orderId],
    ),
  );
  expect(rows).toHaveLength(1);
});

test("a key belongs to its asker", async () => {
  const [one, two] = [await placed(), await placed()];
  expect(
    (
      await patch(
        `/api/orders/${one.orderId}/status`,
        { status: "submitted" },
        "shared",
        house.devices.expo.token,
      )
    ).status,
  ).toBe(200);
  expect(
    (
      await patch(
        `/api/orders/${two.orderId}/status`,
        { status: "submitted" },
        "shared",
        house.devices.floor.token,
      )
    ).status,
  ).toBe(200);
});

test("without a key, or with one that is none, nothing happens", async () => {
  const { orderId } = await placed();
  const path = `/api/orders/${orderId}/status`;
  const body = { status: "submitted" };
  expect(await under.ask("PATCH", path, { token: house.owner, body })).toMatchObject({
    status: 400,
    body: { code: "idempotency_key_required" },
  });
  for (const key of ["x".repeat(201), "a b"])
    expect(await patch(path, body, key)).toMatchObject({ status: 400, body: { code: "invalid" } });
  expect(
    await under.ask("GET", `/api/qr/orders/${orderId}`, {
      headers: { "X-Table-Token": house.tables[0] },
    }),
  ).toMatchObject({ body: { status: "pending" } });
});
