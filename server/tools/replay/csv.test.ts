import { expect, test } from "vitest";
import { LONGEST_RECORD, readCsv } from "./csv.ts";

test("reads quotes, line ends inside them and all kinds of line ends, however the text is cut", async () => {
  const text =
    '\uFEFFname, note\r\n"Naan, garlic","say ""hot"""\nRice,"two\nlines"\n\n9" pizza,hot\rlast,';
  const whole = await all([text]);
  expect(whole).toEqual([
    { line: 2, values: { name: "Naan, garlic", note: 'say "hot"' } },
    { line: 3, values: { name: "Rice", note: "two\nlines" } },
    { line: 6, values: { name: '9" pizza', note: "hot" } },
    { line: 7, values: { name: "last", note: "" } },
  ]);
  expect(await all(text)).toEqual(whole);
});

test("says on which line a record has too few fields", async () => {
  await expect(all(["a,b\n1,2\n3\n"])).rejects.toThrow("columns length is 2, got 1 on line 3");
});

test("refuses a quote that is never closed, at the end of the file or as soon as the record is too long", async () => {
  await expect(all(['a\n"open\n'])).rejects.toThrow("opening quote at line 2");
  const endless = function* () {
    yield 'a\n"';
    while (true) yield "x".repeat(1_000);
  };
  await expect(all(endless())).rejects.toThrow("maximum number of tolerated bytes");
  const long = (length: number) => all([`a\n${"x".repeat(length)}\n`]);
  expect((await long(LONGEST_RECORD)).length).toBe(1);
  // The library looks before it takes one more in.
  await expect(long(LONGEST_RECORD + 2).then(({ length }) => length)).rejects.toThrow(
    "maximum number of tolerated bytes",
  );
});

test("says what went wrong with the file itself", async () => {
  const broken = async function* () {
    yield "a\n1\n";
    throw new Error("the disk is gone");
  };
  await expect(all(broken())).rejects.toThrow("the disk is gone");
});

async function all(chunks: AsyncIterable<string> | Iterable<string>) {
  const records = [];
  for await (const record of readCsv(chunks)) records.push(record);
  return records;
}
