import type { Row } from "./rows.ts";

export type PastOrder = {
  readonly invoice: string;
  readonly minute: number;
  readonly lines: readonly { readonly dish: string; readonly quantity: number }[];
};

/**
 * The day with most orders; of several the one with most lines, then the first in the file. Null
 * for no rows.
 */
export function busiestDay(rows: readonly Row[]): string | null {
  const days = new Map<string, { orders: Set<string>; lines: number }>();
  for (const { day, invoice } of rows) {
    const seen = days.get(day) ?? { orders: new Set<string>(), lines: 0 };
    seen.orders.add(invoice);
    seen.lines += 1;
    days.set(day, seen);
  }
  let best: string | null = null;
  let most = { orders: 0, lines: 0 };
  for (const [day, { orders, lines }] of days) {
    if (orders.size < most.orders || (orders.size === most.orders && lines <= most.lines)) continue;
    best = day;
    most = { orders: orders.size, lines };
  }
  return best;
}

/**
 * A day's orders by time; within a minute in the file's order. An invoice's rows need not stand
 * together.
 */
export function ordersOfDay(rows: readonly Row[], day: string): PastOrder[] {
  const orders = new Map<string, { minute: number; lines: { dish: string; quantity: number }[] }>();
  for (const { day: of, invoice, minute, dish, quantity } of rows) {
    if (of !== day) continue;
    const order = orders.get(invoice) ?? { minute, lines: [] };
    order.lines.push({ dish, quantity });
    orders.set(invoice, order);
  }
  return [...orders]
    .map(([invoice, order]) => ({ invoice, ...order }))
    .sort((a, b) => a.minute - b.minute);
}
