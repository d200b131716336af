import { randomUUIDv7 } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE } from "#shared/kernel/time.ts";
import { MAX_LINES, type OrderedLine } from "#shared/orders/ordered-line.ts";
import { ask } from "./api.ts";
import type { ProtocolDevice } from "./device.ts";
import type { ReplayHouse } from "./house.ts";
import type { PastOrder } from "./orders.ts";
import type { Tally } from "./tally.ts";

export type Placing = {
  readonly house: ReplayHouse;
  readonly floor: readonly ProtocolDevice[];
  readonly idOf: ReadonlyMap<string, string>;
  readonly speed: number;
  readonly tally: Pick<Tally, "sent">;
  readonly progress: (placed: number) => void;
};

/**
 * Places the orders at their times, `speed` times faster, guests and floor devices in turn.
 * Resolves when each has been answered.
 */
export async function placeAll(orders: readonly PastOrder[], placing: Placing): Promise<void> {
  const startedAt = performance.now();
  const first = orders[0]?.minute ?? 0;
  const placed: Promise<void>[] = [];
  for (const [index, order] of orders.entries()) {
    await sleep(Math.max(0, startedAt + dueMs(order, first, placing.speed) - performance.now()));
    // Not awaited one by one: a slow answer must not hold back the next guest.
    placed.push(place(order, index, placing));
    placing.progress(index + 1);
  }
  await Promise.all(placed);
}

/** When an order is due after the first one, in ms of the replay. */
export const dueMs = (order: PastOrder, firstMinute: number, speed: number): number =>
  ((order.minute - firstMinute) * MINUTE) / speed;

async function place(
  order: PastOrder,
  index: number,
  { house, floor, idOf, tally }: Placing,
): Promise<void> {
  const orderId = randomUUIDv7();
  const lines = linesOf(order, idOf);
  tally.sent(
    orderId,
    lines.map((line) => line.lineId),
    performance.now(),
  );
  const turn = Math.floor(index / 2);
  const device = floor[turn % Math.max(1, floor.length)];
  const table = house.tables[turn % Math.max(1, house.tables.length)];
  const guestName = `Invoice ${order.invoice}`;
  if (index % 2 === 0 && table !== undefined) {
    const body = { tableToken: table.tableToken, orderId, guestName, lines };
    await ask({ ...house.owner, token: null }, "/api/qr/orders/create", { method: "POST", body });
  } else if (device !== undefined) {
    await device.act("order.place", {
      orderId,
      channel: turn % 2 === 0 ? "takeaway" : "delivery",
      guestName,
      lines,
    });
  } else throw new Error("there is no floor device");
}

/**
 * The lines under ids of their own. An order longer than the kitchen takes is refused here, in the
 * file's words.
 */
export function linesOf(order: PastOrder, idOf: ReadonlyMap<string, string>): OrderedLine[] {
  if (order.lines.length > MAX_LINES)
    throw new Error(
      `invoice ${order.invoice} has ${order.lines.length} lines; an order has at most ${MAX_LINES}`,
    );
  return order.lines.map(({ dish, quantity }) => {
    const menuItemId = idOf.get(dish);
    if (menuItemId === undefined)
      throw new Error(`invoice ${order.invoice}: ${dish} is not on the menu`);
    return { lineId: randomUUIDv7(), menuItemId, quantity };
  });
}
