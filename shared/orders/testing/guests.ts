/** A house whose guests are limited, and what they order in it. */
import { expect } from "vitest";
import type { GuestLimits } from "#shared/restaurant/guest-limits.ts";
import { line, openHouse, uuid, type Asking, type TestHouse } from "./house.ts";

export const LIMITS: GuestLimits = {
  openOrders: 4,
  openLines: 10,
  openPieces: 20,
  phoneOrders: 2,
  tenMinutes: 8,
  houseOrders: 6,
};

export function houseWith(limits: GuestLimits | null, settings: object = {}): TestHouse {
  const house = openHouse();
  house.settings = { ...house.settings, guestLimits: limits, ...settings };
  return house;
}

let next = 1_000;
/** An id that nothing has had yet. */
export const freshId = (): string => uuid(next++);

export const orderAs = (
  house: TestHouse,
  asking: Asking = {},
  more: { tableId?: string; lines?: ReturnType<typeof line>[]; orderId?: string } = {},
) => {
  const orderId = more.orderId ?? freshId();
  const decision = house.ask(
    "order.place",
    { orderId, channel: "dine_in", tableId: "t5", lines: [line(freshId())], ...more },
    { as: "guest", ...asking },
  );
  return { orderId, decision };
};
export const refused = (decision: unknown) =>
  expect(decision).toMatchObject({ kind: "rejected", code: "too_many_orders" });
export const taken = (decision: unknown) => expect(decision).toMatchObject({ kind: "applied" });
export const phone = (session: string): Asking => ({ session });
