/** The bodies that the loads send. */
import { randomUUIDv7 } from "node:crypto";
import { DISHES, type BenchHouse } from "./rig.ts";
import { requestText } from "./wire.ts";

/**
 * Stands in an order's guest name, so that a reader finds an order in a stream's bytes without
 * parsing them.
 */
export const MARK = "bench-";
export const MARK_DIGITS = 8;

let dish = 0;

const lines = () => [line(), line()];

const line = () => ({
  lineId: randomUUIDv7(),
  menuItemId: `dish-${(dish += 1) % DISHES}`,
  quantity: 1 + (dish % 3),
});

const guestName = (mark: number): string => MARK + String(mark).padStart(MARK_DIGITS, "0");

/** A guest's order: two lines, as `POST /api/qr/orders/create` takes it. */
export function orderText(
  { source, tableToken, restaurantId }: BenchHouse,
  path: string,
  mark = 0,
): string {
  const headers = { "X-Forwarded-For": source, "X-Restaurant": restaurantId };
  return requestText(
    { method: "POST", path, headers },
    JSON.stringify({
      tableToken,
      orderId: randomUUIDv7(),
      guestName: guestName(mark),
      lines: lines(),
    }),
  );
}

export type PushingDevice = {
  readonly token: string;
  readonly source: string;
  readonly clientId: string;
  nextId: number;
};

/** A floor device's push of `count` orders. */
export function pushText(device: PushingDevice, count: number): string {
  const mutations = Array.from({ length: count }, () => ({
    id: device.nextId++,
    name: "order.place",
    occurredAt: new Date().toISOString(),
    args: { orderId: randomUUIDv7(), channel: "takeaway", guestName: guestName(0), lines: lines() },
  }));
  const headers = { "X-Forwarded-For": device.source, Authorization: `Bearer ${device.token}` };
  return requestText(
    { method: "POST", path: "/api/sync/push", headers },
    JSON.stringify({ protocol: 1, clientId: device.clientId, mutations }),
  );
}
