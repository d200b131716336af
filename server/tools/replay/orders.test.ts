import { expect, test } from "vitest";
import { busiestDay, ordersOfDay } from "./orders.ts";
import { rowOf, type Row } from "./rows.ts";

const row = (invoice: string, when: string, dish: string, more: Record<string, string> = {}): Row =>
  rowOf({
    line: 2,
    values: {
      invoice,
      "Order Date": when,
      description: dish,
      Quantity: "1",
      "Product Price": "2.5",
      ...more,
    },
  });

const ROWS = [
  row("7", "02/01/19 19:05", "Dal"),
  row("6", "02/01/19 18:00", "Naan"),
  row("5", "01/01/19 20:00", "Dal"),
  row("7", "02/01/19 19:05", "Rice", { Quantity: "3" }),
  row("8", "02/01/19 18:00", "Roti"),
];

test("takes money without floating point", () => {
  expect(row("1", "01/01/19 18:00", "Dal", { "Product Price": "12.95" }).price).toBe(1295);
  expect(row("1", "01/01/19 18:00", "Dal", { "Product Price": "0.8" }).price).toBe(80);
  expect(row("1", "01/01/19 18:00", "Dal", { "Product Price": "7" }).price).toBe(700);
});

test("takes hours with and without their leading zero", () => {
  expect(row("1", "01/01/19 9:58", "Dal").minute).toBe(9 * 60 + 58);
  expect(row("1", "01/01/19 09:58", "Dal").minute).toBe(9 * 60 + 58);
});

test("says what is wrong with a row, and where", () => {
  expect(() => row("1", "1 Jan", "Dal")).toThrow(
    "line 2: the order date is not like 31/12/19 18:30",
  );
  expect(() => row("1", "01/01/19 18:00", "Dal", { Quantity: "0" })).toThrow(
    "line 2: the quantity",
  );
  expect(() => row("1", "01/01/19 18:00", "Dal", { "Product Price": "free" })).toThrow(
    "line 2: the price",
  );
  expect(() => row("1", "01/01/19 18:00", " ")).toThrow("line 2: no description");
});

test("finds the busiest day", () => {
  expect(busiestDay(ROWS)).toBe("02/01/19");
  expect(busiestDay([])).toBeNull();
});

test("gathers an invoice's rows and orders the day by time, then by the file", () => {
  expect(ordersOfDay(ROWS, "02/01/19")).toEqual([
    { invoice: "6", minute: 1080, lines: [{ dish: "Naan", quantity: 1 }] },
    { invoice: "8", minute: 1080, lines: [{ dish: "Roti", quantity: 1 }] },
    {
      invoice: "7",
      minute: 1145,
      lines: [
        { dish: "Dal", quantity: 1 },
        { dish: "Rice", quantity: 3 },
      ],
    },
  ]);
});
