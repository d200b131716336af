import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "../auth/actor.ts";
import { hashSecret } from "../auth/tokens.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { createSleeper } from "../process/sleeper.ts";
import {
  makeHouse,
  mutation,
  pair,
  placeOrder,
  push as pushOf,
  type StoredHouse,
} from "../sync/testing/house.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { createPush } from "./push.ts";
import { claim } from "./queue.ts";
import { findSubscription, MAX_SUBSCRIPTIONS, putSubscription } from "./subscriptions.ts";
import { startPushService, type Phone, type PushService } from "./testing/push-service.ts";
import { sendDue, startNotifier, type Notifier, type NotifierDeps } from "./worker.ts";

let fresh: TestDatabase;
let server: Process;
let service: PushService;
beforeAll(async () => {
  fresh = await freshDatabase();
  [server, service] = await Promise.all([
    startProcess(fresh.adminUrl, fresh.role),
    startPushService(),
  ]);
});
afterAll(async () => {
  await service.close();
  await server.close();
  await fresh.drop();
});
beforeEach(() => {
  service.answers = 201;
});

const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

function deps(over: Partial<NotifierDeps> = {}): NotifierDeps {
  const log = { warn: vi.fn(), error: vi.fn() };
  return {
    database: server.database,
    directory: server.directory,
    metrics: createMetrics(),
    log,
    sleeper: createSleeper(),
    everyMs: HOUR_MS,
    clock: { now: () => Date.now() },
    random: { next: () => 0.5 },
    push: createPush({
      serverSecret: new Uint8Array(32).fill(1),
      services: [service.origin],
      contact: "mailto:heard@example.com",
      log,
      timeoutMs: 500,
    }),
    ...over,
  };
}

type Told = StoredHouse & { readonly phone: Phone };

/** A restaurant whose owner has signed in and wants to be told. */
async function told(): Promise<Told> {
  const house = await makeHouse(server.directory, server.sync.writer);
  const phone = service.phone();
  await server.database.tenant(house.restaurantId, (tx) =>
    putSubscription(tx, house.restaurantId, house.owner.subjectId, phone.subscription),
  );
  return { ...house, phone };
}

/** An order that nobody has shown, and the alarm about it: what the watch does. */
async function alarm({ restaurantId, owner }: StoredHouse): Promise<string> {
  const orderId = randomUUID();
  await server.sync.writer.submit(
    restaurantId,
    pushOf(owner, randomUUID(), mutation(1, placeOrder(orderId))),
  );
  await server.sync.writer.submit(restaurantId, {
    kind: "command",
    who: systemActor(restaurantId),
    key: null,
    strict: false,
    command: { name: "restaurant.notify", args: { kind: "order_unheard", orderId } },
  });
  return orderId;
}

const sql = <Row extends object>(
  { restaurantId }: StoredHouse,
  text: string,
  values: readonly unknown[] = [],
) => server.database.tenant(restaurantId, (tx) => tx.query<Row>(text, values));
const waiting = async (house: StoredHouse): Promise<number> =>
  (await sql(house, "select 1 from notifications")).rowCount;
const subscriptions = async (house: StoredHouse): Promise<number> =>
  (await sql(house, "select 1 from push_subscriptions")).rowCount;
/** As if time had passed for what waits to be tried again. */
const makeDue = (house: StoredHouse) => sql(house, "update notifications set due_at = now()");
const sends = (house: StoredHouse, over: Partial<NotifierDeps> = {}) =>
  sendDue(deps(over), house.restaurantId, never);

