/** What is asked of an order as a whole. */
import { fromIso } from "#shared/kernel/time.ts";
import { closesAt } from "./closing.ts";
import type { DecideContext, View } from "./decide.ts";
import { draftOn, noop, rejected, type Decision, type OrderDraft } from "./decision.ts";
import { makeLines } from "./decide-place.ts";
import { MAX_LINES, type OrderedLine } from "./command.ts";
import type { EventData, EventDraft } from "./event.ts";
import { wasMade } from "./fold.ts";
import { isAllReady, isClosed, isFiredLine, isInKitchen, isMade, orderTotal, type Line, type LineStatus, type Order, type OrderStatus } from "./order.ts";
import { lineTransition, orderTransition } from "./transitions.ts";

export function accept(order: Order, context: DecideContext): Decision {
  if (order.status === "cancelled") return alreadyCancelled(order);
  return order.status === "pending" ? toStatus(order, "submitted", context) : noop;
}

export function reject(order: Order, reason: string, context: DecideContext): Decision {
  if (order.status === "cancelled") return noop;
  return order.status === "pending" ? toStatus(order, "cancelled", context, reason) : rejected("illegal_transition", `Order ${order.number} was accepted already.`);
}

export function cancel(order: Order, reason: string, context: DecideContext): Decision {
  if (order.status === "cancelled") return noop;
  if (order.status === "completed") return rejected("illegal_transition", `Order ${order.number} is completed and cannot be cancelled.`);
  const made = order.lines.filter((line) => wasMade(line.status)).map((line) => line.lineId);
  const draft = draftOn(order, context.occurredAt);
  draft.emit(statusEvent(order, "cancelled", reason));
  if (made.length > 0) draft.emit(madeThenVoided(order, made));
  return draft.done();
}

export function addLines(view: View, order: Order, asked: readonly OrderedLine[], context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return refusal;
  const known = new Set(order.lines.map((line) => line.lineId));
  const fresh = asked.filter((line) => !known.has(line.lineId));
  if (fresh.length === 0) return noop;
  if (order.lines.length + fresh.length > 2 * MAX_LINES) return rejected("too_many_lines", `An order has at most ${2 * MAX_LINES} lines.`);
  const firedUpTo = Math.max(0, ...order.lines.filter((line) => line.fired).map((line) => line.course));
  const lines = makeLines(view, fresh, context, firedUpTo, context.occurredAt, orderTotal(order));
  if (!lines.ok) return rejected(lines.error.code, lines.error.detail);
  const draft = draftOn(order, context.occurredAt);
  draft.emit({ type: "order_lines_added", entityId: order.orderId, data: { orderId: order.orderId, lines: lines.value } });
  return draft.done();
}

export function fireCourse(order: Order, course: number, context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return refusal;
  const lines = order.lines.filter((line) => line.course === course);
  if (lines.length === 0) return rejected("unknown_line", `Order ${order.number} has no course ${course}.`);
  return lines.every((line) => line.fired || line.status === "cancelled") ? noop : changed(order, { firedCourse: course }, context);
}

export function hold(order: Order, context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return refusal;
  if (order.held) return noop;
  if (order.lines.some((line) => line.status !== "queued" && line.status !== "cancelled")) {
    return rejected("illegal_transition", `Order ${order.number} is being made already and cannot be held.`);
  }
  return changed(order, { held: true }, context);
}

/** Nobody asked for what is due, so it is never refused (ORD-31). */
export function release(order: Order, due: boolean, context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return due ? noop : refusal;
  return order.held ? changed(order, { held: false }, context) : noop;
}

/** Still wanted after an outage (ORD-29). What left the kitchen meanwhile needs no word. */
export function confirm(order: Order, context: DecideContext): Decision {
  return refuseClosed(order) ?? (isInKitchen(order) && order.confirmedAt === undefined ? changed(order, { confirmed: true }, context) : noop);
}

/** The whole order stands at the pass for somebody to pick it up (ORD-30). */
export function call(order: Order, wanted: boolean, context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return refusal;
  if ((order.calledAt !== undefined) === wanted) return noop;
  return !wanted || isAllReady(order) ? changed(order, { called: wanted }, context) : rejected("illegal_transition", notReady(order));
}

function notReady(order: Order): string {
  const missing = order.lines.filter((line) => isFiredLine(line) && !isMade(line)).map((line) => `${line.quantity} × ${line.name}`);
  return missing.length === 0 ? `Nothing of order ${order.number} stands at the pass.` : `Order ${order.number} still waits for ${missing.join(", ")}.`;
}

export function rush(order: Order, wanted: boolean, context: DecideContext): Decision {
  return refuseClosed(order) ?? (order.rush === wanted ? noop : changed(order, { rush: wanted }, context));
}

