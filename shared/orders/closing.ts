/** When the house itself completes an order that nobody came back to (ORD-26). */
import { fromIso, HOUR } from "#shared/kernel/time.ts";
import type { Order } from "./order.ts";

/** Everything was carried out: the guests have left, and nobody said so. */
export const SERVED_CLOSES_MS = 3 * HOUR;
/** Everything was made and nothing said of it since: nobody serves on a screen here. */
export const READY_CLOSES_MS = 6 * HOUR;

/** In ms; null while anything is unfinished, or it is closed already. */
export function closesAt(order: Order): number | null {
  if (order.status !== "served" && order.status !== "ready") return null;
  const times = order.lines
    .filter((line) => line.status !== "cancelled")
    .map((line) => fromIso(line.statusAt));
  return Math.max(...times) + (order.status === "served" ? SERVED_CLOSES_MS : READY_CLOSES_MS);
}
