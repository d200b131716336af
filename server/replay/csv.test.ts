import { expect, it } from "vitest";
import { readCsv } from "./csv.ts";

it("reads quotes, line ends inside them and both kinds of line ends, however the text is cut", async () => {
  const text = '\uFEFFname,note\r\n"Naan, garlic","say ""hot"""\nRice,"two\nlines"\n\nlast,';
  const whole = await all([text]);
  expect(whole).toEqual([
    { line: 2, values: { name: "Naan, garlic", note: 'say "hot"' } },
    { line: 3, values: { name: "Rice", note: "two\nlines" } },
    { line: 6, values: { name: "last", note: "" } },
  ]);
  expect(await all(text)).toEqual(whole);
});

it("says on which line a record has too few fields", async () => {
  await expect(all(["a,b\n1,2\n3\n"])).rejects.toThrow("line 3: 1 fields, and the first line names 2 columns");
});

it("refuses a quote that is never closed", async () => {
  await expect(all(['a\n"open\n'])).rejects.toThrow("line 2: a quote is opened and never closed");
});

async function all(chunks: Iterable<string>) {
  const records = [];
  for await (const record of readCsv(chunks)) records.push(record);
  return records;
}
