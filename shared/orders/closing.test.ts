import { describe, expect, test } from "vitest";
import { closesAt, READY_CLOSES_MS, SERVED_CLOSES_MS } from "./closing.ts";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  NOW,
  ORDER,
  recall,
  type TestHouse,
} from "./testing/house.ts";

const close = (house: TestHouse, atMs: number, as: "system" | "owner" = "system") =>
  house.ask("order.close", { orderId: ORDER }, { as, at: new Date(atMs).toISOString() });
const NOW_MS = Date.parse(NOW);

function served(at: string): TestHouse {
  const house = houseWithOrder();
  house.ask("order.serve", { orderId: ORDER, lineIds: [L1, L2] }, { at });
  return house;
}

describe("an order that nobody comes back to", () => {
  test("[ORD-26] is completed by the house three hours after the last plate was carried out, and not before", () => {
    const house = served(minute(30));
    const at = NOW_MS + 30 * 60_000 + SERVED_CLOSES_MS;
    expect(closesAt(house.order())).toBe(at);
    expect(close(house, at - 1)).toEqual({ kind: "noop" });
    expect(close(house, at)).toMatchObject({
      kind: "applied",
      events: [{ type: "order_status_changed", data: { from: "served", to: "completed" } }],
    });
    expect(house.order()).toMatchObject({
      status: "completed",
      closedAt: new Date(at).toISOString(),
    });
    expect(close(house, at)).toEqual({ kind: "noop" });
  });

  test("[ORD-26] where nobody serves, six hours after the last line was made", () => {
    const house = houseWithOrder();
    bump(house, L1);
    expect(closesAt(house.order())).toBeNull();
    bump(house, L2, 0, { at: minute(10) });
    expect(closesAt(house.order())).toBe(NOW_MS + 10 * 60_000 + READY_CLOSES_MS);
  });

  test("[ORD-26] never with an unfinished line: one that was recalled or added keeps it open for ever", () => {
    for (const reopen of [
      (house: TestHouse) => recall(house, L1),
      (house: TestHouse) => house.ask("order.addLines", { orderId: ORDER, lines: [line(L3)] }),
    ]) {
      const house = served(NOW);
      expect(reopen(house).kind).toBe("applied");
      expect(close(house, NOW_MS + 1000 * SERVED_CLOSES_MS)).toEqual({ kind: "noop" });
    }
  });

  test("[ORD-26] a voided line keeps nothing open", () => {
    const house = houseWithOrder();
    house.ask("order.serve", { orderId: ORDER, lineIds: [L1] });
    house.ask("line.void", { orderId: ORDER, lineId: L2, reason: "Dropped" }, { at: minute(100) });
    expect(closesAt(house.order())).toBe(NOW_MS + SERVED_CLOSES_MS);
  });

  test("[ORD-23] [ORD-26] only the house asks for it", () => {
    expect(close(served(NOW), NOW_MS + 2 * SERVED_CLOSES_MS, "owner")).toMatchObject({
      kind: "rejected",
      code: "forbidden",
    });
  });
});
