import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { readChanged, type Watched } from "./changed.ts";

let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

const read = (watched: readonly Watched[]) =>
  under.deps.database.tenant(house.restaurantId, (tx) => readChanged(tx, watched));

test("of the orders watched only those that changed are read, and nobody else's", async () => {
  const bodies = [guestOrderBody(house.tables[0]), guestOrderBody(house.tables[0])];
  for (const body of bodies) await under.ask("POST", "/api/qr/orders/create", { body });
  const watched = bodies.map(({ orderId }) => ({ orderId, seq: -1 }));
  const first = await read([...watched, { orderId: randomUUID(), seq: -1 }]);
  expect(first.map(({ orderId }) => orderId).toSorted()).toEqual(
    bodies.map(({ orderId }) => orderId).toSorted(),
  );
  const seen = first.map(({ orderId, seq }) => ({ orderId, seq }));
  expect(await read(seen)).toEqual([]);
  const [, second] = seen;
  await under.ask("PATCH", `/api/orders/${second?.orderId}/status`, {
    token: house.owner,
    headers: { "Idempotency-Key": randomUUID() },
    body: { status: "submitted" },
  });
  expect(await read(seen)).toMatchObject([{ orderId: second?.orderId, status: "submitted" }]);
  const neighbour = await openApiHouse(under);
  expect(
    await under.deps.database.tenant(neighbour.restaurantId, (tx) => readChanged(tx, watched)),
  ).toEqual([]);
});
