import { describe, expect, test } from "vitest";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  type openHouse,
  ORDER,
  recall,
  uuid,
} from "./testing/house.ts";

const on = { orderId: ORDER };

describe("the pass", () => {
  test("[ORD-30] an order is called when all that was fired is ready; before, the refusal says what it waits for", () => {
    const house = houseWithOrder({
      lines: [line(L1), line(L2, "chips", { quantity: 2 }), line(L3, "steak", { course: 2 })],
    });
    expect(house.ask("order.call", on)).toMatchObject({
      kind: "rejected",
      code: "illegal_transition",
      detail: "Order Z1 still waits for 1 × Steak, 2 × Chips.",
    });
    bump(house, L1);
    expect(house.ask("order.call", on)).toMatchObject({
      detail: "Order Z1 still waits for 2 × Chips.",
    });
    bump(house, L2);
    expect(house.ask("order.call", on, { as: "expo", at: minute(9) }).kind).toBe("applied");
    expect(house.order().calledAt).toBe(minute(9));
    expect(house.ask("order.call", on).kind).toBe("noop");
    expect(house.ask("order.call", { ...on, called: false }).kind).toBe("applied");
    expect([
      house.order().calledAt,
      house.ask("order.call", { ...on, called: false }).kind,
    ]).toEqual([undefined, "noop"]);
  });

  test("[ORD-30] a call is over when something must be made again, or everything has left the pass", () => {
    const overBy = (deed: (house: ReturnType<typeof openHouse>) => unknown): boolean => {
      const house = houseWithOrder({
        lines: [line(L1), line(L2, "chips"), line(L3, "steak", { course: 2 })],
      });
      for (const lineId of [L1, L2]) bump(house, lineId);
      house.ask("order.call", on);
      expect(house.order().calledAt).toBeDefined();
      deed(house);
      return house.order().calledAt === undefined;
    };
    expect(overBy((house) => recall(house, L1))).toBe(true);
    expect(overBy((house) => house.ask("order.addLines", { ...on, lines: [line(uuid(77))] }))).toBe(
      true,
    );
    expect(overBy((house) => house.ask("order.fireCourse", { ...on, course: 2 }))).toBe(true);
    expect(overBy((house) => house.ask("order.serve", on))).toBe(true);
    expect(overBy((house) => house.ask("order.cancel", { ...on, reason: "They left" }))).toBe(true);
    expect(overBy((house) => house.ask("order.serve", { ...on, lineIds: [L1] }))).toBe(false);
    expect(
      overBy((house) => house.ask("line.void", { ...on, lineId: L1, reason: "Dropped" })),
    ).toBe(false);
  });

  test("[ORD-30] nothing is called of an order that has left the pass", () => {
    const house = houseWithOrder();
    house.ask("order.serve", { ...on, lineIds: [L1, L2] });
    expect(house.ask("order.call", on)).toMatchObject({
      kind: "rejected",
      detail: "Nothing of order Z1 stands at the pass.",
    });
  });
});

describe("after an outage, and by itself", () => {
  test("[ORD-29] an order is confirmed once; what left the kitchen needs no word, what is cancelled is refused", () => {
    const house = houseWithOrder();
    const before = house.order();
    for (const as of ["kitchen", "expo", "floor", "owner"] as const)
      expect(houseWithOrder().ask("order.confirm", on, { as }).kind).toBe("applied");
    expect(house.ask("order.confirm", on, { at: minute(12) }).kind).toBe("applied");
    expect(house.order()).toEqual({ ...before, confirmedAt: minute(12), seq: house.order().seq });
    expect(house.ask("order.confirm", on, { at: minute(13) }).kind).toBe("noop");
    expect(houseWithOrder({ hold: true }).ask("order.confirm", on).kind).toBe("noop");
    expect(houseWithOrder({}, { as: "guest" }).ask("order.confirm", on).kind).toBe("noop");
    house.ask("order.cancel", { ...on, reason: "They left" });
    expect(house.ask("order.confirm", on)).toMatchObject({
      kind: "rejected",
      code: "order_cancelled",
    });
  });

  test("[ORD-29] what is held after it was confirmed is fired anew, and asked about anew", () => {
    const house = houseWithOrder();
    house.ask("order.confirm", on);
    house.ask("order.hold", on);
    house.ask("order.release", on);
    expect(house.order().confirmedAt).toBeUndefined();
  });

  test("[ORD-31] a release that is due is never refused, a person's is", () => {
    const house = houseWithOrder({ hold: true });
    expect(
      house.ask("order.release", { ...on, due: true }, { as: "kitchen", at: minute(30) }).kind,
    ).toBe("applied");
    expect(house.order()).toMatchObject({ held: false, firedAt: minute(30) });
    house.ask("order.cancel", { ...on, reason: "They left" });
    expect(house.ask("order.release", { ...on, due: true }).kind).toBe("noop");
    expect(house.ask("order.release", on)).toMatchObject({
      kind: "rejected",
      code: "order_cancelled",
    });
  });
});
