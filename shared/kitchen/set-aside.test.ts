import { describe, expect, test } from "vitest";
import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  line,
  minute,
  ORDER,
  type TestHouse,
} from "#shared/orders/testing/house.ts";
import { isSetAside, setAsideOrders, SET_ASIDE_AFTER_MS } from "./set-aside.ts";

const on = { orderId: ORDER };
const LIMIT = SET_ASIDE_AFTER_MS / MINUTE;
const at = (minutes: number) => fromIso(minute(minutes));
const asideAt = (house: TestHouse, minutes: number): boolean =>
  isSetAside(house.order(), at(minutes));

describe("orders that waited out an outage", () => {
  test("[ORD-28] are set aside ten minutes after they were fired, whoever was cut off", () => {
    const house = houseWithOrder();
    expect([LIMIT - 1, LIMIT].map((minutes) => asideAt(house, minutes))).toEqual([false, true]);
    expect(isSetAside(house.order(), at(LIMIT) - 1)).toBe(false);
    // Uploaded half an hour late: when it happened is what counts.
    const late = { ...house.order(), recordedAt: minute(30) };
    expect(isSetAside(late, at(30))).toBe(true);
  });

  test("[ORD-28] are no longer once a line was shown or begun, or somebody confirmed them", () => {
    const touched: ((house: TestHouse) => unknown)[] = [
      (house) =>
        house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, { as: "kitchen" }),
      (house) => house.ask("line.setStatus", { ...on, lineId: L1, status: "preparing" }),
      (house) => bump(house, L2),
      (house) => house.ask("order.confirm", on),
      (house) => house.ask("order.cancel", { ...on, reason: "They left" }),
      (house) => house.ask("order.serve", { ...on, lineIds: [L1, L2] }),
    ];
    for (const touch of touched) {
      const house = houseWithOrder();
      touch(house);
      expect(asideAt(house, 60)).toBe(false);
    }
    const voided = houseWithOrder();
    voided.ask("line.void", { ...on, lineId: L1, reason: "Mistake" });
    expect(asideAt(voided, 60)).toBe(true);
  });

  test("[ORD-28] count from their firing: what is held or not accepted waits because somebody wants it to", () => {
    const held = houseWithOrder({ hold: true });
    expect(asideAt(held, 60)).toBe(false);
    held.ask("order.release", on, { at: minute(60) });
    expect([60 + LIMIT - 1, 60 + LIMIT].map((minutes) => asideAt(held, minutes))).toEqual([
      false,
      true,
    ]);
    const guest = houseWithOrder({}, { as: "guest" });
    expect(asideAt(guest, 60)).toBe(false);
    guest.ask("order.accept", on, { at: minute(60) });
    expect([60 + LIMIT - 1, 60 + LIMIT].map((minutes) => asideAt(guest, minutes))).toEqual([
      false,
      true,
    ]);
  });

  test("come in the order in which they were promised, without a promise in which they were placed", () => {
    const placed = (orderId: string, minutes: number, promised?: number) =>
      houseWithOrder(
        {
          orderId,
          lines: [line(L1)],
          ...(promised === undefined ? {} : { promisedAt: minute(promised), hold: false }),
        },
        { at: minute(minutes) },
      ).orders.get(orderId)!;
    const orders = [
      placed("later", 1, 60),
      placed("soon", 8, 20),
      placed("none", 9),
      placed("fresh", 45),
    ];
    expect(setAsideOrders(orders, at(50)).map((order) => order.orderId)).toEqual([
      "none",
      "soon",
      "later",
    ]);
  });
});
