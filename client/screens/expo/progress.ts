import { isFiredLine, isInKitchen, type Line, type Order } from "#shared/orders/order.ts";

export type StationProgress = { readonly stationId: string; readonly ready: number; readonly total: number };

/** Fired lines of an order, station by station: how many of its dishes stand at the pass or have left it. */
export function progressOf(order: Order): StationProgress[] {
  const stations = new Map<string, { ready: number; total: number }>();
  for (const line of order.lines.filter(isFiredLine)) {
    const station = stations.get(line.stationId) ?? { ready: 0, total: 0 };
    station.total += 1;
    if (isMade(line)) station.ready += 1;
    stations.set(line.stationId, station);
  }
  return [...stations].map(([stationId, counts]) => ({ stationId, ...counts }));
}

/** Every fired line is made, and something still stands at the pass. */
export const isAllReady = (order: Order): boolean => order.lines.filter(isFiredLine).every(isMade) && hasReady(order);

export const hasReady = (order: Order): boolean => order.lines.some((line) => line.status === "ready");

/** Orders that the pass still has to hand off, in the order they were fired; `keep` stays although it is handed off (undo). */
export function passOrders(orders: Iterable<Order>, keep: ReadonlySet<string>): Order[] {
  return [...orders].filter((order) => keep.has(order.orderId) || (isInKitchen(order) && order.lines.some(isAtPassOrBefore))).sort(byTurn);
}

const isMade = (line: Line): boolean => line.status === "ready" || line.status === "served";

const isAtPassOrBefore = (line: Line): boolean => isFiredLine(line) && line.status !== "served";

function byTurn(a: Order, b: Order): number {
  if (a.rush !== b.rush) return a.rush ? -1 : 1;
  const [first, second] = [a.firedAt ?? a.placedAt, b.firedAt ?? b.placedAt];
  if (first !== second) return first < second ? -1 : 1;
  return a.orderId < b.orderId ? -1 : 1;
}
