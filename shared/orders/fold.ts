/**
 * What an event makes of an order. Total: the log is the truth, so fold never refuses; whether a thing may happen was decided before.
 * The same function runs on the server (projections) and on every device (S4).
 */
import type { IsoTime } from "#shared/kernel/time.ts";
import type { EventData, EventDraft } from "./event.ts";
import { isAllReady, isClosed, type Line, type LineStatus, type Order, type OrderStatus } from "./order.ts";

/** An event as far as fold looks at it; a draft that is being decided has no place yet and carries the order's own seq. */
export type Happening = EventDraft & { readonly occurredAt: IsoTime; readonly seq: number; readonly recordedAt?: IsoTime };

/** The order after the event; the same object where the event does not concern it. */
export function foldOrder(order: Order | undefined, event: Happening): Order | undefined {
  if (event.type === "order_created") return { ...event.data, ...(event.recordedAt === undefined ? {} : { recordedAt: event.recordedAt }), seq: event.seq };
  if (order === undefined || !concerns(order, event)) return order;
  const next = change(order, event);
  return next === order ? order : { ...stillCalled(next), seq: event.seq };
}

/** Which order an event is about, or null. */
export const orderIdOfEvent = (event: EventDraft): string | null => ("orderId" in event.data ? event.data.orderId : null);

const concerns = (order: Order, event: EventDraft): boolean => orderIdOfEvent(event) === order.orderId;

function change(order: Order, event: Happening): Order {
  switch (event.type) {
    case "order_status_changed":
      return toStatus(event.data.from === "pending" && event.data.to === "submitted" ? { ...order, acceptedAt: event.occurredAt } : order, event.data.to, event.data.reason ?? null, event.occurredAt);
    case "order_item_status_changed":
      return mapLines(order, (line) => (line.lineId === event.data.lineId ? toLineStatus(line, event.data, event.occurredAt) : line));
    case "order_lines_added":
      return { ...order, lines: [...order.lines, ...event.data.lines] };
    case "order_changed":
      return changed(order, event.data, event.occurredAt);
    case "ticket_shown":
      return shown(order, event.data, event.occurredAt);
    default:
      return order;
  }
}

function toStatus(order: Order, to: OrderStatus, reason: string | null, at: IsoTime): Order {
  const next: Order = { ...order, status: to };
  if (to === "cancelled") {
    const lines = order.lines.map((line) =>
      line.status === "cancelled" ? line : voidLine(line, reason ?? "", at),
    );
    return { ...next, lines, cancelReason: reason, closedAt: at };
  }
  if (to === "completed") return { ...next, closedAt: at };
  const firedAt = order.firedAt ?? (order.held || to === "pending" ? null : at);
  return { ...next, firedAt, closedAt: null };
}

function toLineStatus(line: Line, data: EventData["order_item_status_changed"], at: IsoTime): Line {
  if (data.to === "cancelled") return voidLine(line, data.reason ?? "", at);
  return { ...line, status: data.to, generation: data.generation, statusAt: at };
}

const voidLine = (line: Line, reason: string, at: IsoTime): Line => ({
  ...line,
  status: "cancelled",
  statusAt: at,
  voided: { reason, wasMade: wasMade(line.status) },
});

/** Food that existed when it was voided is waste (ORD-14). */
export const wasMade = (status: LineStatus): boolean => status === "ready" || status === "served";

function changed(order: Order, data: EventData["order_changed"], at: IsoTime): Order {
  let next = order;
  if (data.held !== undefined) next = { ...next, held: data.held, firedAt: data.held ? null : next.status === "pending" ? null : (next.firedAt ?? at) };
  if (data.held === true) next = { ...unconfirmed(next), heldAt: at };
  if (data.confirmed === true) next = { ...next, confirmedAt: at };
  if (data.called !== undefined) next = data.called ? { ...next, calledAt: at } : uncalled(next);
  if (data.rush !== undefined) next = { ...next, rush: data.rush };
  if (data.table !== undefined) next = { ...next, ...data.table, movedAt: at };
  const { firedCourse } = data;
  if (firedCourse !== undefined) {
    next = mapLines(next, (line) => (line.course === firedCourse && !line.fired && line.status !== "cancelled" ? { ...line, fired: true, statusAt: at, calledAt: at } : line));
  }
  return next;
}

/** A call is over when something of it must be made, or nothing of it is left at the pass (ORD-30). */
const stillCalled = (order: Order): Order => (order.calledAt === undefined || isAllReady(order) ? order : uncalled(order));

/** What is held is fired anew, and may wait anew. */
function unconfirmed({ confirmedAt: _confirmedAt, ...order }: Order): Order {
  return order;
}

function uncalled({ calledAt: _calledAt, ...order }: Order): Order {
  return order;
}

function shown(order: Order, data: EventData["ticket_shown"], at: IsoTime): Order {
  const ids = new Set(data.lineIds);
  return mapLines(order, (line) => (ids.has(line.lineId) && line.shownAt === null ? { ...line, shownAt: at, shownBy: data.by } : line));
}

function mapLines(order: Order, each: (line: Line) => Line): Order {
  const lines = order.lines.map(each);
  return lines.some((line, index) => line !== order.lines[index]) ? { ...order, lines } : order;
}

/**
 * The status that the lines speak for (ORD-9), or the one it has where lines have no say: pending, completed and cancelled are
 * people's decisions. An order of which nothing is left is cancelled, pending or not.
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
