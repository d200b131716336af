import type { IsoTime } from "#shared/kernel/time.ts";
import { wasMade, type Line, type Order } from "../order.ts";

/** The same order where no line changes. */
export function mapLines(order: Order, each: (line: Line) => Line): Order {
  const lines = order.lines.map(each);
  return lines.some((line, index) => line !== order.lines[index]) ? { ...order, lines } : order;
}

export const voidLine = (line: Line, reason: string, at: IsoTime): Line => ({
  ...line,
  status: "cancelled",
  statusAt: at,
  voided: { reason, wasMade: wasMade(line.status) },
});
