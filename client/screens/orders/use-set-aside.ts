import { useMemo, useState } from "react";
import { leftOverOrders } from "#shared/kitchen/left-over.ts";
import { setAsideOrders } from "#shared/kitchen/set-aside.ts";
import type { Order } from "#shared/orders/order.ts";
import { useDevice, useNow, useOrders } from "../../device/device-context.tsx";

/**
 * How often time alone may set an order aside, in ms: a rail of two hundred tickets is not drawn
 * again every second for that.
 */
const LOOK_EVERY_MS = 15_000;

/**
 * Orders that people are to be asked about; the same list for as long as it says the same, although
 * time goes on.
 */
export const useSetAside = (): readonly Order[] => useListed(setAsideOrders);

/** Orders of a day before that nobody finished. */
export const useLeftOver = (): readonly Order[] => useListed(leftOverOrders);

function useListed(list: (orders: Iterable<Order>, nowMs: number) => Order[]): readonly Order[] {
  const device = useDevice();
  const orders = useOrders();
  const step = useNow(LOOK_EVERY_MS);
  // By the clock itself: what has just arrived old is never a ticket first, and a step may be
  // seconds behind.
  const listed = useMemo(
    () => list(orders.values(), Math.max(step, device.now())),
    [list, orders, step, device],
  );
  const [kept, setKept] = useState<readonly Order[]>(listed);
  const same =
    kept.length === listed.length && kept.every((order, index) => order === listed[index]);
  if (!same) setKept(listed);
  return same ? kept : listed;
}

/** Orders that are tickets for the stations: all but those set aside, and left-overs. */
export function useOrdersOnBoard(): readonly Order[] {
  const orders = useOrders();
  const aside = useSetAside();
  const leftOver = useLeftOver();
  return useMemo(() => {
    const ids = new Set([...aside, ...leftOver].map((order) => order.orderId));
    return [...orders.values()].filter((order) => !ids.has(order.orderId));
  }, [orders, aside, leftOver]);
}
