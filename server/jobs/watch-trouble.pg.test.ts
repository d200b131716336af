import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { makeHouse } from "../sync/testing/house.ts";
import type { Process } from "../sync/testing/process.ts";
import { place, told } from "./testing/orders.ts";
import { aWhile, createWatching, LIMIT_MS, soon } from "./testing/watching.ts";

const { open, close, start, watchOn, clock, errors, watches } = createWatching();
beforeEach(open);
afterEach(close);

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
    clock.aheadMs = 2 * LIMIT_MS;
    await soon(() => told(watching, house)).toContain(`order_unheard ${orderId}`);
  });

  test("is told by one that did not, because it reads how far the logs are", async () => {
    const [taking, watching] = [await start(), await start()];
    const house = await makeHouse(taking.directory, taking.sync.writer);
    watchOn(watching, { headsEveryMs: 20 });
    await aWhile();
    const { orderId } = await place(taking, house);
    await aWhile();
    clock.aheadMs = 2 * LIMIT_MS;
    await soon(() => told(watching, house)).toEqual([`order_unheard ${orderId}`]);
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
    clock.aheadMs = LIMIT_MS;
    const watch = watchOn(server, { database: without(server, houses[0].restaurantId, how) });
    for (const index of [1, 2] as const)
      await soon(() => told(server, houses[index])).toEqual([
        `order_unheard ${orders[index]?.orderId}`,
      ]);
    // Also those that come later.
    const later = await place(server, houses[2]);
    clock.aheadMs = 3 * LIMIT_MS;
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
    clock.aheadMs = LIMIT_MS;
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
