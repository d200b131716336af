import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { MINUTE } from "#shared/kernel/time.ts";
import { actorOf } from "../auth/actor.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { administer } from "../testing/postgres-setup.ts";
import { MAX_OPEN_CODES } from "./pairing-code.ts";

let now = Date.now();
let under: AppUnderTest;
let house: ApiHouse;
const publishRevoked = vi.fn();
beforeAll(async () => {
  under = await startApp({ clock: { now: () => now }, hints: { publishRevoked } });
  house = await openApiHouse(under);
});
afterAll(() => under.close());

const newCode = async (body: object = { role: "kitchen" }): Promise<string> =>
  (await under.ask("POST", "/api/devices/pairing-codes", { token: house.owner, body })).text(
    "code",
  );
type Holding = {
  readonly from?: string;
  /** Tokens by the role whose cookie they are. */ readonly holds?: Readonly<
    Record<string, string>
  >;
};
const pair = (code: string, more: object = {}, { from, holds = {} }: Holding = {}) =>
  under.ask("POST", "/api/devices/pair", {
    body: { code, name: "Tablet", ...more },
    ...(from === undefined ? {} : { from }),
    headers: {
      Cookie: Object.entries(holds)
        .map(([role, token]) => `heard_${role}=${token}`)
        .join("; "),
    },
  });
const push = (of: { text: (path: string) => string }, clientId: string, available = true, id = 1) =>
  under.deps.writer.submit(house.restaurantId, {
    kind: "push",
    push: {
      protocol: 1,
      clientId,
      mutations: [
        {
          id,
          name: "menu.setAvailability",
          args: { menuItemId: "cola", available },
          occurredAt: new Date(now).toISOString(),
        },
      ],
    },
    who: actorOf({
      kind: "device",
      restaurantId: house.restaurantId,
      subjectId: of.text("deviceId"),
      role: "kitchen",
      letter: of.text("letter"),
      name: "Tablet",
      deviceId: of.text("deviceId"),
      stationIds: [],
    }),
  });
const taken = { kind: "client_taken", head: expect.any(Number) as number };

test("a code pairs one device, with what the owner gave it, and never another", async () => {
  const code = await newCode({ role: "kitchen", name: "Grill left", stationIds: ["grill"] });
  expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  const paired = await pair(code.toLowerCase().replace("-", " "));
  expect(paired).toMatchObject({
    status: 201,
    body: {
      deviceId: expect.any(String),
      token: expect.stringMatching(/^hrd_/),
      role: "kitchen",
      restaurantId: house.restaurantId,
      restaurantName: expect.any(String),
      name: "Tablet",
      letter: expect.stringMatching(/^[A-Z]{1,2}$/),
      stationIds: ["grill"],
    },
  });
  expect(paired.headers.get("set-cookie")).toMatch(/^heard_kitchen=hrd_/);
  expect(await pair(code)).toMatchObject({ status: 404, body: { code: "code_unknown" } });
  expect(await under.ask("GET", "/api/me", { token: paired.text("token") })).toMatchObject({
    status: 200,
    body: {
      deviceId: paired.text("deviceId"),
      stationIds: ["grill"],
      letter: paired.text("letter"),
    },
  });
});

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
      await under.ask("POST", "/api/sync/push", {
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
  const log = await under.ask("GET", "/api/events/orders?since=0&limit=1000", {
    token: house.owner,
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
    await under.ask("PATCH", `/api/kitchen/items/${otherLine}/status`, {
      token,
      headers: { "Idempotency-Key": randomUUID() },
      body: { status: "preparing" },
    }),
  ).toMatchObject({ status: 403, body: { code: "other_station" } });
});

test("ten devices race for one code: one gets it", async () => {
  const code = await newCode();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => pair(code, {}, { from: `9.1.0.${index}` })),
  );
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
});

test("after ten minutes a code is nothing", async () => {
  const real = now;
  now = real - 10 * MINUTE - 1000;
  const code = await newCode();
  now = real;
  expect(await pair(code)).toMatchObject({ status: 404, body: { code: "code_unknown" } });
});

test("a restaurant has a hundred codes open; one more ends the oldest, and used ones take no place", async () => {
  const other = await openApiHouse(under);
  const code = async () =>
    (
      await under.ask("POST", "/api/devices/pairing-codes", {
        token: other.owner,
        body: { role: "display" },
      })
    ).text("code");
  const used = await code();
  expect((await pair(used)).status).toBe(201);
  const codes: string[] = [];
  for (let n = 0; n < MAX_OPEN_CODES; n += 1) {
    now += 1;
    codes.push(await code());
  }
  now += 1;
  const mine = await newCode();
  const last = await code();
  expect([
    (await pair(codes[0] ?? "")).status,
    (await pair(codes[1] ?? "")).status,
    (await pair(last)).status,
    (await pair(mine)).status,
  ]).toEqual([404, 201, 201, 201]);
});

test("five wrong codes slow a source down; a right code is taken from it all the same", async () => {
  for (let i = 0; i < 5; i++)
    expect((await pair("00000-00000", {}, { from: "9.2.0.1" })).status).toBe(404);
  for (let i = 0; i < 3; i++)
    expect(await pair("00000-00000", {}, { from: "9.2.0.1" })).toMatchObject({
      status: 429,
      body: { code: "too_many_requests" },
    });
  expect((await pair(await newCode(), {}, { from: "9.2.0.1" })).status).toBe(201);
  expect(await pair("00000-00000", {}, { from: "9.2.0.2" })).toMatchObject({
    status: 404,
    body: { code: "code_unknown" },
  });
});

