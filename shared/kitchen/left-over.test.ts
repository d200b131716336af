import { describe, expect, test } from "vitest";
import { fromIso } from "#shared/kernel/time.ts";
import {
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  ORDER,
  type TestHouse,
} from "#shared/orders/testing/house.ts";
import { isLeftOver, isOffBoard, leftOverOrders } from "./left-over.ts";

const on = { orderId: ORDER };
const at = (minutes: number) => fromIso(minute(minutes));

describe("what is left over from a day before", () => {
  const DAY_MINUTES = 24 * 60;
  /** Shown, so that nobody is asked whether it is still wanted. */
  const seen = (more = {}) => {
    const house = houseWithOrder(more);
    house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, { as: "kitchen" });
    return house;
  };
  const leftOverAt = (house: TestHouse, minutes: number): boolean =>
    isLeftOver(house.order(), at(minutes));

  test("[ORD-40] is what was fired a day ago and not touched since, and stands on no board", () => {
    const house = seen();
    expect([DAY_MINUTES - 1, DAY_MINUTES].map((minutes) => leftOverAt(house, minutes))).toEqual([
      false,
      true,
    ]);
    expect([
      isOffBoard(house.order(), at(DAY_MINUTES - 1)),
      isOffBoard(house.order(), at(DAY_MINUTES)),
    ]).toEqual([false, true]);
    expect(
      leftOverOrders(house.orders.values(), at(DAY_MINUTES)).map((order) => order.orderId),
    ).toEqual([ORDER]);
  });

  test("[ORD-40] is not what somebody did something about meanwhile, nor what is finished", () => {
    const touched: ((house: TestHouse) => unknown)[] = [
      (house) =>
        house.ask(
          "line.setStatus",
          { ...on, lineId: L1, status: "preparing" },
          { at: minute(600) },
        ),
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
