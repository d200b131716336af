import { trimmed } from "#shared/kernel/tidy.ts";

/**
 * One row of a CSV file as RFC 4180 has it, ended by CR LF. Numbers are written plainly; texts are
 * made harmless.
 */
export const csvRow = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(",")}\r\n`;

/**
 * A spreadsheet runs a text that starts like a formula: a guest who calls himself `=HYPERLINK(…)`
 * must not reach the owner's computer. Such a text gets an apostrophe before it, and every text
 * that could be misread is quoted.
 */
function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = isFormula(value) ? `'${value}` : value;
  return /[",\r\n\t;]|^[\s']|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Also behind what a spreadsheet passes over, and in the wide or small forms that some of them read
 * as the plain sign.
 */
const isFormula = (text: string): boolean =>
  /^[\t\r\n]/.test(text) || /^[=+\-@\u2212]/.test(trimmed(text).slice(0, 1).normalize("NFKC"));
