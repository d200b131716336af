import fc from "fast-check";
import { expect, it } from "vitest";
import { csvRow } from "./csv.ts";

it("no text reaches a spreadsheet as a formula", () => {
  expect(csvRow(["=1+1", "+44", "-2", "@sum", "\tx", "\rx", "'tis", "Burger", 'a "b"', "a,b", null, -5, 12.5])).toBe(
    '"\'=1+1","\'+44","\'-2","\'@sum","\'\tx","\'\rx","\'tis",Burger,"a ""b""","a,b",,-5,12.5\r\n',
  );
});

it("every text comes back as it was, but for the apostrophe", () => {
  const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", '"', ",", "'", " ", "a") }));
  fc.assert(fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
    const read = parse(csvRow(cells));
    expect(read).toEqual(cells.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)));
    expect(read.some((text) => /^[=+\-@\t\r]/.test(text))).toBe(false);
  }));
});

/** RFC 4180, one row. */
function parse(row: string): string[] {
  const cells = [""];
  let quoted = false;
  for (let at = 0; at < row.length - 2; at++) {
    const sign = row[at]!;
    if (sign === '"' && quoted && row[at + 1] === '"') cells[cells.length - 1] += row[++at]!;
    else if (sign === '"') quoted = !quoted;
    else if (sign === "," && !quoted) cells.push("");
    else cells[cells.length - 1] += sign;
  }
  return cells;
}
