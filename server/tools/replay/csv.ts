import { pipeline, Readable } from "node:stream";
import { parse, type Info } from "csv-parse";

/**
 * One record with the line of the file that it begins on, for messages that a person can act on.
 */
export type CsvRecord = {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
};

/** In characters: where a quote is never closed, the rest of the file is one record. */
export const LONGEST_RECORD = 64_000;

/**
 * Reads CSV (RFC 4180, any line ends, a byte-order mark) piece by piece, so that a file of years
 * does not stand in memory as text. The first record names the columns; a record with another
 * number of fields throws, and says on which line.
 */
export async function* readCsv(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    columns: (names: readonly string[]) => names.map((name) => name.trim()),
    info: true,
    max_record_size: LONGEST_RECORD,
    record_delimiter: ["\r\n", "\n", "\r"],
    // Tills write 9" pizza without quotes around it.
    relax_quotes: true,
    skip_empty_lines: true,
  });
  // What goes wrong on the way is thrown by the loop below.
  pipeline(Readable.from(chunks), parser, () => undefined);
  for await (const { record: values, info } of parser as AsyncIterable<{
    record: Record<string, string>;
    info: Info;
  }>) {
    yield { line: info.lines - breaksIn(Object.values(values)), values };
  }
}

const breaksIn = (fields: readonly string[]): number =>
  fields.reduce((sum, field) => sum + (field.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