test("no two devices share a letter", async () => {
  const letters = [];
  for (let i = 0; i < 4; i++) letters.push((await pair(await newCode())).text("letter"));
  expect(new Set(letters).size).toBe(4);
  for (const letter of letters) expect(["G", "I", "O"]).not.toContain(letter);
});

test("letters come round, past those that somebody has or had until yesterday", async () => {
  const { restaurantId } = house;
  const sql = (text: string) => administer(under.adminUrl, text);
  /** Pairs the one after 22 single letters and all 484 pairs: it would be AA again. */
  const roundAgain = async (holding?: Holding) => {
    await sql(`update restaurants set next_letter = 506 where restaurant_id = '${restaurantId}'`);
    return pair(await newCode(), {}, holding);
  };
  const first = await roundAgain();
  const firstId = first.text("deviceId");
  expect([first, await roundAgain()].map((it) => it.text("letter"))).toEqual(["AA", "AB"]);
  await under.ask("DELETE", `/api/devices/${firstId}`, { token: house.owner });
  expect((await roundAgain()).text("letter")).toBe("AC");
  await sql(
    `update devices set revoked_at = now() - interval '25 hours' where device_id = '${firstId}'`,
  );
  expect((await roundAgain()).text("letter")).toBe("AA");
  expect((await roundAgain({ holds: { kitchen: first.text("token") } })).text("letter")).toBe("AD");
});

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
  expect(await under.ask("GET", "/api/me", { token: first.text("token") })).toMatchObject({
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
  await under.ask("DELETE", `/api/devices/${first.text("deviceId")}`, { token: house.owner });
  const second = await pair(
    await newCode(),
    { clientId },
    { holds: { kitchen: first.text("token"), floor: house.devices.floor.token } },
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
    expect((await under.ask("GET", "/api/me", { token: kitchen.text("token") })).status).toBe(200);
    // It takes a client of its own, and what it has not sent goes under that one (SYN-22).
    expect(await push(thief, clientId, false, 2)).toEqual(taken);
    expect(await push(kitchen, clientId, true, 2)).toMatchObject({
      kind: "pushed",
      lastMutationId: 2,
    });
  },
);

test("a neighbour's token proves nothing here", async () => {
  const neighbour = await openApiHouse(under);
  const paired = await pair(
    await newCode(),
    {},
    { holds: { kitchen: neighbour.devices.kitchen.token } },
  );
  expect(paired).toMatchObject({ status: 201, body: { restaurantId: house.restaurantId } });
  expect(
    (await under.ask("GET", "/api/me", { token: neighbour.devices.kitchen.token })).status,
  ).toBe(200);
});

test("the owner's word replaces a device of the same role, with whatever the new one holds", async () => {
  const first = await pair(await newCode());
  const clientId = randomUUID();
  await push(first, clientId);
  const code = await newCode({ role: "kitchen", replaces: first.text("deviceId") });
  expect((await under.ask("GET", "/api/me", { token: first.text("token") })).status).toBe(200);
  const second = await pair(code, { clientId });
  expect(second).toMatchObject({ status: 201, body: { letter: first.text("letter") } });
  expect(publishRevoked).toHaveBeenCalledWith(first.text("deviceId"));
  expect(await push(second, clientId, true, 2)).toMatchObject({
    kind: "pushed",
    lastMutationId: 2,
  });
});

test("a device of another role, a neighbour's and one that nobody knows cannot be named", async () => {
  const neighbour = await openApiHouse(under);
  for (const replaces of [
    house.devices.floor.deviceId,
    neighbour.devices.kitchen.deviceId,
    randomUUID(),
  ]) {
    expect(
      await under.ask("POST", "/api/devices/pairing-codes", {
        token: house.owner,
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

test("stations that the menu does not have are refused", async () => {
  const answer = await under.ask("POST", "/api/devices/pairing-codes", {
    token: house.owner,
    body: { role: "kitchen", stationIds: ["grill", "moon"] },
  });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: "invalid", issues: [{ path: "stationIds.1" }] },
  });
});

test("the list has each paired device and what it is behind by", async () => {
  const { body } = await under.ask("GET", "/api/devices", { token: house.owner });
  expect(body).toContainEqual({
    deviceId: house.devices.floor.deviceId,
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
  const { deviceId, token } = house.devices.kitchen;
  const versionOf = async (): Promise<unknown> =>
    (
      (await under.ask("GET", "/api/devices", { token: house.owner })).body as {
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
    await under.ask("GET", "/api/me", { token, headers: { "X-Heard-Version": version } });
  await vi.waitFor(async () => expect(await versionOf()).toBe("1.2.4"), { timeout: 10_000 });
});

test("unpairing ends the token at once and tells open streams, here and in other processes", async () => {
  const { deviceId, token } = house.devices.expo;
  const ended = vi.fn();
  under.deps.revocations.onRevoked(deviceId, ended);
  expect(
    (await under.ask("DELETE", `/api/devices/${deviceId}`, { token: house.owner })).status,
  ).toBe(204);
  expect(ended).toHaveBeenCalledTimes(1);
  expect(publishRevoked).toHaveBeenCalledWith(deviceId);
  expect(await under.ask("GET", "/api/me", { token })).toMatchObject({
    status: 401,
    body: { code: "device_revoked" },
  });
  expect(
    (await under.ask("DELETE", `/api/devices/${deviceId}`, { token: house.owner })).status,
  ).toBe(404);
});
