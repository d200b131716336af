import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRow } from "./csv.ts";

test("no text reaches a spreadsheet as a formula", () => {
  expect(
    csvRow([
      "=1+1",
      "+44",
      "-2",
      "@sum",
      "\tx",
      "\rx",
      "'tis",
      "Burger",
      'a "b"',
      "a,b",
      null,
      -5,
      12.5,
    ]),
  ).toBe(
    '"\'=1+1","\'+44","\'-2","\'@sum","\'\tx","\'\rx","\'tis",Burger,"a ""b""","a,b",,-5,12.5\r\n',
  );
});

test.each([
  "＝1+1",
  "＋44",
  "－2",
  "＠sum",
  "﹦1",
  "﹢1",
  "﹣1",
  "﹫x",
  "−2",
  "\u200b=1+1",
  "\ufeff@sum",
  "\u202e=1",
  "\u00ad+1",
  " =1+1",
  "\u3000＝1",
  "\n=1",
  "\nx",
])("nor does %j, which some read as one", (text) => {
  const cell = csvRow([text]).trimEnd();
  expect(parse(`${cell}\r\n`)).toEqual([`'${text}`]);
});

test("what only looks a little like one stays as it is", () => {
  expect(csvRow(["3 = three", "a-b", "Ａ", "—", "≠"])).toBe("3 = three,a-b,Ａ,—,≠\r\n");
});

test("every text comes back as it was, but for the apostrophe", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", '"', ",", "'", " ", "a"),
    }),
  );
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
      const read = parse(csvRow(cells));
      expect(read).toEqual(
        cells.map((text) => (/^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text)),
      );
      expect(read.some((text) => /^\s*[=+\-@]|^[\t\r\n]/.test(text))).toBe(false);
    }),
  );
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
