import { describe, expect, test } from "vitest";
import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import { bump, houseWithOrder, L1, L2, L3, line, minute, ORDER, type TestHouse } from "#shared/orders/testing/house.ts";
import { isLeftOver, isOffBoard, isSetAside, leftOverOrders, setAsideOrders, SET_ASIDE_AFTER_MS } from "./triage.ts";

const on = { orderId: ORDER };
const LIMIT = SET_ASIDE_AFTER_MS / MINUTE;
const at = (minutes: number) => fromIso(minute(minutes));
const asideAt = (house: TestHouse, minutes: number): boolean => isSetAside(house.order(), at(minutes));

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
      (house) => house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, { as: "kitchen" }),
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
    expect([60 + LIMIT - 1, 60 + LIMIT].map((minutes) => asideAt(held, minutes))).toEqual([false, true]);
    const guest = houseWithOrder({}, { as: "guest" });
    expect(asideAt(guest, 60)).toBe(false);
    guest.ask("order.accept", on, { at: minute(60) });
    expect([60 + LIMIT - 1, 60 + LIMIT].map((minutes) => asideAt(guest, minutes))).toEqual([false, true]);
  });

  test("come in the order in which they were promised, without a promise in which they were placed", () => {
    const placed = (orderId: string, minutes: number, promised?: number) =>
      houseWithOrder({ orderId, lines: [line(L1)], ...(promised === undefined ? {} : { promisedAt: minute(promised), hold: false }) }, { at: minute(minutes) }).orders.get(orderId)!;
    const orders = [placed("later", 1, 60), placed("soon", 8, 20), placed("none", 9), placed("fresh", 45)];
    expect(setAsideOrders(orders, at(50)).map((order) => order.orderId)).toEqual(["none", "soon", "later"]);
  });
});

describe("what is left over from a day before", () => {
  const DAY_MINUTES = 24 * 60;
  /** Shown, so that nobody is asked whether it is still wanted. */
  const seen = (more = {}) => {
    const house = houseWithOrder(more);
    house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, { as: "kitchen" });
    return house;
  };
  const leftOverAt = (house: TestHouse, minutes: number): boolean => isLeftOver(house.order(), at(minutes));

  test("[ORD-40] is what was fired a day ago and not touched since, and stands on no board", () => {
    const house = seen();
    expect([DAY_MINUTES - 1, DAY_MINUTES].map((minutes) => leftOverAt(house, minutes))).toEqual([false, true]);
    expect([isOffBoard(house.order(), at(DAY_MINUTES - 1)), isOffBoard(house.order(), at(DAY_MINUTES))]).toEqual([false, true]);
    expect(leftOverOrders(house.orders.values(), at(DAY_MINUTES)).map((order) => order.orderId)).toEqual([ORDER]);
  });

  test("[ORD-40] is not what somebody did something about meanwhile, nor what is finished", () => {
    const touched: ((house: TestHouse) => unknown)[] = [
      (house) => house.ask("line.setStatus", { ...on, lineId: L1, status: "preparing" }, { at: minute(600) }),
      (house) => house.ask("order.addLines", { ...on, lines: [line(L3)] }, { at: minute(600) }),
      (house) => house.ask("order.confirm", on, { at: minute(600) }),
      (house) => house.ask("order.cancel", { ...on, reason: "They left" }),
      (house) => house.ask("order.serve", { ...on, lineIds: [L1, L2] }),
    ];
    for (const touch of touched) {
      const house = seen();
      touch(house);
      expect(leftOverAt(house, DAY_MINUTES)).toBe(false);
    }
  });

  test("[ORD-40] is neither what is held nor what was ordered ahead and fired today", () => {
    expect(leftOverAt(houseWithOrder({ hold: true }), 3 * DAY_MINUTES)).toBe(false);
    const ahead = houseWithOrder({ promisedAt: minute(2 * DAY_MINUTES) });
    ahead.ask("order.release", on, { at: minute(2 * DAY_MINUTES - 15) });
    ahead.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, { as: "kitchen" });
    expect(leftOverAt(ahead, 2 * DAY_MINUTES)).toBe(false);
    const later = seen({ lines: [line(L1), line(L2, "chips", { course: 2 })] });
    later.ask("order.serve", { ...on, lineIds: [L1] });
    expect(leftOverAt(later, 3 * DAY_MINUTES)).toBe(false);
  });
});
