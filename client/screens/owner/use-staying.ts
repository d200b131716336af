import { useEffect, useState } from "react";
import type { Order } from "#shared/orders/order.ts";
import { SECOND } from "#shared/kernel/time.ts";

/**
 * How long what was decided stands where it stood: long enough for the second half of a double tap
 * to land on it, and to be read.
 */
export const STAY_MS = 3 * SECOND;

/**
 * Guests' orders in the order they came, those that have just been decided still among them: if
 * rows closed up, the second tap would decide the next guest's order. While a hand is on the list
 * none leaves it.
 */
export function useStaying(
  pending: readonly Order[],
  byId: ReadonlyMap<string, Order>,
  free: boolean,
): readonly Order[] {
  const [shown, setShown] = useState<readonly string[]>([]);
  const waiting = pending.map((order) => order.orderId);
  const fresh = waiting.filter((id) => !shown.includes(id));
  if (fresh.length > 0) setShown([...shown, ...fresh]);
  const decided = shown.filter((id) => !waiting.includes(id)).join(" ");
  useEffect(() => {
    if (decided === "" || !free) return undefined;
    const timer = setTimeout(
      () => setShown((old) => old.filter((id) => !decided.split(" ").includes(id))),
      STAY_MS,
    );
    return () => clearTimeout(timer);
  }, [decided, free]);
  return [...shown, ...fresh].flatMap((id) => byId.get(id) ?? []);
}
