import { describe, expect, test } from "vitest";
import { DEFAULT_GUEST_LIMITS } from "#shared/restaurant/guest-limits.ts";
import { standingOf } from "./guest-load.ts";
import { freshId, houseWith, LIMITS, orderAs, phone, refused, taken } from "./testing/guests.ts";
import { line, minute, openHouse, uuid } from "./testing/house.ts";

describe("how much guests may order at once", () => {
  test("[ORD-50] a table has places for so many waiting orders, and each that staff accept, or clear, makes place for one", () => {
    const house = houseWith(LIMITS);
    const placed = [phone("a"), phone("a"), phone("b"), phone("b")].map((asking) =>
      orderAs(house, asking),
    );
    for (const { decision } of placed) taken(decision);
    refused(orderAs(house, phone("c")).decision);
    house.ask("order.accept", { orderId: placed[0]!.orderId });
    taken(orderAs(house, phone("c")).decision);
    refused(orderAs(house, phone("d")).decision);
    house.ask("order.reject", { orderId: placed[1]!.orderId, reason: "No" });
    taken(orderAs(house, phone("d")).decision);
    taken(orderAs(house, phone("d"), { tableId: "t6" }).decision);
  });

  test("[ORD-50] one phone has fewer places than its table, and those without a session leave one phone's share", () => {
    const house = houseWith(LIMITS);
    for (let count = 0; count < LIMITS.openOrders - LIMITS.phoneOrders; count++)
      taken(orderAs(house).decision);
    refused(orderAs(house).decision);
    for (let count = 0; count < LIMITS.phoneOrders; count++)
      taken(orderAs(house, phone("a")).decision);
    const roomy = houseWith({ ...LIMITS, openOrders: 10 });
    for (let count = 0; count < LIMITS.phoneOrders; count++)
      taken(orderAs(roomy, phone("a")).decision);
    refused(orderAs(roomy, phone("a")).decision);
    taken(orderAs(roomy, phone("b")).decision);
  });

  test("[ORD-50] where the house accepts by itself, an order waits until somebody begins, confirms or accepts it; a recall takes no word back", () => {
    const house = houseWith(LIMITS, { autoAccept: true });
    const { orderId } = orderAs(house);
    const standing = () => standingOf(house.order(orderId));
    const { lineId } = house.order(orderId).lines[0]!;
    expect(standing()).toBe("waiting");
    house.ask("line.setStatus", { orderId, lineId, generation: 0, status: "preparing" });
    expect(standing()).toBe("working");
    house.ask("line.setStatus", { orderId, lineId, generation: 0, status: "ready" });
    expect(standing()).toBe("over");
    house.ask("ticket.recall", { orderId, stationId: "grill", lines: [{ lineId, generation: 0 }] });
    expect([house.order(orderId).status, standing()]).toEqual(["submitted", "working"]);
    const confirmed = orderAs(house).orderId;
    house.ask("order.confirm", { orderId: confirmed });
    expect(standingOf(house.order(confirmed))).toBe("working");
    house.ask("order.place", { orderId: uuid(1), channel: "dine_in", lines: [line(uuid(11))] });
    expect(standingOf(house.order(uuid(1)))).toBeNull();
  });

  test("[ORD-50] the lines and the pieces of a table's waiting orders have limits of their own", () => {
    const house = houseWith(LIMITS);
    const lines = (count: number, quantity = 1) =>
      Array.from({ length: count }, () => line(freshId(), "steak", { quantity }));
    taken(orderAs(house, phone("a"), { lines: lines(6) }).decision);
    refused(orderAs(house, phone("b"), { lines: lines(5) }).decision);
    refused(orderAs(house, phone("b"), { lines: lines(1, 15) }).decision);
    taken(orderAs(house, phone("b"), { lines: lines(2, 7) }).decision);
    refused(orderAs(house, phone("c"), { lines: lines(1) }).decision);
  });

  test("[ORD-50] a table's orders in ten minutes count whatever became of them, and the installation's bound holds where the house has none", () => {
    for (const [limits, ceiling] of [
      [{ ...LIMITS, tenMinutes: 3 }, 100],
      [LIMITS, 3],
      [null, 3],
    ] as const) {
      const house = houseWith(limits);
      for (let count = 0; count < 3; count++) {
        const { orderId, decision } = orderAs(house, { ceiling, at: minute(count) });
        taken(decision);
        house.ask("order.reject", { orderId, reason: "No" }, { at: minute(count) });
      }
      expect(orderAs(house, { ceiling, at: minute(9) }).decision).toMatchObject({
        kind: "rejected",
        code: "too_many_orders",
        waitMs: 60_000,
      });
      taken(orderAs(house, { ceiling, at: minute(10) }).decision);
    }
  });

  test("[ORD-50] the house has places for so many unfinished guests' orders of all tables", () => {
    const house = houseWith({ ...LIMITS, houseOrders: 3 });
    const first = orderAs(house, phone("a"), { tableId: "t5" });
    for (const tableId of ["t6", "t7"]) taken(orderAs(house, phone("a"), { tableId }).decision);
    house.ask("order.accept", { orderId: first.orderId });
    refused(orderAs(house, phone("b"), { tableId: "t6" }).decision);
    house.ask("line.setStatus", {
      orderId: first.orderId,
      lineId: house.order(first.orderId).lines[0]!.lineId,
      generation: 0,
      status: "ready",
    });
    taken(orderAs(house, phone("b"), { tableId: "t6" }).decision);
  });

  test("[ORD-50] asked again it is the same order, whatever the limits say; staff have none", () => {
    const house = houseWith({ ...LIMITS, openOrders: 1 });
    const lines = [line(freshId())];
    const { orderId } = orderAs(house, phone("a"), { lines });
    expect(orderAs(house, phone("a"), { lines, orderId }).decision).toEqual({ kind: "noop" });
    refused(orderAs(house, phone("b")).decision);
    taken(
      house.ask(
        "order.place",
        { orderId: uuid(2), channel: "dine_in", tableId: "t5", lines: [line(uuid(12))] },
        { as: "floor" },
      ),
    );
  });

  test("[ORD-50] a restaurant that never chose has the limits of the house rules", () => {
    const house = openHouse();
    for (let count = 0; count < DEFAULT_GUEST_LIMITS.openOrders; count++)
      taken(
        orderAs(house, phone(`phone ${Math.floor(count / DEFAULT_GUEST_LIMITS.phoneOrders)}`))
          .decision,
      );
    refused(orderAs(house, phone("another")).decision);
  });
});
