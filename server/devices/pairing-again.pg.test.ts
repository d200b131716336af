import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { openApiHouse } from "../http/testing/house.ts";
import { openPairing, taken, type Holding } from "./testing/pairing.ts";

const { under, house, publishRevoked, newCode, pair, push } = openPairing();

test("a browser that comes back as what it was keeps its letter and its clients, and ends what it was", async () => {
  const first = await pair(await newCode());
  const clients = [randomUUID(), randomUUID()];
  for (const clientId of clients) await push(first, clientId);
  const second = await pair(
    await newCode(),
    { clientId: clients[0] },
    { holds: { kitchen: first.text("token") } },
  );
  expect(second.text("letter")).toBe(first.text("letter"));
  expect(publishRevoked).toHaveBeenCalledWith(first.text("deviceId"));
  expect(await under().ask("GET", "/api/me", { token: first.text("token") })).toMatchObject({
    status: 401,
    body: { code: "device_revoked" },
  });
  for (const clientId of clients) {
    expect(await push(first, clientId, false, 2)).toEqual(taken);
    expect(await push(second, clientId, true, 2)).toMatchObject({
      kind: "pushed",
      lastMutationId: 2,
    });
  }
});

test("a token proves that also after its device was unpaired", async () => {
  const first = await pair(await newCode());
  const clientId = randomUUID();
  await push(first, clientId);
  await under().ask("DELETE", `/api/devices/${first.text("deviceId")}`, { token: house().owner });
  const second = await pair(
    await newCode(),
    { clientId },
    { holds: { kitchen: first.text("token"), floor: house().devices.floor.token } },
  );
  expect(second.text("letter")).toBe(first.text("letter"));
  expect(await push(second, clientId, true, 2)).toMatchObject({
    kind: "pushed",
    lastMutationId: 2,
  });
});

test.each([
  ["of the same role, without a token of it", "kitchen", (): Holding => ({})],
  ["of another role, with nothing", "display", (): Holding => ({})],
  [
    "of another role, with its token",
    "floor",
    (token: string): Holding => ({ holds: { kitchen: token } }),
  ],
  [
    "with another device's token",
    "kitchen",
    (_: string, spare: string): Holding => ({ holds: { kitchen: spare } }),
  ],
  [
    "with a made-up token",
    "kitchen",
    (): Holding => ({ holds: { kitchen: `hrd_${"A".repeat(43)}` } }),
  ],
])(
  "a code %s does not take another device's place: that one works on, under its client",
  async (_, role, holding) => {
    const [kitchen, spare] = [await pair(await newCode()), await pair(await newCode())];
    const clientId = randomUUID();
    await push(kitchen, clientId);
    const thief = await pair(
      await newCode({ role }),
      { clientId },
      holding(kitchen.text("token"), spare.text("token")),
    );
    expect(thief).toMatchObject({ status: 201, body: { role } });
    expect(thief.text("letter")).not.toBe(kitchen.text("letter"));
    expect(publishRevoked).not.toHaveBeenCalledWith(kitchen.text("deviceId"));
    expect((await under().ask("GET", "/api/me", { token: kitchen.text("token") })).status).toBe(
      200,
    );
    // It takes a client of its own, and what it has not sent goes under that one (SYN-22).
    expect(await push(thief, clientId, false, 2)).toEqual(taken);
    expect(await push(kitchen, clientId, true, 2)).toMatchObject({
      kind: "pushed",
      lastMutationId: 2,
    });
  },
);

test("a neighbour's token proves nothing here", async () => {
  const neighbour = await openApiHouse(under());
  const paired = await pair(
    await newCode(),
    {},
    { holds: { kitchen: neighbour.devices.kitchen.token } },
  );
  expect(paired).toMatchObject({ status: 201, body: { restaurantId: house().restaurantId } });
  expect(
    (await under().ask("GET", "/api/me", { token: neighbour.devices.kitchen.token })).status,
  ).toBe(200);
});

test("the owner's word replaces a device of the same role, with whatever the new one holds", async () => {
  const first = await pair(await newCode());
  const clientId = randomUUID();
  await push(first, clientId);
  const code = await newCode({ role: "kitchen", replaces: first.text("deviceId") });
  expect((await under().ask("GET", "/api/me", { token: first.text("token") })).status).toBe(200);
  const second = await pair(code, { clientId });
  expect(second).toMatchObject({ status: 201, body: { letter: first.text("letter") } });
  expect(publishRevoked).toHaveBeenCalledWith(first.text("deviceId"));
  expect(await push(second, clientId, true, 2)).toMatchObject({
    kind: "pushed",
    lastMutationId: 2,
  });
});

test("a device of another role, a neighbour's and one that nobody knows cannot be named", async () => {
  const neighbour = await openApiHouse(under());
  for (const replaces of [
    house().devices.floor.deviceId,
    neighbour.devices.kitchen.deviceId,
    randomUUID(),
  ]) {
    expect(
      await under().ask("POST", "/api/devices/pairing-codes", {
        token: house().owner,
        body: { role: "kitchen", replaces },
      }),
    ).toMatchObject({ status: 400, body: { code: "invalid", issues: [{ path: "replaces" }] } });
  }
});

test("[SYN-8] what a device sent before it was paired again, and comes only now, does not take its client from it", async () => {
  const first = await pair(await newCode());
  const clientId = randomUUID();
  const second = await pair(
    await newCode(),
    { clientId },
    { holds: { kitchen: first.text("token") } },
  );
  expect(await push(first, clientId)).toEqual(taken);
  expect(await push(second, clientId)).toMatchObject({ kind: "pushed", lastMutationId: 1 });
});
