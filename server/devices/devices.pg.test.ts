import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { openPairing } from "./testing/pairing.ts";

const { under, house, publishRevoked, newCode, pair } = openPairing();

test("[ORD-32] a device for the grill cannot say that the bar's drink was shown or made; it is told, and so is the log", async () => {
  const paired = await pair(await newCode({ role: "kitchen", stationIds: ["grill"] }));
  const token = paired.text("token");
  const [orderId, grillLine, otherLine] = [randomUUID(), randomUUID(), randomUUID()];
  const clientId = randomUUID();
  let last = 0;
  const push = async (...mutations: { name: string; args: object }[]) => {
    const numbered = mutations.map((it) => ({
      id: ++last,
      ...it,
      occurredAt: "2026-01-31T19:00:00.000Z",
    }));
    return (
      await under().ask("POST", "/api/sync/push", {
        token,
        body: { protocol: 1, clientId, mutations: numbered },
      })
    ).body;
  };
  await push({
    name: "order.place",
    args: {
      orderId,
      channel: "takeaway",
      lines: [
        { lineId: grillLine, menuItemId: "pie", quantity: 1 },
        { lineId: otherLine, menuItemId: "cola", quantity: 1 },
      ],
    },
  });
  const said = await push(
    { name: "ticket.shown", args: { orderId, stationId: "bar", lineIds: [otherLine] } },
    {
      name: "ticket.bump",
      args: { orderId, stationId: "bar", lines: [{ lineId: otherLine, generation: 0 }] },
    },
    {
      name: "ticket.shown",
      args: { orderId, stationId: "grill", lineIds: [grillLine, otherLine] },
    },
  );
  expect(said).toMatchObject({
    results: [
      { status: "rejected", code: "other_station" },
      { status: "rejected", code: "other_station" },
      { status: "applied" },
    ],
  });
  const log = await under().ask("GET", "/api/events/orders?since=0&limit=1000", {
    token: house().owner,
  });
  const { events } = log.body as {
    events: {
      type: string;
      entityId: string;
      data: { name?: string; code?: string; lineIds?: string[] };
    }[];
  };
  const of = events
    .filter((event) => event.entityId === orderId)
    .map(({ type, data }) => [type, data.name ?? null, data.code ?? data.lineIds ?? null]);
  expect(of.slice(1)).toEqual([
    ["mutation_rejected", "ticket.shown", "other_station"],
    ["mutation_rejected", "ticket.bump", "other_station"],
    ["ticket_shown", null, [grillLine]],
  ]);
  expect(
    await under().ask("PATCH", `/api/kitchen/items/${otherLine}/status`, {
      token,
      headers: { "Idempotency-Key": randomUUID() },
      body: { status: "preparing" },
    }),
  ).toMatchObject({ status: 403, body: { code: "other_station" } });
});

test("the list has each paired device and what it is behind by", async () => {
  const { body } = await under().ask("GET", "/api/devices", { token: house().owner });
  expect(body).toContainEqual({
    deviceId: house().devices.floor.deviceId,
    name: "The floor",
    role: "floor",
    stationIds: [],
    lastSeenAt: expect.stringMatching(/^\d{4}-.*Z$/),
    ackedSeq: 0,
    behind: expect.any(Number),
    appVersion: null,
  });
});

test("the list says which version of the app a device runs, as soon as it said so", async () => {
  const { deviceId, token } = house().devices.kitchen;
  const versionOf = async (): Promise<unknown> =>
    (
      (await under().ask("GET", "/api/devices", { token: house().owner })).body as {
        deviceId: string;
        appVersion: unknown;
      }[]
    ).find((row) => row.deviceId === deviceId)?.appVersion;
  // So many that writes in any other order than they were said would show.
  for (const version of [
    ...Array.from({ length: 20 }, (_, index) => `1.1.${index}`),
    "1.2.4",
    "no version; at all",
  ])
    await under().ask("GET", "/api/me", { token, headers: { "X-Heard-Version": version } });
  await vi.waitFor(async () => expect(await versionOf()).toBe("1.2.4"), { timeout: 10_000 });
});

test("unpairing ends the token at once and tells open streams, here and in other processes", async () => {
  const { deviceId, token } = house().devices.expo;
  const ended = vi.fn();
  under().deps.revocations.onRevoked(deviceId, ended);
  expect(
    (await under().ask("DELETE", `/api/devices/${deviceId}`, { token: house().owner })).status,
  ).toBe(204);
  expect(ended).toHaveBeenCalledTimes(1);
  expect(publishRevoked).toHaveBeenCalledWith(deviceId);
  expect(await under().ask("GET", "/api/me", { token })).toMatchObject({
    status: 401,
    body: { code: "device_revoked" },
  });
  expect(
    (await under().ask("DELETE", `/api/devices/${deviceId}`, { token: house().owner })).status,
  ).toBe(404);
});
