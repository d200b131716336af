/** What is asked of lines: at a station, one by one or as the ticket they make there. */
import type { DecideContext, View } from "./decide.ts";
import { draftOn, noop, rejected, type Decision } from "./decision.ts";
import { alreadyCancelled, begin, illegal, lineEvent, madeThenVoided, refuseClosed } from "./decide-order.ts";
import type { Args } from "./command.ts";
import type { EventDraft } from "./event.ts";
import { wasMade } from "./fold.ts";
import { isFiredLine, isInKitchen, type Line, type LineStatus, type Order } from "./order.ts";
import { speaksFor } from "./stations.ts";
import { lineTransition } from "./transitions.ts";

/** One line's status (ORD-8, ORD-10). Without a generation the line's own is meant: programs do not count recalls. */
export function setLineStatus(order: Order, args: Args<"line.setStatus">, context: DecideContext): Decision {
  const line = order.lines.find((it) => it.lineId === args.lineId);
  if (line === undefined) return unknownLine(order);
  if (args.status === "cancelled") return voidOneLine(order, args.lineId, "Voided", context);
  const generation = args.generation ?? line.generation;
  const transition = lineTransition(line.status, args.status);
  if (context.strict && transition !== "same" && transition !== "step") return illegal(line.status, args.status);
  if (line.status === "cancelled") return voidedLine(order);
  if (!advances(line, generation, args.status)) return noop;
  if (order.status === "pending") return illegal(line.status, args.status);
  if (order.status === "completed") return completed(order);
  const draft = draftOn(order, context.occurredAt);
  begin(draft);
  draft.emit(lineEvent(order, line, args.status, generation));
  return draft.done();
}

/** Takes one line off the order; what was made by then is waste (ORD-14). */
export function voidOneLine(order: Order, lineId: string, reason: string, context: DecideContext): Decision {
  const line = order.lines.find((it) => it.lineId === lineId);
  if (line === undefined) return unknownLine(order);
  if (line.status === "cancelled") return noop;
  if (order.status === "completed") return completed(order);
  const made = wasMade(line.status);
  const draft = draftOn(order, context.occurredAt);
  draft.emit({
    type: "order_item_status_changed",
    entityId: lineId,
    data: { orderId: order.orderId, lineId, from: line.status, to: "cancelled", generation: line.generation, reason, wasMade: made },
  });
  if (made) draft.emit(madeThenVoided(order, [lineId]));
  return draft.done();
}

/** Finishes the lines a screen showed at its station, and nothing it did not show (ORD-13). */
export function bump(order: Order, args: Args<"ticket.bump">, context: DecideContext): Decision {
  if (order.status === "pending") return illegal("pending", "ready");
  const decision = onShownLines(order, args, context, (line, generation) => (advances(line, generation, "ready") ? lineEvent(order, line, "ready", generation) : null));
  // A late bump of what was served has no effect; one that follows a recall which came too late must not open the order again (ORD-25).
  return decision.kind === "applied" && order.status === "completed" ? completed(order) : decision;
}

/** Puts the lines a screen showed back to queued, in their next generation (ORD-11). */
export function recall(order: Order, args: Args<"ticket.recall">, context: DecideContext): Decision {
  const refusal = refuseClosed(order);
  if (refusal !== null) return refusal;
  return onShownLines(order, args, context, (line, generation) =>
    generation < line.generation || (generation === line.generation && line.status === "queued") ? null : lineEvent(order, line, "queued", generation + 1),
  );
}

/** A kitchen screen painted these lines (ORD-20), as far as they are of stations that it speaks for (ORD-32). What left the kitchen meanwhile needs no word, and nobody is told that it came too late. */
export function shown(view: View, order: Order, args: Args<"ticket.shown">, context: DecideContext): Decision {
  if (!isInKitchen(order)) return noop;
  const asked = new Set(args.lineIds);
  const lineIds = order.lines.filter((line) => asked.has(line.lineId) && speaksFor(context.stationIds, view.menu.stations, line.stationId) && line.shownAt === null && isFiredLine(line)).map((line) => line.lineId);
  if (lineIds.length === 0) return noop;
  const draft = draftOn(order, context.occurredAt);
  draft.emit({ type: "ticket_shown", entityId: order.orderId, data: { orderId: order.orderId, stationId: args.stationId, lineIds, by: context.source.name } });
  return draft.done();
}

type ShownLines = { readonly stationId: string; readonly lines: readonly { readonly lineId: string; readonly generation: number }[] };

function onShownLines(order: Order, args: ShownLines, context: DecideContext, eventFor: (line: Line, generation: number) => EventDraft | null): Decision {
  const named = args.lines.flatMap(({ lineId, generation }) => {
    const line = order.lines.find((it) => it.lineId === lineId && it.stationId === args.stationId);
    return line === undefined ? [] : [{ line, generation }];
  });
  if (named.length === 0) return unknownLine(order);
  if (named.every(({ line }) => line.status === "cancelled")) return voidedLine(order);
  const draft = draftOn(order, context.occurredAt);
  for (const { line, generation } of named) {
    const event = line.status === "cancelled" ? null : eventFor(line, generation);
    if (event === null) continue;
    begin(draft);
    draft.emit(event);
  }
  return draft.done();
}

/** Maximum over (generation, rank): a newer generation always says more, within one only forward does (ORD-10, ORD-12, S7). */
function advances(line: Line, generation: number, to: LineStatus): boolean {
  if (generation !== line.generation) return generation > line.generation;
  const transition = lineTransition(line.status, to);
  return transition === "step" || transition === "skip";
}

const completed = (order: Order): Decision => rejected("order_closed", `Order ${order.number} is completed.`);

const unknownLine = (order: Order): Decision => rejected("unknown_line", `Order ${order.number} has no such line here.`);

const voidedLine = (order: Order): Decision =>
  order.status === "cancelled" ? alreadyCancelled(order) : rejected("line_voided", `That was voided from order ${order.number}.`);
