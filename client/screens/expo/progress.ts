import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import { isFiredLine, isInKitchen, type Line, type Order } from "#shared/orders/order.ts";

export type StationProgress = {
  readonly stationId: string;
  readonly ready: number;
  readonly total: number;
};

/** How long a cancelled order waits at the pass to be seen before it leaves by itself. */
export const CANCELLED_KEPT_MS = 10 * MINUTE;

/**
 * Fired dishes of an order that have not left the pass, station by station and piece by piece: how
 * many of them stand there.
 */
export function progressOf(order: Order): StationProgress[] {
  const stations = new Map<string, { ready: number; total: number }>();
  for (const line of order.lines.filter(isAtPassOrBefore)) {
    const station = stations.get(line.stationId) ?? { ready: 0, total: 0 };
    station.total += line.quantity;
    if (line.status === "ready") station.ready += line.quantity;
    stations.set(line.stationId, station);
  }
  return [...stations].map(([stationId, counts]) => ({ stationId, ...counts }));
}

/**
 * Whose hand-off, or cancellation, is still to be seen here although the order has left the
 * kitchen.
 */
export type Kept = {
  readonly handed: ReadonlySet<string>;
  readonly cleared: ReadonlySet<string>;
  readonly nowMs: number;
};

/**
 * Orders that the pass still has to hand off, in the order they were fired; what was just handed
 * off or cancelled stays in its place until it was seen.
 */
export function passOrders(orders: Iterable<Order>, kept: Kept): Order[] {
  return [...orders]
    .filter(
      (order) =>
        kept.handed.has(order.orderId) ||
        (isInKitchen(order) && order.lines.some(isAtPassOrBefore)) ||
        isUnseenCancel(order, kept),
    )
    .sort(byTurn);
}

/**
 * What this hand-off leaves behind: nothing more is to be made or carried, so the order is over for
 * the house (takeaway and delivery).
 */
export const leavesWhole = (order: Order): boolean =>
  order.lines.every(
    (line) => line.status === "ready" || line.status === "served" || line.status === "cancelled",
  );

/**
 * Lines as the pass draws them, by course: what is fired and has not left, and what was voided,
 * which must not vanish unsaid. While a hand-off can be taken back (`handed`), also what it carried
 * out: its plates stand where they stood.
 */
export function coursesOf(
  order: Order,
  handed = false,
): { readonly course: number; readonly lines: readonly Line[] }[] {
  const left = new Set(leftBefore(order, handed));
  const lines = order.lines.filter(
    (line) => (line.fired || line.status === "cancelled") && !left.has(line),
  );
  return [...new Set(lines.map((line) => line.course))]
    .sort((a, b) => a - b)
    .map((course) => ({ course, lines: lines.filter((line) => line.course === course) }));
}

/** What has been carried out; without the last hand-off while that can be taken back. */
export function leftBefore(order: Order, handed: boolean): readonly Line[] {
  const served = order.lines.filter((line) => line.status === "served");
  const last = served.reduce(
    (latest, line) => (line.statusAt > latest ? line.statusAt : latest),
    "",
  );
  return handed ? served.filter((line) => line.statusAt < last) : served;
}

/** Courses that wait to be called for. */
export function heldCoursesOf(
  order: Order,
): { readonly course: number; readonly lines: readonly Line[] }[] {
  const lines = order.lines.filter((line) => !line.fired && line.status !== "cancelled");
  return [...new Set(lines.map((line) => line.course))]
    .sort((a, b) => a - b)
    .map((course) => ({ course, lines: lines.filter((line) => line.course === course) }));
}

const isAtPassOrBefore = (line: Line): boolean => isFiredLine(line) && line.status !== "served";

/** Somebody here may have begun to put it together. */
function isUnseenCancel(order: Order, { cleared, nowMs }: Kept): boolean {
  if (order.status !== "cancelled" || order.firedAt === null || cleared.has(order.orderId))
    return false;
  return (
    order.lines.some((line) => line.shownAt !== null || line.voided?.wasMade === true) &&
    nowMs - fromIso(order.closedAt ?? order.placedAt) < CANCELLED_KEPT_MS
  );
}

function byTurn(a: Order, b: Order): number {
  if (a.rush !== b.rush) return a.rush ? -1 : 1;
  const [first, second] = [a.firedAt ?? a.placedAt, b.firedAt ?? b.placedAt];
  if (first !== second) return first < second ? -1 : 1;
  return a.orderId < b.orderId ? -1 : 1;
}