export function moveTable(view: View, order: Order, tableId: string, context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return refusal;
  if (order.tableId === tableId) return noop;
  const table = view.tables.find((it) => it.id === tableId);
  if (table === undefined) return rejected("unknown_table", "There is no such table any more.");
  return changed(order, { table: { tableId, tableLabel: table.label, movedFrom: order.tableLabel } }, context);
}

/** Serves what is ready, or the lines that are named, even where nobody bumped them: the plate is on the table. */
export function serve(order: Order, lineIds: readonly string[] | null, context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return refusal;
  const chosen = order.lines.filter((line) => (lineIds === null ? line.status === "ready" : lineIds.includes(line.lineId)));
  // Two people may carry the same plates: the second word has no effect.
  if (lineIds !== null || chosen.length > 0 || order.lines.some((line) => line.status === "served")) return moveLines(order, chosen, "served", context);
  return rejected("illegal_transition", `Nothing of order ${order.number} is ready to be served.`);
}

export function complete(order: Order, context: DecideContext): Decision {
  if (order.status === "cancelled") return alreadyCancelled(order);
  if (order.status === "completed") return noop;
  return orderTransition(order.status, "completed") === "step" ? toStatus(order, "completed", context) : illegal(order.status, "completed");
}

/** The house closes what nobody came back to (ORD-26): only while that is still so. */
export function close(order: Order, context: DecideContext): Decision {
  const at = closesAt(order);
  return at !== null && at <= fromIso(context.occurredAt) ? toStatus(order, "completed", context) : noop;
}

/** A program's word over REST: one step of the lifecycle, carried out on the lines that make it true (ORD-8, ORD-9). */
export function setOrderStatus(order: Order, to: OrderStatus, reason: string | null, context: DecideContext): Decision {
  const transition = orderTransition(order.status, to);
  if (transition === "same") return noop;
  if (transition !== "step") return illegal(order.status, to);
  switch (to) {
    case "cancelled": return cancel(order, reason ?? "Cancelled by a program", context);
    case "preparing": case "ready": case "served": return moveLines(order, order.lines, to, context);
    default: return toStatus(order, to, context);
  }
}

export const illegal = (from: LineStatus | OrderStatus, to: LineStatus | OrderStatus): Decision =>
  rejected("illegal_transition", `It is ${from} and cannot become ${to}.`);

export const alreadyCancelled = (order: Order): Decision =>
  rejected("order_cancelled", `Order ${order.number}${order.tableLabel === null ? "" : ` (table ${order.tableLabel})`} was cancelled.`);

export const refuseClosed = (order: Order): Decision | null => {
  if (!isClosed(order)) return null;
  return order.status === "cancelled" ? alreadyCancelled(order) : rejected("order_closed", `Order ${order.number} is completed.`);
};

export const madeThenVoided = (order: Order, lineIds: readonly string[]): EventDraft => ({
  type: "kitchen_notification",
  entityId: order.orderId,
  data: { kind: "made_then_voided", orderId: order.orderId, number: order.number, lineIds },
});

/** Takes forward those of the lines for which that is a way forward. */
function moveLines(order: Order, lines: readonly Line[], to: LineStatus, context: DecideContext): Decision {
  const draft = draftOn(order, context.occurredAt);
  for (const line of lines) {
    const transition = lineTransition(line.status, to);
    if (transition !== "step" && transition !== "skip") continue;
    begin(draft);
    draft.emit(lineEvent(order, line, to, line.generation));
  }
  return draft.done();
}

/** What is being made is not held: a hold and a bump met on their way (ORD-16). */
export function begin(draft: OrderDraft): void {
  const order = draft.order();
  if (order.held) draft.emit(changeEvent(order, { held: false }));
}

export const lineEvent = (order: Order, line: Line, to: LineStatus, generation: number): EventDraft => ({
  type: "order_item_status_changed",
  entityId: line.lineId,
  data: { orderId: order.orderId, lineId: line.lineId, from: line.status, to, generation },
});

const toStatus = (order: Order, to: OrderStatus, context: DecideContext, reason?: string): Decision => {
  const draft = draftOn(order, context.occurredAt);
  draft.emit(statusEvent(order, to, reason));
  return draft.done();
};

const statusEvent = (order: Order, to: OrderStatus, reason?: string): EventDraft => ({
  type: "order_status_changed",
  entityId: order.orderId,
  data: { orderId: order.orderId, from: order.status, to, ...(reason === undefined ? {} : { reason }) },
});

const changed = (order: Order, change: Omit<EventData["order_changed"], "orderId">, context: DecideContext): Decision => {
  const draft = draftOn(order, context.occurredAt);
  draft.emit(changeEvent(order, change));
  return draft.done();
};

const changeEvent = (order: Order, change: Omit<EventData["order_changed"], "orderId">): EventDraft => ({
  type: "order_changed",
  entityId: order.orderId,
  data: { orderId: order.orderId, ...change },
});
