import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { noop, rejected } from "../decision.ts";
import { becomes } from "../moves.ts";
import { makeLines } from "../new-lines.ts";
import { orderTotal } from "../order.ts";
import { MAX_LINES, orderedLines } from "../ordered-line.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder } from "./definition.ts";

/** ORD-1, ORD-13, ORD-17. */
export const orderAddLines = onOrder({
  name: "order.addLines",
  args: z.strictObject({ orderId: uuid, lines: orderedLines }),
  may: STAFF,
  isPushed: true,
  decide(turn, order, { lines: asked }) {
    const refusal = refuseClosed(order);
    if (refusal !== null) return refusal;
    const known = new Set(order.lines.map((line) => line.lineId));
    const fresh = asked.filter((line) => !known.has(line.lineId));
    if (fresh.length === 0) return noop;
    if (order.lines.length + fresh.length > 2 * MAX_LINES)
      return rejected("too_many_lines", `An order has at most ${2 * MAX_LINES} lines.`);
    const firedUpTo = Math.max(
      0,
      ...order.lines.filter((line) => line.fired).map((line) => line.course),
    );
    const lines = makeLines(turn, fresh, firedUpTo, turn.occurredAt, orderTotal(order));
    if (!lines.ok) return rejected(lines.error.code, lines.error.detail);
    return becomes(turn, order, {
      type: "order_lines_added",
      entityId: order.orderId,
      data: { orderId: order.orderId, lines: lines.value },
    });
  },
});
