import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { noop, type Decision } from "../decision.ts";
import type { EventDraft } from "../event.ts";
import { becomes, madeThenVoided } from "../moves.ts";
import { wasMade, type Order } from "../order.ts";
import { completed, unknownLine } from "../refuse.ts";
import type { Turn } from "../turn.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder, reason } from "./definition.ts";

export const lineVoid = onOrder({
  name: "line.void",
  args: z.strictObject({ orderId: uuid, lineId: uuid, reason }),
  may: STAFF,
  isPushed: true,
  decide: (turn, order, { lineId, reason: why }) => voidOneLine(turn, order, lineId, why),
});

/** Takes one line off the order; what was made by then is waste (ORD-14). */
export function voidOneLine(turn: Turn, order: Order, lineId: string, why: string): Decision {
  const line = order.lines.find((it) => it.lineId === lineId);
  if (line === undefined) return unknownLine(order);
  if (line.status === "cancelled") return noop;
  if (order.status === "completed") return completed(order);
  const made = wasMade(line.status);
  const voided: EventDraft = {
    type: "order_item_status_changed",
    entityId: lineId,
    data: {
      orderId: order.orderId,
      lineId,
      from: line.status,
      to: "cancelled",
      generation: line.generation,
      reason: why,
      wasMade: made,
    },
  };
  return becomes(turn, order, voided, ...(made ? [madeThenVoided(order, [lineId])] : []));
}
