import { describe, expect, test } from "vitest";
import type { Args } from "./command.ts";
import { MAX_LINES } from "./ordered-line.ts";
import type { Decision } from "./decision.ts";
import {
  bump,
  houseWithLine,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  named,
  openHouse,
  ORDER,
  uuid,
  type TestHouse,
} from "./testing/house.ts";

const other = { orderId: uuid(2), channel: "takeaway" as const };
const about = { orderId: ORDER };

function completed(): TestHouse {
  const house = houseWithOrder();
  house.ask("order.serve", { ...about, lineIds: [L1, L2] });
  house.ask("order.complete", about);
  return house;
}

function cancelled(place: Partial<Args<"order.place">> = {}): TestHouse {
  const house = houseWithOrder(place);
  house.ask("order.cancel", { ...about, reason: "They left" });
  return house;
}

const pending = (): TestHouse => houseWithOrder({}, { as: "guest" });

const manyLines = (count: number) => Array.from({ length: count }, (_, n) => line(uuid(1_000 + n)));

const REFUSALS: readonly [what: string, ask: () => Decision, code: string, sentence: string][] = [
  [
    "a board that rushes",
    () => houseWithOrder().ask("order.rush", { ...about, rush: true }, { as: "display" }),
    "forbidden",
    "A display device may not do this.",
  ],
  [
    "an order that is not there",
    () => openHouse().ask("order.accept", about),
    "unknown_order",
    "There is no such order here.",
  ],
  [
    "another order under the same id",
    () => houseWithOrder().ask("order.place", { ...other, ...about, lines: [line(L3)] }),
    "id_reused",
    "Another order was placed under this id.",
  ],
  [
    "a table that is gone",
    () => openHouse().ask("order.place", { ...other, tableId: "t99", lines: [line(L3)] }),
    "unknown_table",
    "There is no such table any more.",
  ],
  [
    "a move to a table that is gone",
    () => houseWithOrder().ask("order.moveTable", { ...about, tableId: "t99" }),
    "unknown_table",
    "There is no such table any more.",
  ],
  [
    "a line id of another order",
    () => houseWithOrder().ask("order.place", { ...other, lines: [line(L1)] }),
    "line_id_taken",
    "A line id of this order belongs to another order.",
  ],
  [
    "more lines than an order may have",
    () => {
      const house = houseWithOrder({ lines: manyLines(MAX_LINES) });
      return house.ask("order.addLines", { ...about, lines: manyLines(2 * MAX_LINES + 1) });
    },
    "too_many_lines",
    `An order has at most ${2 * MAX_LINES} lines.`,
  ],
  [
    "a course that it does not have",
    () => houseWithOrder().ask("order.fireCourse", { ...about, course: 9 }),
    "unknown_line",
    "Order Z1 has no course 9.",
  ],
  [
    "a hold of what is being made",
    () => {
      const house = houseWithOrder();
      house.ask("line.setStatus", { ...about, lineId: L1, status: "preparing" });
      return house.ask("order.hold", about);
    },
    "illegal_transition",
    "Order Z1 is being made already and cannot be held.",
  ],
  [
    "a rejection of what was accepted",
    () => houseWithOrder().ask("order.reject", { ...about, reason: "Closed" }),
    "illegal_transition",
    "Order Z1 was accepted already.",
  ],
  [
    "a completion before its time",
    () => houseWithOrder().ask("order.complete", about),
    "illegal_transition",
    "It is submitted and cannot become completed.",
  ],
  [
    "a service of nothing",
    () => houseWithOrder().ask("order.serve", about),
    "illegal_transition",
    "Nothing of order Z1 is ready to be served.",
  ],
  [
    "a bump of what nobody accepted",
    () => bump(pending(), L1),
    "illegal_transition",
    "It is pending and cannot become ready.",
  ],
  [
    "a line that nobody accepted",
    () => pending().ask("line.setStatus", { ...about, lineId: L1, status: "preparing" }),
    "illegal_transition",
    "It is queued and cannot become preparing.",
  ],
  [
    "a line that it does not have",
    () => houseWithOrder().ask("line.void", { ...about, lineId: L3, reason: "Wrong" }),
    "unknown_line",
    "Order Z1 has no such line here.",
  ],
  [
    "a line of another station",
    () => houseWithOrder().ask("ticket.bump", { ...about, stationId: "fry", lines: [named(L1)] }),
    "unknown_line",
    "Order Z1 has no such line here.",
  ],
  [
    "a bump of what was voided",
    () => bump(houseWithLine("cancelled"), L1),
    "line_voided",
    "That was voided from order Z1.",
  ],
  [
    "a cancellation of what is completed",
    () => completed().ask("order.cancel", { ...about, reason: "Late" }),
    "illegal_transition",
    "Order Z1 is completed and cannot be cancelled.",
  ],
  [
    "more lines for what is completed",
    () => completed().ask("order.addLines", { ...about, lines: [line(L3)] }),
    "order_closed",
    "Order Z1 is completed.",
  ],
  [
    "a void of what is completed",
    () => completed().ask("line.void", { ...about, lineId: L1, reason: "Cold" }),
    "order_closed",
    "Order Z1 is completed.",
  ],
  [
    "a course of what is completed",
    () => completed().ask("order.fireCourse", { ...about, course: 1 }),
    "order_closed",
    "Order Z1 is completed.",
  ],
  [
    "a call of what is completed",
    () => completed().ask("order.call", about),
    "order_closed",
    "Order Z1 is completed.",
  ],
  [
    "a table's order that was cancelled",
    () => cancelled().ask("order.accept", about),
    "order_cancelled",
    "Order Z1 (table 5) was cancelled.",
  ],
  [
    "a course of what was cancelled",
    () => cancelled().ask("order.fireCourse", { ...about, course: 1 }),
    "order_cancelled",
    "Order Z1 (table 5) was cancelled.",
  ],
  [
    "a call of what was cancelled",
    () => cancelled().ask("order.call", about),
    "order_cancelled",
    "Order Z1 (table 5) was cancelled.",
  ],
  [
    "a takeaway that was cancelled",
    () => cancelled({ channel: "takeaway", tableId: undefined }).ask("order.complete", about),
    "order_cancelled",
    "Order Z1 was cancelled.",
  ],
  [
    "a bump of what was cancelled",
    () => bump(cancelled(), L1),
    "order_cancelled",
    "Order Z1 (table 5) was cancelled.",
  ],
];

describe("[ORD-15] [ORD-23] a refusal says why, and changes nothing", () => {
  test.each(REFUSALS)("%s", (_, ask, code, detail) => {
    expect(ask()).toEqual({ kind: "rejected", code, detail });
  });

  test("an order has as many lines as it may have", () => {
    const house = houseWithOrder({ lines: manyLines(MAX_LINES) });
    expect(house.ask("order.addLines", { ...about, lines: manyLines(2 * MAX_LINES) }).kind).toBe(
      "applied",
    );
    expect(house.order().lines).toHaveLength(2 * MAX_LINES);
  });
});
