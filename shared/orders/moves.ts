/** The steps that commands about an order are made of. */
import { draftOn, type Decision, type OrderDraft } from "./decision.ts";
import type { EventData, EventDraft } from "./event.ts";
import type { Line, LineStatus, Order, OrderStatus } from "./order.ts";
import { lineTransition } from "./transitions.ts";
import type { Turn } from "./turn.ts";

/** These events, and what follows from them for the order's status (ORD-9). */
export function becomes(turn: Turn, order: Order, ...events: readonly EventDraft[]): Decision {
  const draft = draftOn(order, turn.occurredAt);
  for (const event of events) draft.emit(event);
  return draft.done();
}

export const toStatus = (turn: Turn, order: Order, to: OrderStatus, reason?: string): Decision =>
  becomes(turn, order, statusEvent(order, to, reason));

export const changed = (
  turn: Turn,
  order: Order,
  change: Omit<EventData["order_changed"], "orderId">,
): Decision => becomes(turn, order, changeEvent(order, change));

/** Takes forward those of the lines for which that is a way forward. */
export function moveLines(
  turn: Turn,
  order: Order,
  lines: readonly Line[],
  to: LineStatus,
): Decision {
  const draft = draftOn(order, turn.occurredAt);
  for (const line of lines) {
    const transition = lineTransition(line.status, to);
    if (transition !== "step" && transition !== "skip") continue;
    begin(draft);
    draft.emit(lineEvent(order, line, to, line.generation));
  }
  return draft.done();
}

/** One line takes a step, and with it the order that is held (ORD-16). */
export function moveLine(
  turn: Turn,
  order: Order,
  line: Line,
  to: LineStatus,
  generation: number,
): Decision {
  const draft = draftOn(order, turn.occurredAt);
  begin(draft);
  draft.emit(lineEvent(order, line, to, generation));
  return draft.done();
}

/** What is being made is not held: a hold and a bump met on their way (ORD-16). */
export function begin(draft: OrderDraft): void {
  const order = draft.order();
  if (order.held) draft.emit(changeEvent(order, { held: false }));
}

/**
 * Maximum over (generation, rank): a newer generation always says more, within one only forward
 * does (ORD-10, ORD-12, S7).
 */
export function advances(line: Line, generation: number, to: LineStatus): boolean {
  if (generation !== line.generation) return generation > line.generation;
  const transition = lineTransition(line.status, to);
  return transition === "step" || transition === "skip";
}

export const lineEvent = (
  order: Order,
  line: Line,
  to: LineStatus,
  generation: number,
): EventDraft => ({
  type: "order_item_status_changed",
  entityId: line.lineId,
  data: { orderId: order.orderId, lineId: line.lineId, from: line.status, to, generation },
});

export const statusEvent = (order: Order, to: OrderStatus, reason?: string): EventDraft => ({
  type: "order_status_changed",
  entityId: order.orderId,
  data: {
    orderId: order.orderId,
    from: order.status,
    to,
    ...(reason === undefined ? {} : { reason }),
  },
});

export const madeThenVoided = (order: Order, lineIds: readonly string[]): EventDraft => ({
  type: "kitchen_notification",
  entityId: order.orderId,
  data: { kind: "made_then_voided", orderId: order.orderId, number: order.number, lineIds },
});

const changeEvent = (
  order: Order,
  change: Omit<EventData["order_changed"], "orderId">,
): EventDraft => ({
  type: "order_changed",
  entityId: order.orderId,
  data: { orderId: order.orderId, ...change },
});
