import { describe, expect, test } from "vitest";
import { fromIso } from "#shared/kernel/time.ts";
import { houseWithOrder, L1, L2, line, MENU, minute, ORDER } from "#shared/orders/testing/house.ts";
import { DUE_GRACE_MS, dueAt, overdueOrders } from "./release-time.ts";

const on = { orderId: ORDER };
/** A burger takes eight minutes, a steak nobody knows how long. */
const forLater = (dish = "burger") =>
  houseWithOrder({
    hold: true,
    promisedAt: minute(60),
    lines: [line(L1, dish), line(L2, "chips")],
  });

describe("a held order with a promised time", () => {
  test("[ORD-31] is due when it is time to cook its longest dish", () => {
    expect(dueAt(forLater().order(), MENU)).toBe(fromIso(minute(52)));
    expect(dueAt(forLater("steak").order(), MENU)).toBe(fromIso(minute(45)));
  });

  test("[ORD-31] is overdue only after the server had its chance, and once only", () => {
    const house = forLater();
    const overdue = (minutes: number, moreMs: number) =>
      overdueOrders(
        house.orders.values(),
        MENU,
        fromIso(minute(minutes)) + moreMs,
        DUE_GRACE_MS,
      ).map((order) => order.orderId);
    expect([overdue(52, DUE_GRACE_MS - 1), overdue(52, DUE_GRACE_MS), overdue(600, 0)]).toEqual([
      [],
      [ORDER],
      [ORDER],
    ]);
    house.ask("order.release", { ...on, due: true });
    expect(overdue(600, 0)).toEqual([]);
  });

  test("[ORD-16] is due a quarter of an hour later where a person held it after it was time", () => {
    const house = forLater();
    house.ask("order.release", on, { at: minute(30) });
    house.ask("order.hold", on, { at: minute(31) });
    expect(dueAt(house.order(), MENU)).toBe(fromIso(minute(52)));
    house.ask("order.release", on, { at: minute(52) });
    house.ask("order.hold", on, { at: minute(53) });
    expect(dueAt(house.order(), MENU)).toBe(fromIso(minute(68)));
  });

  test("is nothing where it is not held, not promised or over", () => {
    expect(dueAt(houseWithOrder({ promisedAt: minute(60), hold: false }).order(), MENU)).toBeNull();
    expect(dueAt(houseWithOrder({ hold: true }).order(), MENU)).toBeNull();
    const house = forLater();
    house.ask("order.cancel", { ...on, reason: "They left" });
    expect(dueAt(house.order(), MENU)).toBeNull();
  });
});