describe("what is to be told", () => {
  test("is committed with its event, once for each phone, and reaches each once", async () => {
    const house = await told();
    const second = await pair(server.directory, house.restaurantId, "owner");
    const other = service.phone();
    await server.database.tenant(house.restaurantId, (tx) =>
      putSubscription(tx, house.restaurantId, second.deviceId, other.subscription),
    );
    const orderId = await alarm(house);
    expect(await waiting(house)).toBe(2);
    await sends(house);
    await sends(house);
    for (const phone of [house.phone, other])
      expect(phone.told()).toEqual([
        expect.objectContaining({
          kind: "order_unheard",
          number: "W1",
          table: null,
          tag: `order_unheard/${orderId}`,
          locale: "en-GB",
          timezone: "Europe/London",
        }),
      ]);
    expect(await waiting(house)).toBe(0);
  });

  test("survives a server that dies between the commit and the send: another one's sweep finds it", async () => {
    const house = await told();
    await alarm(house);
    const survivor = startNotifier(deps());
    await vi.waitFor(async () => expect(await waiting(house)).toBe(0), { timeout: 10_000 });
    await survivor.stop();
    expect(house.phone.told()).toHaveLength(1);
  });

  test("survives a server that dies with it in hand: nobody else sends it at once, somebody does when the hold is over", async () => {
    const house = await told();
    await alarm(house);
    await server.database.tenant(house.restaurantId, (tx) => claim(tx, house.restaurantId));
    await sends(house);
    expect(house.phone.told()).toEqual([]);
    await makeDue(house);
    await sends(house);
    expect(house.phone.told()).toHaveLength(1);
  });

  test("is sent once, however many servers are poked and sweep at the same moment", async () => {
    const house = await told();
    const servers: Notifier[] = [1, 2, 3].map(() => startNotifier(deps({ everyMs: 5 })));
    for (let n = 0; n < 5; n += 1) {
      await alarm(house);
      for (const one of servers) one.poke(house.restaurantId);
    }
    await vi.waitFor(async () => expect(await waiting(house)).toBe(0), { timeout: 10_000 });
    await Promise.all(servers.map((one) => one.stop()));
    expect(house.phone.told().map(({ tag }) => tag)).toHaveLength(5);
    expect(new Set(house.phone.told().map(({ tag }) => tag)).size).toBe(5);
  });

  test("is tried again where the service is busy, and not before its time", async () => {
    const house = await told();
    await alarm(house);
    service.answers = 503;
    await sends(house);
    await sends(house);
    expect(
      service.taken.filter(({ path }) => house.phone.subscription.endpoint.endsWith(path)),
    ).toHaveLength(1);
    service.answers = 201;
    await makeDue(house);
    await sends(house);
    expect(house.phone.told()).toHaveLength(2);
    expect(await waiting(house)).toBe(0);
  });

  test("is given up after as many tries as were promised, or where the service refuses it", async () => {
    const [busy, refused] = [await told(), await told()];
    await Promise.all([alarm(busy), alarm(refused)]);
    await sql(busy, "update notifications set attempts = 11");
    service.answers = 503;
    await sends(busy);
    service.answers = 413;
    await sends(refused);
    expect([await waiting(busy), await waiting(refused)]).toEqual([0, 0]);
    expect([await subscriptions(busy), await subscriptions(refused)]).toEqual([1, 1]);
  });

  test("is not told ten minutes late", async () => {
    const house = await told();
    await alarm(house);
    await sql(
      house,
      "update notifications set created_at = now() - interval '10 minutes 1 second'",
    );
    await sends(house);
    expect([house.phone.told(), await waiting(house)]).toEqual([[], 0]);
  });

  test("is not told where it has come right since: the order was shown, answered or cancelled, the device is back", async () => {
    const house = await told();
    const tablet = await pair(server.directory, house.restaurantId, "kitchen");
    const orderId = await alarm(house);
    await server.sync.writer.submit(
      house.restaurantId,
      pushOf(
        house.owner,
        randomUUID(),
        mutation(1, { name: "order.cancel", args: { orderId, reason: "They left" } }),
      ),
    );
    const silent = {
      deviceId: tablet.deviceId,
      name: "Grill tablet",
      lastSeenAt: new Date(Date.now() - 200_000).toISOString(),
    };
    await server.sync.writer.submit(house.restaurantId, {
      kind: "command",
      who: systemActor(house.restaurantId),
      key: null,
      strict: false,
      command: { name: "device.silent", args: silent },
    });
    expect(await waiting(house)).toBe(2);
    await sends(house);
    expect([house.phone.told(), await waiting(house)]).toEqual([[], 0]);
  });

  test("says which device is away, and since when", async () => {
    const house = await told();
    const tablet = await pair(server.directory, house.restaurantId, "kitchen");
    await sql(house, "update devices set last_seen_at = '2026-01-31T19:02:11.123Z'");
    const command = {
      name: "device.silent",
      args: {
        deviceId: tablet.deviceId,
        name: "Grill tablet",
        lastSeenAt: "2026-01-31T19:02:11.123Z",
      },
    } as const;
    await server.sync.writer.submit(house.restaurantId, {
      kind: "command",
      who: systemActor(house.restaurantId),
      key: null,
      strict: false,
      command,
    });
    await sends(house);
    expect(house.phone.told()).toEqual([
      expect.objectContaining({
        kind: "device_silent",
        device: "Grill tablet",
        since: "2026-01-31T19:02:11.123Z",
        tag: `device_silent/${tablet.deviceId}`,
      }),
    ]);
  });

  test("says that somebody is guessing pairing codes", async () => {
    const house = await told();
    await server.sync.writer.submit(house.restaurantId, {
      kind: "command",
      who: systemActor(house.restaurantId),
      key: null,
      strict: false,
      command: { name: "codes.guessed", args: { count: 120 } },
    });
    await sends(house);
    expect(house.phone.told()).toEqual([
      expect.objectContaining({ kind: "codes_guessed", count: 120, tag: "codes_guessed" }),
    ]);
  });

  test("[S9] is nobody else's business", async () => {
    const [house, neighbour] = [await told(), await told()];
    await alarm(house);
    await Promise.all([sends(house), sends(neighbour)]);
    expect([house.phone.told().length, neighbour.phone.told().length]).toEqual([1, 0]);
  });
});

