import type { CsvRecord } from "./csv.ts";

/** One line of one past order. */
export type Row = {
  readonly invoice: string;
  /** `dd/mm/yy`, as the file has it. */
  readonly day: string;
  /** Minutes since that day's midnight, on the restaurant's own clock. */
  readonly minute: number;
  readonly dish: string;
  readonly quantity: number;
  /**
   * One piece, in hundredths of what the file counts in (`inMinorUnits` has it in those of a
   * restaurant).
   */
  readonly price: number;
};

/** Hours may lack their leading zero, as spreadsheets write them. */
const WHEN = /^(\d\d\/\d\d\/\d\d) (\d\d?):(\d\d)$/;

/** A row of the orders file. Throws a sentence with the line's number where it cannot be one. */
export function rowOf({ line, values }: CsvRecord): Row {
  const column = (name: string): string => {
    const value = values[name]?.trim();
    if (value === undefined || value === "") throw new Error(`line ${line}: no ${name}`);
    return value;
  };
  const [, day, hours, minutes] = WHEN.exec(column("Order Date")) ?? [];
  if (day === undefined) throw new Error(`line ${line}: the order date is not like 31/12/19 18:30`);
  return {
    invoice: column("invoice"),
    day,
    minute: Number(hours) * 60 + Number(minutes),
    dish: column("description"),
    quantity: wholeNumber(column("Quantity"), line),
    price: hundredths(column("Product Price"), line),
  };
}

function wholeNumber(text: string, line: number): number {
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new Error(`line ${line}: the quantity is not a whole number from 1 to 999`);
  return Number(text);
}

/** `12.5` is 1250: read digit by digit, because 100 × 12.95 is not 1295 in floating point. */
function hundredths(text: string, line: number): number {
  const [, whole, fraction = ""] = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`line ${line}: the price is not like 12.95`);
  return Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
}
