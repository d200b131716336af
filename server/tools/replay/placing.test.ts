import { expect, test } from "vitest";
import { dueMs, linesOf } from "./placing.ts";

const order = {
  invoice: "7",
  minute: 1_090,
  lines: [
    { dish: "Dal", quantity: 2 },
    { dish: "Dal", quantity: 1 },
  ],
};

test("makes a minute a second at 60 times the speed", () => {
  expect(dueMs(order, 1_080, 60)).toBe(10_000);
  expect(dueMs(order, 1_090, 60)).toBe(0);
});

test("gives every line an id of its own, also where a dish is there twice", () => {
  const lines = linesOf(order, new Map([["Dal", "dal"]]));
  expect(lines.map(({ menuItemId, quantity }) => [menuItemId, quantity])).toEqual([
    ["dal", 2],
    ["dal", 1],
  ]);
  expect(new Set(lines.map((line) => line.lineId)).size).toBe(2);
});

test("says which order cannot be placed", () => {
  expect(() => linesOf(order, new Map())).toThrow("invoice 7: Dal is not on the menu");
  const long = {
    ...order,
    lines: Array.from({ length: 101 }, () => ({ dish: "Dal", quantity: 1 })),
  };
  expect(() => linesOf(long, new Map([["Dal", "dal"]]))).toThrow("invoice 7 has 101 lines");
});
