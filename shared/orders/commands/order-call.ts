import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { noop, rejected } from "../decision.ts";
import { changed } from "../moves.ts";
import { isAllReady, isFiredLine, isMade, type Order } from "../order.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder } from "./definition.ts";

/**
 * The whole order stands at the pass for somebody to pick it up (ORD-30); `called` false takes the
 * call back.
 */
export const orderCall = onOrder({
  name: "order.call",
  args: z.strictObject({ orderId: uuid, called: z.optional(z.boolean()) }),
  may: STAFF,
  isPushed: true,
  decide(turn, order, { called = true }) {
    const refusal = refuseClosed(order);
    if (refusal !== null) return refusal;
    if ((order.calledAt !== undefined) === called) return noop;
    return !called || isAllReady(order)
      ? changed(turn, order, { called })
      : rejected("illegal_transition", notReady(order));
  },
});

function notReady(order: Order): string {
  const missing = order.lines
    .filter((line) => isFiredLine(line) && !isMade(line))
    .map((line) => `${line.quantity} × ${line.name}`);
  return missing.length === 0
    ? `Nothing of order ${order.number} stands at the pass.`
    : `Order ${order.number} still waits for ${missing.join(", ")}.`;
}
