/**
 * A ticket as the screen showed it: what is asked of it is asked of these lines in these
 * generations (ORD-12, ORD-13).
 */
import { z } from "zod/mini";
import { listOf, slug, uuid } from "#shared/kernel/schema.ts";
import { draftOn, type Decision } from "../decision.ts";
import type { EventDraft } from "../event.ts";
import { begin } from "../moves.ts";
import type { Line, Order } from "../order.ts";
import { MAX_LINES } from "../ordered-line.ts";
import { unknownLine, voidedLine } from "../refuse.ts";
import type { Turn } from "../turn.ts";
import { generation } from "./definition.ts";

export const shownLines = z.strictObject({
  orderId: uuid,
  stationId: slug,
  lines: listOf(z.strictObject({ lineId: uuid, generation }), 1, MAX_LINES * 2),
});
type ShownLines = z.infer<typeof shownLines>;

/**
 * What becomes of the lines that a screen showed at its station, and of nothing that it did not
 * show.
 */
export function onShownLines(
  turn: Turn,
  order: Order,
  args: ShownLines,
  eventFor: (line: Line, generation: number) => EventDraft | null,
): Decision {
  const named = args.lines.flatMap(({ lineId, generation }) => {
    const line = order.lines.find((it) => it.lineId === lineId && it.stationId === args.stationId);
    return line === undefined ? [] : [{ line, generation }];
  });
  if (named.length === 0) return unknownLine(order);
  if (named.every(({ line }) => line.status === "cancelled")) return voidedLine(order);
  const draft = draftOn(order, turn.occurredAt);
  for (const { line, generation } of named) {
    const event = line.status === "cancelled" ? null : eventFor(line, generation);
    if (event === null) continue;
    begin(draft);
    draft.emit(event);
  }
  return draft.done();
}
