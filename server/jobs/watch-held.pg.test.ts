import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE, toIso } from "#shared/kernel/time.ts";
import { HELD_AGAIN_MS } from "#shared/kitchen/release-time.ts";
import { makeHouse } from "../sync/testing/house.ts";
import { isHeld, place, submit } from "./testing/orders.ts";
import { aWhile, createWatching, soon } from "./testing/watching.ts";

const { open, close, start, watchOn, clock } = createWatching();
beforeEach(open);
afterEach(close);

describe("a held order with a promised time", () => {
  const promised = (inMs: number) => ({ hold: true, promisedAt: toIso(Date.now() + inMs) });

  test("is released when it is due and not before", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    watchOn(server);
    const { orderId } = await place(server, house, promised(60 * MINUTE));
    clock.aheadMs = 44 * MINUTE;
    await aWhile();
    expect(await isHeld(server, house, orderId)).toBe(true);
    clock.aheadMs = 45 * MINUTE;
    await soon(() => isHeld(server, house, orderId)).toBe(false);
  });

  test("that fell due while no server ran is released at the start", async () => {
    const server = await start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const { orderId } = await place(server, house, promised(60 * MINUTE));
    clock.aheadMs = 3 * 60 * MINUTE;
    watchOn(server);
    await soon(() => isHeld(server, house, orderId)).toBe(false);
  });
});

describe("said once, and again where it is another thing", () => {
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
    clock.aheadMs = HELD_AGAIN_MS;
    await soon(() => isHeld(server, house, orderId)).toBe(false);
  });
});
