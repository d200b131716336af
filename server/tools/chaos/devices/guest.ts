/**
 * A guest's phone: orders, and sends again under the same ids until the server has said yes or no.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs } from "#shared/kernel/backoff.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { lines } from "./people.ts";
import { createCarrier } from "./carrier.ts";

/** What became of an order as far as its guest knows. */
export type GuestOrder = {
  readonly orderId: string;
  readonly lineIds: readonly string[];
  /** Null: not answered yet. */
  said: "placed" | "refused" | null;
  number: string | null;
  /** Answers with 201: it was this one that made the order. */
  created: number;
  sent: number;
};

export type Guest = {
  readonly orders: readonly GuestOrder[];
  /** Orders once, and resolves when that is answered. */
  order(): Promise<void>;
  isWaiting(): boolean;
  isSettled(): boolean;
  unsettled(): string;
  /** Sends everything twice at once, as an impatient finger or a network does. */
  repeat(on: boolean): void;
  close(): void;
};

const TIMEOUT_MS = 10 * SECOND;
const RETRY = { baseMs: 200, capMs: 2 * SECOND, floorMs: 50 };

export function createGuest(
  port: number,
  tableToken: string,
  random: Random,
  ids: Ids,
  answered: () => void,
): Guest {
  const carrier = createCarrier(port, null);
  const orders: GuestOrder[] = [];
  let repeating = false;
  let closed = false;

  async function send(order: GuestOrder, body: object): Promise<void> {
    order.sent++;
    const { status, body: said } = await carrier.ask("/api/qr/orders/create", {
      method: "POST",
      body,
      headers: {},
      timeoutMs: TIMEOUT_MS,
    });
    if (status === 201) order.created++;
    if (status === 200 || status === 201) {
      const { number } = said as { number: string };
      if (order.number !== null && order.number !== number)
        order.number = `${order.number} and ${number}`;
      else order.number = number;
      order.said = "placed";
    } else if (status >= 400 && status < 500 && status !== 408 && status !== 429)
      order.said ??= "refused";
  }

  const isWaiting = (): boolean => orders.some(({ said }) => said === null);

  return {
    orders,
    async order() {
      const ordered = lines(random, ids).map(({ lineId, menuItemId, quantity }) => ({
        lineId,
        menuItemId,
        quantity,
      }));
      const order: GuestOrder = {
        orderId: ids.next(),
        lineIds: ordered.map(({ lineId }) => lineId),
        said: null,
        number: null,
        created: 0,
        sent: 0,
      };
      const body = {
        tableToken,
        orderId: order.orderId,
        guestName: `Guest ${orders.length + 1}`,
        lines: ordered,
      };
      orders.push(order);
      for (let attempt = 1; order.said === null && !closed; attempt += 1) {
        if (attempt > 1) await sleep(backoffMs(RETRY, attempt, random));
        await Promise.all(repeating ? [send(order, body), send(order, body)] : [send(order, body)]);
      }
      answered();
    },
    isWaiting,
    isSettled: () => !isWaiting(),
    unsettled: () =>
      `a guest waits for an answer about ${orders
        .filter(({ said }) => said === null)
        .map(({ orderId }) => orderId)
        .join(", ")}`,
    repeat(on) {
      repeating = on;
    },
    close() {
      closed = true;
      carrier.close();
    },
  };
}
