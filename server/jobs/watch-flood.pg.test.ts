import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import { CROWD } from "#shared/orders/guest-load.ts";
import { guestActor } from "../auth/actor.ts";
import { createSleeper } from "../process/sleeper.ts";
import { makeHouse } from "../sync/testing/house.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { isHeld, place, submit, told } from "./testing/orders.ts";
import { MAX_SEEN } from "./untold.ts";
import { startWatch, type Watch } from "./watch.ts";

/** The alarm's limit in the houses of `makeHouse`. */
const LIMIT_MS = 15 * SECOND;

let fresh: TestDatabase;
let server: Process;
let watch: Watch;
let aheadMs = 0;
const complaints: object[] = [];

beforeEach(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role);
  aheadMs = 0;
  complaints.length = 0;
});
afterEach(async () => {
  await watch.stop();
  await server.close();
  await fresh.drop();
});

/** A watch that looks all the time, by a clock that the test moves on (`aheadMs`). */
function watchOn(process: Process): void {
  const {
    database,
    directory,
    sync: { writer },
  } = process;
  const complain = (fields: object) => void complaints.push(fields);
  watch = startWatch({
    database,
    directory,
    writer,
    clock: { now: () => Date.now() + aheadMs },
    random: { next: () => 0 },
    sleeper: createSleeper(),
    lookEveryMs: 10,
    log: { error: complain, warn: complain },
  });
  process.onCommitted((part) => watch.touched(part));
}

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000, interval: 10 });

/** Long enough for a watch to have looked several times. */
const aWhile = () => new Promise((resolve) => void setTimeout(resolve, 300));

/** As many copies of an order as asked, each so many milliseconds younger than the one before. */
async function copy(orderId: string, many: number, younger = 1): Promise<void> {
  await administer(
    fresh.adminUrl,
    `insert into orders (restaurant_id, order_id, number, status, open, waits_for, untold_since, guest, guest_lines, guest_pieces, table_id, placed_at, updated_seq, doc)
    select restaurant_id, id, number, status, open, waits_for, untold_since + n * interval '${younger} milliseconds', guest, guest_lines, guest_pieces, table_id,
      placed_at + n * interval '${younger} milliseconds', updated_seq, (doc::jsonb || jsonb_build_object('orderId', id))::json
    from orders, (select gen_random_uuid() as id, n from generate_series(1, ${many}) as n) as made where order_id = '${orderId}'`,
  );
}

const untold = (restaurantId: string): Promise<number | undefined> =>
  server.database.tenant(
    restaurantId,
    async (tx) =>
      (
        await tx.query<{ n: number }>(
          "select count(*)::int as n from orders where untold_since < 'infinity'",
        )
      ).rows[0]?.n,
  );

