import { useMemo, useState } from "react";
import { setAsideOrders } from "#shared/kitchen/triage.ts";
import type { Order } from "#shared/orders/order.ts";
import { useDevice, useNow, useOrders } from "../../device/device-context.tsx";

/** How often time alone may set an order aside, in ms: a rail of two hundred tickets is not drawn again every second for that. */
const LOOK_EVERY_MS = 15_000;

/** Orders that people are to be asked about; the same list for as long as it says the same, although time goes on. */
export function useSetAside(): readonly Order[] {
  const device = useDevice();
  const orders = useOrders();
  const step = useNow(LOOK_EVERY_MS);
  // By the clock itself: what has just arrived old is never a ticket first, and a step may be seconds behind.
  const aside = useMemo(() => setAsideOrders(orders.values(), Math.max(step, device.now())), [orders, step, device]);
  const [kept, setKept] = useState<readonly Order[]>(aside);
  const same = kept.length === aside.length && kept.every((order, index) => order === aside[index]);
  if (!same) setKept(aside);
  return same ? kept : aside;
}

/** Orders that are tickets for the stations: all but those set aside. */
export function useOrdersOnBoard(): readonly Order[] {
  const orders = useOrders();
  const aside = useSetAside();
  return useMemo(() => {
    const ids = new Set(aside.map((order) => order.orderId));
    return [...orders.values()].filter((order) => !ids.has(order.orderId));
  }, [orders, aside]);
}
