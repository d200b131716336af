import { useEffect, useRef, useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { DUE_GRACE_MS, overdueOrders } from "#shared/kitchen/release-time.ts";
import { useDevice, useLink, useMenu, useNow, useOrders } from "../../device/device-context.tsx";
import { random } from "../../platform/chance.ts";

/** So that a room of tablets does not say it at once. */
const JITTER_MS = 3 * SECOND;
/** What could not be written down, or came to nothing, is said again after this long. */
const AGAIN_MS = 30 * SECOND;

/**
 * Releases held orders that are due and that nobody has released (ORD-31): the server does it
 * within a second, so this is for a kitchen that is alone, with or without a network. One tab of a
 * device speaks for it, and only once it knows what happened while it was away.
 */
export function DueReleases() {
  const device = useDevice();
  const orders = useOrders();
  const menu = useMenu();
  const { leader, state } = useLink();
  const now = useNow();
  const [jitterMs] = useState(() => random.next() * JITTER_MS);
  const asked = useRef(new Map<string, number>());
  const knows = leader && state !== "starting" && state !== "catching-up";
  useEffect(() => {
    if (!knows) return;
    for (const { orderId } of overdueOrders(orders.values(), menu, now, DUE_GRACE_MS + jitterMs)) {
      if (now - (asked.current.get(orderId) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) continue;
      asked.current.set(orderId, now);
      // Nobody asked for it here, so nobody is told when it fails: it is tried again, and the order
      // stays among the held ones, overdue.
      device.act("order.release", { orderId, due: true }).catch(() => undefined);
    }
  }, [knows, orders, menu, now, jitterMs, device]);
  return null;
}
