import { describe, expect, test } from "vitest";
import { takeSnapshotText } from "./snapshot-lines.ts";

const ORDERS = ["one, two", 'a "quoted" ]} end', "line\nbreak", ""].map((notes, index) => ({
  orderId: `o${index}`,
  notes,
  lines: [{ name: "]}" }],
}));
const FRAME = { logId: "l", seq: 3, menu: { items: [] } };
/** As the server writes it. */
const asLines = (orders: readonly object[]): string =>
  `${JSON.stringify(FRAME).slice(0, -1)},"orders":[${orders.map((order, index) => `${index === 0 ? "\n" : ",\n"}${JSON.stringify(order)}`).join("")}\n]}`;

function taken(text: string, size: number): { readonly said: unknown; readonly held: number } {
  const taker = takeSnapshotText();
  let held = 0;
  for (let at = 0; at < text.length; at += size)
    held = Math.max(held, taker.take(text.slice(at, at + size)));
  return { said: taker.end(), held };
}

describe("[SYN-14] a snapshot in pieces", () => {
  test.each([1, 2, 7, 50, 10_000])("is the same as whole, in pieces of %i", (size) => {
    for (const orders of [[], ORDERS.slice(0, 1), ORDERS]) {
      const text = asLines(orders);
      expect(taken(text, size).said).toEqual(JSON.parse(text));
    }
  });

  test("holds one line and not the text of all", () => {
    const many = Array.from({ length: 1_000 }, () => ({ orderId: "o", notes: "x".repeat(1_000) }));
    const text = asLines(many);
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(taken(text, 500).held).toBeLessThan(1_600);
  });

  test("of an older server, on one line or on others, is read whole", () => {
    const value = { ...FRAME, orders: ORDERS };
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)])
      for (const size of [3, 10_000]) expect(taken(text, size).said).toEqual(value);
  });

  test("that is torn anywhere, or is none, is no snapshot", () => {
    const text = asLines(ORDERS);
    for (let length = 0; length < text.length; length += 1)
      expect(taken(text.slice(0, length), 11).said).toBeNull();
    for (const nonsense of [
      "",
      "<html>\n</html>",
      `${text.slice(0, text.indexOf("\n"))}\nnonsense\n]}`,
    ])
      expect(taken(nonsense, 5).said).toBeNull();
  });
});
