import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { systemActor } from "../auth/actor.ts";
import { mutation, pair, push as pushOf } from "../sync/testing/house.ts";
import { claim } from "./queue.ts";
import { putSubscription } from "./subscriptions.ts";
import { startNotifier, type Notifier } from "./worker.ts";
import { openNotifying } from "./testing/notifying.ts";

const { server, service, deps, told, alarm, sql, waiting, subscriptions, makeDue, sends } =
  openNotifying();

describe("what is to be told", () => {
  test("is committed with its event, once for each phone, and reaches each once", async () => {
    const house = await told();
    const second = await pair(server().directory, house.restaurantId, "owner");
    const other = service().phone();
    await server().database.tenant(house.restaurantId, (tx) =>
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
    await server().database.tenant(house.restaurantId, (tx) => claim(tx, house.restaurantId));
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
    service().answers = 503;
    await sends(house);
    await sends(house);
    expect(
      service().taken.filter(({ path }) => house.phone.subscription.endpoint.endsWith(path)),
    ).toHaveLength(1);
    service().answers = 201;
    await makeDue(house);
    await sends(house);
    expect(house.phone.told()).toHaveLength(2);
    expect(await waiting(house)).toBe(0);
  });

  test("is given up after as many tries as were promised, or where the service refuses it", async () => {
    const [busy, refused] = [await told(), await told()];
    await Promise.all([alarm(busy), alarm(refused)]);
    await sql(busy, "update notifications set attempts = 11");
    service().answers = 503;
    await sends(busy);
    service().answers = 413;
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
    const tablet = await pair(server().directory, house.restaurantId, "kitchen");
    const orderId = await alarm(house);
    await server().sync.writer.submit(
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
    await server().sync.writer.submit(house.restaurantId, {
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
    const tablet = await pair(server().directory, house.restaurantId, "kitchen");
    await sql(house, "update devices set last_seen_at = '2026-01-31T19:02:11.123Z'");
    const command = {
      name: "device.silent",
      args: {
        deviceId: tablet.deviceId,
        name: "Grill tablet",
        lastSeenAt: "2026-01-31T19:02:11.123Z",
      },
    } as const;
    await server().sync.writer.submit(house.restaurantId, {
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
    await server().sync.writer.submit(house.restaurantId, {
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