describe("a phone", () => {
  test.each([404, 410])(
    "that its service does not know any more (%i) is forgotten, with what was still to be told",
    async (status) => {
      const house = await told();
      await alarm(house);
      await alarm(house);
      service.answers = status;
      await sends(house);
      expect([await subscriptions(house), await waiting(house)]).toEqual([0, 0]);
    },
  );

  test("that has subscribed anew meanwhile is not forgotten for its old address", async () => {
    const house = await told();
    await alarm(house);
    const renewed = service.phone();
    const again = deps({
      push: {
        async send() {
          await server.database.tenant(house.restaurantId, (tx) =>
            putSubscription(tx, house.restaurantId, house.owner.subjectId, renewed.subscription),
          );
          return "gone";
        },
      },
    });
    await sendDue(again, house.restaurantId, never);
    expect(await subscriptions(house)).toBe(1);
    await makeDue(house);
    await sends(house);
    expect(renewed.told()).toHaveLength(1);
  });

  test("whose owner has signed out is told nothing, and forgotten", async () => {
    const house = await told();
    await alarm(house);
    await server.directory.revokeCredential(hashSecret(house.ownerToken));
    await sends(house);
    expect([house.phone.told(), await subscriptions(house), await waiting(house)]).toEqual([
      [],
      0,
      0,
    ]);
  });

  test("whose owner's session ran out months ago goes on being told: in a pocket nobody learns that it would not ring", async () => {
    const house = await told();
    await administer(
      fresh.adminUrl,
      `update directory_credentials set expires_at = now() - interval '90 days' where subject_id = '${house.owner.subjectId}'`,
    );
    expect(await server.directory.subjectIsActive(house.restaurantId, house.owner.subjectId)).toBe(
      false,
    );
    await alarm(house);
    await sends(house);
    expect([house.phone.told().length, await subscriptions(house), await waiting(house)]).toEqual([
      1, 1, 0,
    ]);
    await server.directory.revokeCredential(hashSecret(house.ownerToken));
    await alarm(house);
    await sends(house);
    expect([house.phone.told().length, await subscriptions(house)]).toEqual([1, 0]);
  });

  test("that was unpaired is told nothing, and forgotten", async () => {
    const house = await makeHouse(server.directory, server.sync.writer);
    const { deviceId } = await pair(server.directory, house.restaurantId, "owner");
    const phone = service.phone();
    await server.database.tenant(house.restaurantId, (tx) =>
      putSubscription(tx, house.restaurantId, deviceId, phone.subscription),
    );
    await alarm(house);
    await server.directory.revokeDevice(house.restaurantId, deviceId);
    await sends(house);
    expect([phone.told(), await subscriptions(house)]).toEqual([[], 0]);
  });

  test("that does not answer holds up no other", async () => {
    const [stuck, house] = [await told(), await told()];
    await Promise.all([alarm(stuck), alarm(house)]);
    service.answers = null;
    const slow = sends(stuck);
    await vi.waitFor(
      () =>
        expect(
          service.taken.some(({ path }) => stuck.phone.subscription.endpoint.endsWith(path)),
        ).toBe(true),
      { timeout: 10_000 },
    );
    service.answers = 201;
    await sends(house);
    expect(house.phone.told()).toHaveLength(1);
    await slow;
    expect(await waiting(stuck)).toBe(1);
  });

  test("is one browser: signed in again it does not ring twice, and the oldest of too many goes", async () => {
    const house = await told();
    const { restaurantId } = house;
    const put = (subjectId: string, phone: Phone) =>
      server.database.tenant(restaurantId, (tx) =>
        putSubscription(tx, restaurantId, subjectId, phone.subscription),
      );
    const again = randomUUID();
    await put(again, house.phone);
    expect(await subscriptions(house)).toBe(1);
    for (let n = 0; n < MAX_SUBSCRIPTIONS; n += 1) await put(randomUUID(), service.phone());
    expect(await subscriptions(house)).toBe(MAX_SUBSCRIPTIONS);
    expect(
      await server.database.tenant(restaurantId, (tx) => findSubscription(tx, restaurantId, again)),
    ).toBeNull();
  });
});