describe("a flood of guests' orders", () => {
  const TABLES = [
    { id: "t12", label: "12" },
    { id: "t13", label: "13" },
  ];

  async function floodedHouse() {
    const house = await makeHouse(server.directory, server.sync.writer);
    await submit(server, house, house.owner, { name: "tables.replace", args: { tables: TABLES } });
    await submit(server, house, house.owner, {
      name: "settings.change",
      args: {
        settings: {
          guestLimits: {
            openOrders: 1_000,
            openLines: 1_000,
            openPieces: 1_000,
            phoneOrders: 1,
            tenMinutes: 1_000,
            houseOrders: 1_000,
          },
        },
      },
    });
    const guest = guestActor(house.restaurantId);
    return {
      house,
      order: (tableId: string) => place(server, house, { channel: "dine_in", tableId }, guest),
    };
  }

  test("[ORD-54] neither silences nor delays a real order's alarm: 1,000 orders of one table are one alarm, and another table's order has its own", async () => {
    const { house, order } = await floodedHouse();
    const flood = await order("t12");
    await copy(flood.orderId, 700);
    const real = await place(server, house);
    const other = await order("t13");
    await copy(flood.orderId, 300, 10);
    aheadMs = 2 * LIMIT_MS;
    watchOn(server);
    await soon(() => told(server, house)).toHaveLength(3);
    await aWhile();
    expect((await told(server, house)).toSorted()).toEqual(
      [
        `order_unheard ${real.orderId}`,
        `order_waiting ${other.orderId}`,
        "table_crowded t12 1001",
      ].toSorted(),
    );
    expect(complaints).toEqual([]);
  });

  test("[ORD-54] a crowd at one restaurant's table says nothing of a table of the same id at another", async () => {
    const [first, second] = [await floodedHouse(), await floodedHouse()];
    watchOn(server);
    for (const { house, order } of [first, second]) {
      for (let count = 1; count <= CROWD; count += 1) await order("t12");
      await soon(() => told(server, house)).toEqual([`table_crowded t12 ${CROWD}`]);
    }
  });

  test("[ORD-54] fewer than a crowd are told one by one; the tenth makes it one alarm, at once", async () => {
    const { house, order } = await floodedHouse();
    watchOn(server);
    for (let count = 1; count < CROWD; count += 1) await order("t12");
    await aWhile();
    expect(await told(server, house)).toEqual([]);
    await order("t12");
    await soon(() => told(server, house)).toEqual([`table_crowded t12 ${CROWD}`]);
    aheadMs = LIMIT_MS;
    await aWhile();
    expect(await told(server, house)).toHaveLength(1);
  });

  test("[ORD-56] it is fine, or fewer are left: what no kitchen screen has shown is told by itself, each once", async () => {
    for (const isAnswered of [true, false]) {
      const { house, order } = await floodedHouse();
      await submit(server, house, house.owner, {
        name: "settings.change",
        args: { settings: { autoAccept: true } },
      });
      const orders: string[] = [];
      for (let count = 1; count <= CROWD; count += 1) orders.push((await order("t12")).orderId);
      aheadMs = 2 * LIMIT_MS;
      watchOn(server);
      await soon(() => told(server, house)).toEqual([`table_crowded t12 ${CROWD}`]);
      await soon(() => untold(house.restaurantId)).toBe(0);
      const gone = isAnswered ? [] : orders.splice(0, 1);
      for (const orderId of gone)
        await submit(server, house, house.owner, {
          name: "order.cancel",
          args: { orderId, reason: "nobody is there" },
        });
      aheadMs = 4 * LIMIT_MS;
      if (isAnswered)
        await submit(server, house, house.owner, {
          name: "table.ordering",
          args: { tableId: "t12", open: true },
        });
      await soon(async () => (await told(server, house)).toSorted()).toEqual(
        [
          ...orders.map((orderId) => `order_unheard ${orderId}`),
          `table_crowded t12 ${CROWD}`,
        ].toSorted(),
      );
      await aWhile();
      expect(await told(server, house)).toHaveLength(orders.length + 1);
      await watch.stop();
    }
    expect(complaints).toEqual([]);
  });

  test("[ORD-51] [ORD-54] [ORD-56] staff say that it is fine: what is ordered from then on is told one by one again", async () => {
    const { house, order } = await floodedHouse();
    watchOn(server);
    await copy((await order("t12")).orderId, CROWD);
    await order("t12");
    aheadMs = 2 * LIMIT_MS;
    await soon(() => told(server, house)).toHaveLength(1);
    // The crowd is told before its orders are due: answered earlier, those would be told one by
    // one.
    await soon(() => untold(house.restaurantId)).toBe(0);
    await submit(server, house, house.owner, {
      name: "table.ordering",
      args: { tableId: "t12", open: true },
    });
    const later = await order("t12");
    aheadMs = 3 * LIMIT_MS;
    await soon(() => told(server, house)).toContain(`order_waiting ${later.orderId}`);
    expect(await told(server, house)).toHaveLength(2);
  });
});

test("more than a look sees: the oldest untold are told first, what was told takes no place, and all are told", async () => {
  const house = await makeHouse(server.directory, server.sync.writer);
  const [old, held] = [
    await place(server, house),
    await place(server, house, { hold: true, promisedAt: toIso(Date.now() + 60 * MINUTE) }),
  ];
  await copy(old.orderId, 2 * MAX_SEEN);
  aheadMs = 60 * MINUTE;
  watchOn(server);
  await soon(() => isHeld(server, house, held.orderId)).toBe(false);
  // With the one that was released an hour ago by the watch's clock.
  await soon(() => told(server, house)).toHaveLength(2 * MAX_SEEN + 2);
  expect(new Set(await told(server, house)).size).toBe(2 * MAX_SEEN + 2);
  expect((await told(server, house)).slice(0, MAX_SEEN)).toContain(`order_unheard ${old.orderId}`);
  await aWhile();
  expect(await told(server, house)).toHaveLength(2 * MAX_SEEN + 2);
  expect(complaints).toEqual([]);
});
