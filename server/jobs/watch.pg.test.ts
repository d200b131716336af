import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fromIso, MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import { HELD_AGAIN_MS } from "#shared/kitchen/release-time.ts";
import type { Command } from "#shared/orders/command.ts";
import { guestActor, systemActor } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import { createSleeper } from "../process/sleeper.ts";
import { makeHouse, pair } from "../sync/testing/house.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { isHeld, place, shown, submit, told } from "./testing/orders.ts";
import { startWatch, type Watch, type WatchDeps } from "./watch.ts";

/** The alarm's limit in the houses of `makeHouse`. */
const LIMIT_MS = 15 * SECOND;

let fresh: TestDatabase;
let aheadMs = 0;
const errors: object[] = [];
const warnings: object[] = [];
const watches: Watch[] = [];
const processes: Process[] = [];

beforeEach(async () => {
  fresh = await freshDatabase();
  aheadMs = 0;
  errors.length = warnings.length = 0;
});
afterEach(async () => {
  await Promise.all(watches.splice(0).map((watch) => watch.stop()));
  await Promise.all(processes.splice(0).map((process) => process.close()));
  await fresh.drop();
});

async function start(): Promise<Process> {
  const process = await startProcess(fresh.adminUrl, fresh.role);
  processes.push(process);
  return process;
}

/** A watch that looks all the time, by a clock that the test moves on (`aheadMs`). */
function watchOn(process: Process, over: Partial<WatchDeps> = {}): Watch {
  const watch = startWatch({
    database: process.database,
    directory: process.directory,
    writer: process.sync.writer,
    clock: { now: () => Date.now() + aheadMs },
    random: { next: () => 0 },
    sleeper: createSleeper(),
    lookEveryMs: 10,
    log: {
      error: (fields) => void errors.push(fields),
      warn: (fields) => void warnings.push(fields),
    },
    ...over,
  });
  process.onCommitted((part) => watch.touched(part));
  process.onHeard((restaurantId) => watch.heard(restaurantId));
  watches.push(watch);
  return watch;
}

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 10 });

/** Long enough for a watch to have looked several times. */
const aWhile = () => new Promise((resolve) => void setTimeout(resolve, 300));

describe("an order that no kitchen screen has shown", () => {
  test("is told after the limit and not before, once; one that was shown is not", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const kitchen = await pair(server.directory, house.restaurantId, "kitchen");
    watchOn(server);
    const [unheard, heard] = [await place(server, house), await place(server, house)];
    await submit(server, house, kitchen.actor, shown(heard));
    aheadMs = LIMIT_MS - 5 * SECOND;
    await aWhile();
    expect(await told(server, house)).toEqual([]);
    aheadMs = LIMIT_MS;
    await soon(() => told(server, house)).toEqual([`order_unheard ${unheard.orderId}`]);
    aheadMs = 10 * LIMIT_MS;
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
    aheadMs = LIMIT_MS;
    await soon(() => told(server, house)).toContain(`order_unscreened ${orderId}`);
    aheadMs = 10 * LIMIT_MS;
    await aWhile();
    expect((await told(server, house)).filter((word) => word.includes(orderId))).toEqual([
      `order_unscreened ${orderId}`,
    ]);
  });

  test("is told once by two servers, and not again after a restart", async () => {
    const [one, other] = [await start(), await start()];
    const house = await makeHouse(one.directory, one.sync.writer);
    const { orderId } = await place(one, house);
    aheadMs = LIMIT_MS;
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
    aheadMs = LIMIT_MS;
    watchOn(server);
    await soon(() => told(server, house)).toEqual([`order_unheard ${order.orderId}`]);
    aheadMs = 2 * LIMIT_MS;
    await aWhile();
    expect(await told(server, house)).toHaveLength(1);
  });

  test("is told by a server that was started after it was due", async () => {
    const server = await start();
    const houses = await Promise.all(
      Array.from({ length: 6 }, () => makeHouse(server.directory, server.sync.writer)),
    );
    const orders = await Promise.all(houses.map((house) => place(server, house)));
    aheadMs = LIMIT_MS;
    watchOn(server);
    for (const [index, house] of houses.entries())
      await soon(() => told(server, house)).toEqual([`order_unheard ${orders[index]?.orderId}`]);
  });
});

