import { expect, test } from "vitest";
import type { HeardEvent } from "#shared/orders/event.ts";
import { createTally, figureLine } from "./tally.ts";

const created = (orderId: string, lineIds: readonly string[]) =>
  ({
    type: "order_created",
    data: { orderId, lines: lineIds.map((lineId) => ({ lineId })) },
  }) as unknown as HeardEvent;
const shown = (orderId: string, lineIds: readonly string[]) =>
  ({
    type: "ticket_shown",
    data: { orderId, lineIds, stationId: "curry", by: "Kitchen" },
  }) as unknown as HeardEvent;

test("counts an order as shown when a screen has said so of its last line", () => {
  const tally = createTally();
  tally.sent("a", ["1", "2"], 1_000);
  tally.take(created("a", ["1", "2"]), 1_010);
  tally.take(shown("a", ["1"]), 1_020);
  expect(tally.waiting()).toEqual(["a"]);
  tally.take(shown("a", ["2"]), 1_040);
  tally.take(shown("a", ["2"]), 1_900);
  expect(tally.isComplete()).toBe(true);
  expect(tally.figures()).toEqual({
    orders: 1,
    lines: 2,
    shown: 1,
    lost: 0,
    duplicated: 0,
    latencyMs: { median: 40, p99: 40 },
  });
});

test("counts what never came, what came twice and what nobody placed", () => {
  const tally = createTally();
  tally.sent("a", ["1"], 0);
  tally.sent("b", ["2"], 0);
  tally.take(created("a", ["1"]), 5);
  tally.take(created("a", ["1"]), 6);
  tally.take(created("stranger", ["9"]), 7);
  expect(tally.isComplete()).toBe(false);
  expect(tally.figures()).toMatchObject({
    orders: 2,
    shown: 0,
    lost: 2,
    duplicated: 2,
    latencyMs: null,
  });
});

test("counts an order once that a screen drew twice", () => {
  const tally = createTally();
  tally.sent("a", ["1"], 0);
  tally.drawnTwice("a");
  tally.drawnTwice("a");
  expect(tally.figures().duplicated).toBe(1);
});

test("keeps the time of the first try when an order is sent again", () => {
  const tally = createTally();
  tally.sent("a", ["1"], 0);
  tally.sent("a", ["1"], 500);
  tally.take(created("a", ["1"]), 600);
  tally.take(shown("a", ["1"]), 700);
  expect(tally.figures().latencyMs?.median).toBe(700);
});

test("says it in one line", () => {
  const figures = {
    orders: 39,
    lines: 209,
    shown: 39,
    lost: 0,
    duplicated: 0,
    latencyMs: { median: 41.4, p99: 120 },
  };
  expect(figureLine(figures, "chromium")).toBe(
    "placed 39 orders (209 lines) · shown 39 · lost 0 · duplicated 0 · latency median 41 ms p99 120 ms · screen chromium",
  );
});
