import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fromIso, MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import { guestActor, systemActor } from "../auth/actor.ts";
import { makeHouse, pair } from "../sync/testing/house.ts";
import { place, shown, submit, told } from "./testing/orders.ts";
import { aWhile, createWatching, LIMIT_MS, soon } from "./testing/watching.ts";

const { open, close, start, watchOn, clock, errors, watches } = createWatching();
beforeEach(open);
afterEach(close);

describe("an order that no kitchen screen has shown", () => {
  test("is told after the limit and not before, once; one that was shown is not", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const kitchen = await pair(server.directory, house.restaurantId, "kitchen");
    watchOn(server);
    const [unheard, heard] = [await place(server, house), await place(server, house)];
    await submit(server, house, kitchen.actor, shown(heard));
    clock.aheadMs = LIMIT_MS - 5 * SECOND;
    await aWhile();
    expect(await told(server, house)).toEqual([]);
    clock.aheadMs = LIMIT_MS;
    await soon(() => told(server, house)).toEqual([`order_unheard ${unheard.orderId}`]);
    clock.aheadMs = 10 * LIMIT_MS;
    await aWhile();
    expect(await told(server, house)).toHaveLength(1);
  });

  test("[ORD-36] is told once as one that no screen shows, where its stations have none, and never as unheard", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    watchOn(server);
    await submit(server, house, systemActor(house.restaurantId), {
      name: "stations.unscreened",
      args: { stationIds: ["grill"] },
    });
    const { orderId } = await place(server, house);
    clock.aheadMs = LIMIT_MS;
    await soon(() => told(server, house)).toContain(`order_unscreened ${orderId}`);
    clock.aheadMs = 10 * LIMIT_MS;
    await aWhile();
    expect((await told(server, house)).filter((word) => word.includes(orderId))).toEqual([
      `order_unscreened ${orderId}`,
    ]);
  });

  test("is told once by two servers, and not again after a restart", async () => {
    const [one, other] = [await start(), await start()];
    const house = await makeHouse(one.directory, one.sync.writer);
    const { orderId } = await place(one, house);
    clock.aheadMs = LIMIT_MS;
    for (const process of [one, other]) watchOn(process);
    await soon(() => told(one, house)).toEqual([`order_unheard ${orderId}`]);
    await Promise.all(watches.splice(0).map((watch) => watch.stop()));
    watchOn(one);
    await aWhile();
    expect(await told(one, house)).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test("is told though the same moment was once nothing to speak of: a word that came to nothing is asked anew", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const kitchen = await pair(server.directory, house.restaurantId, "kitchen");
    const lines = [1, 2].map((course) => ({
      lineId: randomUUID(),
      menuItemId: "burger",
      quantity: 1,
      course,
    }));
    const order = await place(server, house, { lines });
    await submit(server, house, kitchen.actor, shown({ ...order, lines: lines.slice(0, 1) }));
    const ask = (command: Command, more: { key?: string; occurredAt?: string }) =>
      server.sync.writer.submit(house.restaurantId, {
        kind: "command",
        who: systemActor(house.restaurantId),
        command,
        key: null,
        strict: false,
        ...more,
      });
    const about = { orderId: order.orderId };
    const unheard: Command = {
      name: "restaurant.notify",
      args: { kind: "order_unheard", ...about },
    };
    const now = await ask(unheard, {});
    const firedAt = now.kind === "decided" ? (now.order?.firedAt ?? "") : "";
    expect(
      await ask(unheard, { key: `watch/order_unheard/${order.orderId}/${firedAt}/${firedAt}` }),
    ).toMatchObject({ answer: { status: "noop" } });
    // Fired by a clock that was set back: it has no newer moment.
    await ask(
      { name: "order.fireCourse", args: { ...about, course: 2 } },
      { occurredAt: toIso(fromIso(firedAt) - MINUTE) },
    );
    clock.aheadMs = LIMIT_MS;
    watchOn(server);
    await soon(() => told(server, house)).toEqual([`order_unheard ${order.orderId}`]);
    clock.aheadMs = 2 * LIMIT_MS;
    await aWhile();
    expect(await told(server, house)).toHaveLength(1);
  });

  test("is told by a server that was started after it was due", async () => {
    const server = await start();
    const houses = await Promise.all(
      Array.from({ length: 6 }, () => makeHouse(server.directory, server.sync.writer)),
    );
    const orders = await Promise.all(houses.map((house) => place(server, house)));
    clock.aheadMs = LIMIT_MS;
    watchOn(server);
    for (const [index, house] of houses.entries())
      await soon(() => told(server, house)).toEqual([`order_unheard ${orders[index]?.orderId}`]);
  });
});

test("a guest's order that nobody accepts is told after the limit", async () => {
  const server = await start();
  const house = await makeHouse(server.directory, server.sync.writer);
  watchOn(server);
  const [waits, accepted] = [
    await place(server, house, {}, guestActor(house.restaurantId)),
    await place(server, house, {}, guestActor(house.restaurantId)),
  ];
  await submit(server, house, house.owner, {
    name: "order.accept",
    args: { orderId: accepted.orderId },
  });
  const kitchen = await pair(server.directory, house.restaurantId, "kitchen");
  await submit(server, house, kitchen.actor, shown(accepted));
  clock.aheadMs = LIMIT_MS;
  await soon(() => told(server, house)).toEqual([`order_waiting ${waits.orderId}`]);
});

describe("said once, and again where it is another thing", () => {
  test("a later course that goes unheard is told, and a screen that shows part of an order makes it no other alarm", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const kitchen = await pair(server.directory, house.restaurantId, "kitchen");
    watchOn(server);
    const [first, second, dessert] = [randomUUID(), randomUUID(), randomUUID()];
    const line = (lineId: string, course: number) => ({
      lineId,
      menuItemId: "burger",
      quantity: 1,
      course,
    });
    const { orderId } = await place(server, house, {
      lines: [line(first, 1), line(second, 1), line(dessert, 2)],
    });
    const show = (lineId: string): Promise<void> =>
      submit(server, house, kitchen.actor, {
        name: "ticket.shown",
        args: { orderId, stationId: "grill", lineIds: [lineId] },
      });
    clock.aheadMs = LIMIT_MS;
    await soon(() => told(server, house)).toEqual([`order_unheard ${orderId}`]);
    await show(first);
    await aWhile();
    expect(await told(server, house)).toHaveLength(1);
    await show(second);
    // As many lines as before, and another course.
    await submit(server, house, house.owner, {
      name: "order.fireCourse",
      args: { orderId, course: 2 },
    });
    clock.aheadMs = 3 * LIMIT_MS;
    await soon(() => told(server, house)).toEqual([
      `order_unheard ${orderId}`,
      `order_unheard ${orderId}`,
    ]);
  });
});
