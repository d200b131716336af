/**
 * What an event makes of an order. Total: the log is the truth, so fold never refuses; whether a
 * thing may happen was decided before. The same function runs on the server (projections) and on
 * every device (S4). What each event makes of it stands in its file in `events/`.
 */
import type { IsoTime } from "#shared/kernel/time.ts";
import { definitionOf, type EventDraft } from "./event.ts";
import { uncalled } from "./events/order-changed.ts";
import { isAllReady, isClosed, type Order, type OrderStatus } from "./order.ts";

/**
 * Names what this code reads of a log and makes of it; a base that was folded under another name
 * may lack what this code knows (SYN-37). `shared/sync/messages/wire.test.ts` says when it is
 * another.
 */
export const FOLD = "0e66b6685819";

/**
 * An event as far as fold looks at it; a draft that is being decided has no place yet and carries
 * the order's own seq.
 */
export type Happening = EventDraft & {
  readonly occurredAt: IsoTime;
  readonly seq: number;
  readonly recordedAt?: IsoTime;
};

/** The order after the event; the same object where the event does not concern it. */
export function foldOrder(order: Order | undefined, event: Happening): Order | undefined {
  if (event.type === "order_created")
    return {
      ...event.data,
      ...(event.recordedAt === undefined ? {} : { recordedAt: event.recordedAt }),
      seq: event.seq,
    };
  if (order === undefined || orderIdOfEvent(event) !== order.orderId) return order;
  const next = definitionOf(event.type)?.order?.(order, event.data, event.occurredAt) ?? order;
  return next === order ? order : { ...stillCalled(next), seq: event.seq };
}

/** Which order an event is about, or null. */
export const orderIdOfEvent = (event: EventDraft): string | null =>
  "orderId" in event.data ? event.data.orderId : null;

/**
 * A call is over when something of it must be made, or nothing of it is left at the pass (ORD-30).
 */
const stillCalled = (order: Order): Order =>
  order.calledAt === undefined || isAllReady(order) ? order : uncalled(order);

/**
 * The status that the lines speak for (ORD-9), or the one it has where lines have no say: pending,
 * completed and cancelled are people's decisions. An order of which nothing is left is cancelled,
 * pending or not.
 */
export function statusFromLines(order: Order): OrderStatus {
  if (isClosed(order)) return order.status;
  const live = order.lines.filter((line) => line.status !== "cancelled");
  if (live.length === 0) return "cancelled";
  if (order.status === "pending") return "pending";
  if (live.every((line) => line.status === "served")) return "served";
  if (live.every((line) => line.status === "served" || line.status === "ready")) return "ready";
  return live.some((line) => line.status !== "queued") ? "preparing" : "submitted";
}
