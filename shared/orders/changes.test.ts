import { describe, expect, test } from "vitest";
import { ticketsOf } from "#shared/kitchen/ticket.ts";
import { bump, houseWithOrder, L1, L2, L3, line, minute, ORDER, recall } from "./testing/house.ts";

const on = { orderId: ORDER };

describe("taking back", () => {
  test("[ORD-14] cancel wins over a bump, marks what was made as waste and tells the kitchen", () => {
    const house = houseWithOrder();
    bump(house, L1);
    house.ask("order.cancel", { ...on, reason: "They left" });
    expect(house.line(L1).voided).toEqual({ reason: "They left", wasMade: true });
    expect(house.line(L2).voided).toEqual({ reason: "They left", wasMade: false });
    expect(house.events.at(-1)).toMatchObject({
      type: "kitchen_notification",
      data: { kind: "made_then_voided", lineIds: [L1] },
    });
    expect(bump(house, L2)).toMatchObject({
      kind: "rejected",
      code: "order_cancelled",
      detail: expect.stringContaining("table 5"),
    });
    expect(house.order().lines.every((it) => it.status === "cancelled")).toBe(true);
  });

  test("[ORD-14] void takes one line, for good", () => {
    const house = houseWithOrder();
    bump(house, L1);
    expect(house.ask("line.void", { ...on, lineId: L1, reason: "Dropped" }).kind).toBe("applied");
    expect(house.line(L1)).toMatchObject({ status: "cancelled", voided: { wasMade: true } });
    expect(house.events.some((event) => event.type === "kitchen_notification")).toBe(true);
    expect(recall(house, L1)).toMatchObject({ kind: "rejected", code: "line_voided" });
  });

  test("[ORD-14] what was not made is no waste and disturbs nobody", () => {
    const house = houseWithOrder();
    house.ask("line.void", { ...on, lineId: L1, reason: "Mistake" });
    expect(house.line(L1).voided).toEqual({ reason: "Mistake", wasMade: false });
    expect(house.events.some((event) => event.type === "kitchen_notification")).toBe(false);
  });

  test("[ORD-15] what is asked of a cancelled order is refused with a reason; a second cancel has no effect", () => {
    const house = houseWithOrder();
    house.ask("order.cancel", { ...on, reason: "They left" });
    const refused = {
      kind: "rejected",
      code: "order_cancelled",
      detail: "Order Z1 (table 5) was cancelled.",
    };
    expect(house.ask("order.addLines", { ...on, lines: [line(L3)] })).toEqual(refused);
    expect(house.ask("order.rush", { ...on, rush: true })).toEqual(refused);
    expect(house.ask("order.serve", on)).toEqual(refused);
    expect(house.ask("order.accept", on)).toEqual(refused);
    expect(house.ask("order.complete", on)).toEqual(refused);
    expect(house.ask("order.cancel", { ...on, reason: "Twice" }).kind).toBe("noop");
    expect(house.order().cancelReason).toBe("They left");
  });

  test("[ORD-15] of a ticket with a voided line the rest is still bumped", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2)] });
    house.ask("line.void", { ...on, lineId: L1, reason: "Mistake" });
    expect(
      house.ask("ticket.bump", {
        ...on,
        stationId: "grill",
        lines: [
          { lineId: L1, generation: 0 },
          { lineId: L2, generation: 0 },
        ],
      }).kind,
    ).toBe("applied");
    expect([house.line(L1).status, house.line(L2).status]).toEqual(["cancelled", "ready"]);
    expect(bump(house, L1)).toMatchObject({ kind: "rejected", code: "line_voided" });
  });
});

describe("pacing and place", () => {
  test("[ORD-16] a held order makes no ticket until it is released, and is fired then", () => {
    const house = houseWithOrder({ hold: true });
    expect([house.order().firedAt, ticketsOf(house.order())]).toEqual([null, []]);
    house.ask("order.release", on, { at: minute(20) });
    expect(house.order()).toMatchObject({ held: false, firedAt: minute(20) });
    expect(ticketsOf(house.order())).toHaveLength(2);
    expect(house.ask("order.release", on).kind).toBe("noop");
  });

  test("[ORD-16] what is being made cannot be held", () => {
    const house = houseWithOrder();
    bump(house, L1);
    expect(house.ask("order.hold", on)).toMatchObject({
      kind: "rejected",
      code: "illegal_transition",
    });
  });

  test("[ORD-16] a bump that meets a hold releases it: a ready plate is on every board", () => {
    const house = houseWithOrder();
    house.ask("order.hold", on);
    bump(house, L1, 0, { at: minute(4) });
    expect(house.order()).toMatchObject({ held: false, firedAt: minute(4), status: "preparing" });
    expect(ticketsOf(house.order())).toHaveLength(2);
  });

  test("[ORD-17] firing a course lets its lines be seen; firing it twice has no effect", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2, "chips", { course: 2 })] });
    expect(ticketsOf(house.order()).map((ticket) => ticket.stationId)).toEqual(["grill"]);
    expect(house.ask("order.fireCourse", { ...on, course: 2 }).kind).toBe("applied");
    expect(ticketsOf(house.order()).map((ticket) => ticket.stationId)).toEqual(["grill", "fry"]);
    expect(house.ask("order.fireCourse", { ...on, course: 2 }).kind).toBe("noop");
    expect(house.ask("order.fireCourse", { ...on, course: 5 })).toMatchObject({
      kind: "rejected",
      code: "unknown_line",
    });
  });

  test("[ORD-18] of two moves the last holds, and the label it came from is kept", () => {
    const house = houseWithOrder();
    house.ask("order.moveTable", { ...on, tableId: "t6" });
    house.ask("order.moveTable", { ...on, tableId: "t7" });
    expect(house.order()).toMatchObject({ tableId: "t7", tableLabel: "7", movedFrom: "6" });
    expect(house.ask("order.moveTable", { ...on, tableId: "t7" }).kind).toBe("noop");
    expect(house.ask("order.moveTable", { ...on, tableId: "t99" })).toMatchObject({
      kind: "rejected",
      code: "unknown_table",
    });
  });

  test("[ORD-19] rush is set and taken off; setting what is set has no effect", () => {
    const house = houseWithOrder();
    const kinds = [true, true, false, false].map(
      (rush) => house.ask("order.rush", { ...on, rush }).kind,
    );
    expect(kinds).toEqual(["applied", "noop", "applied", "noop"]);
  });
});
