/** One record with the line of the file that it begins on, for messages that a person can act on. */
export type CsvRecord = { readonly line: number; readonly values: Readonly<Record<string, string>> };

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line ends inside quotes; LF or CRLF; a byte-order mark) piece by piece, so that a
 * file of years does not stand in memory as text. The first record names the columns; a record with another number of fields throws.
 */
export async function* readCsv(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<CsvRecord> {
  let names: readonly string[] | null = null;
  for await (const { line, fields } of readFields(chunks)) {
    if (names === null) names = fields.map((name) => name.trim());
    else if (fields.length === names.length) yield { line, values: Object.fromEntries(names.map((name, index) => [name, fields[index] ?? ""])) };
    else throw new Error(`line ${line}: ${fields.length} fields, and the first line names ${names.length} columns`);
  }
}

async function* readFields(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<{ line: number; fields: string[] }> {
  let fields: string[] = [];
  let field = "";
  let quoted = false;
  /** A quote inside quotes: the end of the field, or the first of two. */
  let closing = false;
  let line = 1;
  let begunAt = 1;
  let first = true;
  for await (const chunk of chunks) {
    for (const char of first ? chunk.replace(/^\uFEFF/, "") : chunk) {
      if (char === "\n") line += 1;
      if (quoted && closing && char !== '"') quoted = closing = false;
      if (quoted) {
        if (char !== '"') field += char;
        else if (closing) {
          field += '"';
          closing = false;
        } else closing = true;
      } else if (char === '"' && field === "") quoted = true;
      else if (char === ",") {
        fields.push(field);
        field = "";
      } else if (char === "\n") {
        if (fields.length > 0 || field !== "") yield { line: begunAt, fields: [...fields, field] };
        [fields, field, begunAt] = [[], "", line];
      } else if (char !== "\r") field += char;
    }
    first = false;
  }
  if (quoted && !closing) throw new Error(`line ${begunAt}: a quote is opened and never closed`);
  if (fields.length > 0 || field !== "") yield { line: begunAt, fields: [...fields, field] };
}
