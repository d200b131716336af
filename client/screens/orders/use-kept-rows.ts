import { useMemo, useState } from "react";
import type { Order } from "#shared/orders/order.ts";

/** The ids of what was there when the list was opened, and of whatever has come since, at its end: a row that is dealt with stays where it is. */
export function useKeptRows(orders: readonly Order[]): readonly string[] {
  const ids = useMemo(() => orders.map((order) => order.orderId), [orders]);
  const [rows, setRows] = useState<readonly string[]>(ids);
  const fresh = ids.filter((id) => !rows.includes(id));
  const all = fresh.length === 0 ? rows : [...rows, ...fresh];
  if (all !== rows) setRows(all);
  return all;
}
