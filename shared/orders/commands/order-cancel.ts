import { noop, rejected, type Decision } from "../decision.ts";
import { becomes, madeThenVoided, statusEvent } from "../moves.ts";
import { wasMade, type Order } from "../order.ts";
import type { Turn } from "../turn.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder, withReason } from "./definition.ts";

/** ORD-14, ORD-15. */
export const orderCancel = onOrder({
  name: "order.cancel",
  args: withReason,
  may: STAFF,
  isPushed: true,
  decide: (turn, order, { reason }) => cancel(turn, order, reason),
});

export function cancel(turn: Turn, order: Order, reason: string): Decision {
  if (order.status === "cancelled") return noop;
  if (order.status === "completed")
    return rejected(
      "illegal_transition",
      `Order ${order.number} is completed and cannot be cancelled.`,
    );
  const made = order.lines.filter((line) => wasMade(line.status)).map((line) => line.lineId);
  return becomes(
    turn,
    order,
    statusEvent(order, "cancelled", reason),
    ...(made.length > 0 ? [madeThenVoided(order, made)] : []),
  );
}
