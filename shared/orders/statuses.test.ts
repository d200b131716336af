import { describe, expect, test } from "vitest";
import { DEVICE_ROLES } from "#shared/devices/roles.ts";
import type { CommandName } from "./command.ts";
import { may } from "./permissions.ts";
import type { LineStatus, OrderStatus } from "./order.ts";
import { LINE_STATUSES, ORDER_STATUSES } from "./statuses.ts";
import {
  bump,
  houseWithLine,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  named,
  ORDER,
  recall,
  type TestHouse,
} from "./testing/house.ts";
import { lineTransition, orderTransition } from "./transitions.ts";

/** A house whose order has this status, come by in a way that people come by it. */
function houseWithStatus(status: OrderStatus): TestHouse {
  const house = houseWithOrder({}, { as: status === "pending" ? "guest" : "owner" });
  const all = (to: LineStatus) =>
    [L1, L2].forEach((lineId) =>
      house.ask("line.setStatus", { orderId: ORDER, lineId, status: to }),
    );
  if (status === "preparing") bump(house, L1);
  if (status === "ready") all("ready");
  if (status === "served" || status === "completed") all("served");
  if (status === "completed") house.ask("order.complete", { orderId: ORDER });
  if (status === "cancelled") house.ask("order.cancel", { orderId: ORDER, reason: "They left" });
  return house;
}