describe("an order that another process took, and died with", () => {
  test("is told by one that heard of it", async () => {
    const [taking, watching] = [await start(), await start()];
    const house = await makeHouse(taking.directory, taking.sync.writer);
    watchOn(watching, { headsEveryMs: 600_000 });
    watching.sync.hints.start();
    await soon(() => watching.sync.hints.status()).toBe("connected");
    const { orderId } = await place(taking, house);
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    watching.onHeard((restaurantId) => void (restaurantId === house.restaurantId && resolve()));
    await place(taking, house);
    await heard;
    aheadMs = 2 * LIMIT_MS;
    await soon(() => told(watching, house)).toContain(`order_unheard ${orderId}`);
  });

  test("is told by one that did not, because it reads how far the logs are", async () => {
    const [taking, watching] = [await start(), await start()];
    const house = await makeHouse(taking.directory, taking.sync.writer);
    watchOn(watching, { headsEveryMs: 20 });
    await aWhile();
    const { orderId } = await place(taking, house);
    await aWhile();
    aheadMs = 2 * LIMIT_MS;
    await soon(() => told(watching, house)).toEqual([`order_unheard ${orderId}`]);
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
  aheadMs = LIMIT_MS;
  await soon(() => told(server, house)).toEqual([`order_waiting ${waits.orderId}`]);
});

describe("a held order with a promised time", () => {
  const promised = (inMs: number) => ({ hold: true, promisedAt: toIso(Date.now() + inMs) });

  test("is released when it is due and not before", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    watchOn(server);
    const { orderId } = await place(server, house, promised(60 * MINUTE));
    aheadMs = 44 * MINUTE;
    await aWhile();
    expect(await isHeld(server, house, orderId)).toBe(true);
    aheadMs = 45 * MINUTE;
    await soon(() => isHeld(server, house, orderId)).toBe(false);
  });

  test("that fell due while no server ran is released at the start", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const { orderId } = await place(server, house, promised(60 * MINUTE));
    aheadMs = 3 * 60 * MINUTE;
    watchOn(server);
    await soon(() => isHeld(server, house, orderId)).toBe(false);
  });
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
    aheadMs = LIMIT_MS;
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
    aheadMs = 3 * LIMIT_MS;
    await soon(() => told(server, house)).toEqual([
      `order_unheard ${orderId}`,
      `order_unheard ${orderId}`,
    ]);
  });

  test("[ORD-16] who holds an order again after it was released keeps it, and for a quarter of an hour at most", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    watchOn(server);
    const { orderId } = await place(server, house, {
      hold: true,
      promisedAt: toIso(Date.now() + 10 * MINUTE),
    });
    await soon(() => isHeld(server, house, orderId)).toBe(false);
    await submit(server, house, house.owner, { name: "order.hold", args: { orderId } });
    await aWhile();
    expect(await isHeld(server, house, orderId)).toBe(true);
    aheadMs = HELD_AGAIN_MS;
    await soon(() => isHeld(server, house, orderId)).toBe(false);
  });
});

describe("what goes wrong", () => {
  /** A database in which one restaurant cannot be read, or is never answered for. */
  const without = (
    { database }: Process,
    restaurantId: string,
    how: () => Promise<never>,
  ): Pick<Database, "tenant"> => ({
    tenant: (id, work) => (id === restaurantId ? how() : database.tenant(id, work)),
  });

  test.each([
    { what: "fails", how: async () => Promise.reject(new Error("broken")), told: 1 },
    {
      what: "is never answered for",
      how: async () => new Promise<never>(() => undefined),
      told: 0,
    },
  ])("a restaurant that $what costs the others nothing", async ({ how, told: failures }) => {
    const server = await start();
    const houses = [
      await makeHouse(server.directory, server.sync.writer),
      await makeHouse(server.directory, server.sync.writer),
      await makeHouse(server.directory, server.sync.writer),
    ] as const;
    const orders = await Promise.all(houses.map((house) => place(server, house)));
    aheadMs = LIMIT_MS;
    const watch = watchOn(server, { database: without(server, houses[0].restaurantId, how) });
    for (const index of [1, 2] as const)
      await soon(() => told(server, houses[index])).toEqual([
        `order_unheard ${orders[index]?.orderId}`,
      ]);
    // Also those that come later.
    const later = await place(server, houses[2]);
    aheadMs = 3 * LIMIT_MS;
    await soon(() => told(server, houses[2])).toContain(`order_unheard ${later.orderId}`);
    expect(await told(server, houses[0])).toEqual([]);
    expect(errors.length > 0).toBe(failures > 0);
    for (const error of errors)
      expect(error).toMatchObject({ restaurantId: houses[0].restaurantId });
    // The one that is never answered for would be waited for.
    if (failures === 0) watches.splice(watches.indexOf(watch), 1);
  });

  test("one order that cannot be told costs the others of its restaurant nothing, and is tried again", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const orders = [
      await place(server, house),
      await place(server, house),
      await place(server, house),
    ];
    const [bad] = orders;
    let fails = true;
    aheadMs = LIMIT_MS;
    watchOn(server, {
      writer: {
        submit: (id, submission) =>
          fails &&
          submission.kind === "command" &&
          "orderId" in submission.command.args &&
          submission.command.args.orderId === bad?.orderId
            ? Promise.reject(new Error("broken"))
            : server.sync.writer.submit(id, submission),
      },
    });
    await soon(() => told(server, house)).toHaveLength(2);
    fails = false;
    await soon(() => told(server, house)).toContain(`order_unheard ${bad?.orderId}`);
    expect(await told(server, house)).toHaveLength(3);
  });
});