describe("statuses", () => {
  for (const from of LINE_STATUSES) {
    for (const to of LINE_STATUSES) {
      const transition = lineTransition(from, to);
      const expected = (strict: boolean) => {
        if (transition === "step") return "applied";
        if (transition === "same") return "noop";
        if (transition === "never") return "rejected";
        return strict ? "rejected" : transition === "skip" ? "applied" : "noop";
      };
      for (const strict of [false, true]) {
        test(`[ORD-8] a ${from} line asked to be ${to} by a ${strict ? "program" : "screen"}: ${expected(strict)}`, () => {
          const house = houseWithLine(from);
          expect(house.line(L1).status).toBe(from);
          const decision = house.ask(
            "line.setStatus",
            { orderId: ORDER, lineId: L1, status: to },
            { strict },
          );
          expect(decision.kind).toBe(expected(strict));
          if (strict && decision.kind === "rejected")
            expect(decision).toMatchObject({
              code: "illegal_transition",
              detail: `It is ${from} and cannot become ${to}.`,
            });
          expect(house.line(L1).status).toBe(decision.kind === "applied" ? to : from);
        });
      }
    }
  }

  for (const from of ORDER_STATUSES) {
    for (const to of ORDER_STATUSES) {
      const expected = {
        step: "applied",
        same: "noop",
        never: "rejected",
        skip: "applied",
        late: "noop",
      }[orderTransition(from, to)];
      test(`[ORD-8] an order that is ${from} asked to be ${to} by a program: ${expected}`, () => {
        const house = houseWithStatus(from);
        expect(house.order().status).toBe(from);
        const decision = house.ask(
          "order.setStatus",
          { orderId: ORDER, status: to, reason: "Asked" },
          { strict: true },
        );
        expect(decision.kind).toBe(expected);
        if (decision.kind === "rejected")
          expect(decision).toMatchObject({
            code: "illegal_transition",
            detail: `It is ${from} and cannot become ${to}.`,
          });
        expect(house.order().status).toBe(decision.kind === "applied" ? to : from);
      });
    }
  }

  test("[ORD-27] no role reaches a status by asking for it that it may not reach by doing it", () => {
    const ways: Record<OrderStatus, CommandName | null> = {
      pending: null,
      submitted: "order.accept",
      preparing: "line.setStatus",
      ready: "line.setStatus",
      served: "order.serve",
      completed: "order.complete",
      cancelled: "order.cancel",
    };
    for (const role of DEVICE_ROLES) {
      for (const to of ORDER_STATUSES) {
        const way = ways[to];
        for (const from of ORDER_STATUSES.filter(
          (status) => orderTransition(status, to) === "step",
        )) {
          const decision = houseWithStatus(from).ask(
            "order.setStatus",
            { orderId: ORDER, status: to },
            { as: role, strict: true },
          );
          expect([role, from, to, decision.kind]).toEqual([
            role,
            from,
            to,
            way !== null && may(role, way) ? "applied" : "rejected",
          ]);
          if (decision.kind === "rejected") expect(decision.code).toBe("forbidden");
        }
      }
    }
  });

  test("[ORD-8] nothing leads out of cancelled, and only cancelling leads back to it", () => {
    for (const to of LINE_STATUSES)
      expect(lineTransition("cancelled", to)).toBe(to === "cancelled" ? "same" : "never");
    for (const to of ORDER_STATUSES)
      expect(orderTransition("completed", to)).toBe(to === "completed" ? "same" : "never");
  });

  test("[ORD-8] a line of an order that nobody accepted cannot be made", () => {
    const house = houseWithStatus("pending");
    expect(
      house.ask("line.setStatus", { orderId: ORDER, lineId: L1, status: "ready" }),
    ).toMatchObject({ kind: "rejected", code: "illegal_transition" });
    expect(
      house.ask(
        "line.setStatus",
        { orderId: ORDER, lineId: L1, status: "queued" },
        { strict: true },
      ).kind,
    ).toBe("noop");
    expect(bump(house, L1)).toMatchObject({ kind: "rejected", code: "illegal_transition" });
  });

  test("[ORD-9] the order follows its lines, forward and back", () => {
    const house = houseWithOrder();
    const seen = [house.order().status];
    const then = (act: () => unknown) => (act(), seen.push(house.order().status));
    then(() => house.ask("line.setStatus", { orderId: ORDER, lineId: L1, status: "preparing" }));
    then(() => bump(house, L1));
    then(() => bump(house, L2));
    then(() => recall(house, L2));
    then(() => bump(house, L2, 1));
    then(() => house.ask("order.serve", { orderId: ORDER }));
    then(() => house.ask("order.addLines", { orderId: ORDER, lines: [line(L3)] }));
    then(() => house.ask("line.void", { orderId: ORDER, lineId: L3, reason: "Mistake" }));
    expect(seen).toEqual([
      "submitted",
      "preparing",
      "preparing",
      "ready",
      "preparing",
      "ready",
      "served",
      "preparing",
      "served",
    ]);
  });

  test("[ORD-9] an order of which every line was voided is cancelled, accepted or not", () => {
    for (const status of ["pending", "submitted"] as const) {
      const house = houseWithStatus(status);
      for (const lineId of [L1, L2])
        house.ask("line.void", { orderId: ORDER, lineId, reason: "Off" });
      expect(house.order()).toMatchObject({
        status: "cancelled",
        cancelReason: "Every line was voided",
      });
    }
  });

  test("[ORD-10] a second bump and a late lower status have no effect", () => {
    const house = houseWithOrder();
    expect(bump(house, L1).kind).toBe("applied");
    expect(bump(house, L1, 0, { name: "Ben" }).kind).toBe("noop");
    expect(
      house.ask("line.setStatus", { orderId: ORDER, lineId: L1, status: "preparing" }).kind,
    ).toBe("noop");
    expect(house.line(L1)).toMatchObject({ status: "ready", generation: 0 });
  });

  test("[ORD-11] recall starts the next generation at queued; two recalls of one generation are one", () => {
    const house = houseWithOrder();
    bump(house, L1);
    expect(recall(house, L1).kind).toBe("applied");
    expect(house.line(L1)).toMatchObject({ status: "queued", generation: 1 });
    expect(recall(house, L1).kind).toBe("noop");
    expect(recall(house, L1, 1).kind).toBe("noop");
    expect(house.line(L1)).toMatchObject({ status: "queued", generation: 1 });
  });

  test("[ORD-12] a late bump of an older generation has no effect", () => {
    const house = houseWithOrder();
    bump(house, L1);
    recall(house, L1);
    expect(bump(house, L1, 0).kind).toBe("noop");
    expect(
      house.ask("line.setStatus", { orderId: ORDER, lineId: L1, generation: 0, status: "served" })
        .kind,
    ).toBe("noop");
    expect(house.line(L1)).toMatchObject({ status: "queued", generation: 1 });
    expect(bump(house, L1, 1).kind).toBe("applied");
  });

  test("[ORD-13] a bump finishes the lines the screen showed; lines added meanwhile stay open, marked as added", () => {
    const house = houseWithOrder({ lines: [line(L1)] });
    house.ask("order.addLines", { orderId: ORDER, lines: [line(L2)] });
    expect(bump(house, L1).kind).toBe("applied");
    expect(house.line(L1).status).toBe("ready");
    expect(house.line(L2)).toMatchObject({ status: "queued", addedAt: expect.any(String) });
  });

  test("[ORD-13] a bump says nothing about another station's lines", () => {
    const house = houseWithOrder();
    expect(
      house.ask("ticket.bump", {
        orderId: ORDER,
        stationId: "grill",
        lines: [named(L1), named(L2)],
      }).kind,
    ).toBe("applied");
    expect([house.line(L1).status, house.line(L2).status]).toEqual(["ready", "queued"]);
    expect(
      house.ask("ticket.bump", { orderId: ORDER, stationId: "grill", lines: [named(L2)] }),
    ).toMatchObject({ kind: "rejected", code: "unknown_line" });
  });
});
