import { z } from "zod/mini";
import type { Order } from "../order.ts";
import { ORDER_STATUSES } from "../statuses.ts";
import { event } from "./definition.ts";
import { voidLine } from "./lines.ts";

const status = z.enum(ORDER_STATUSES);

export const orderStatusChanged = event({
  type: "order_status_changed",
  v: 1,
  data: z.object({
    orderId: z.string(),
    from: status,
    to: status,
    reason: z.exactOptional(z.string()),
  }),
  order(order, { from, to, reason = null }, at) {
    const next: Order = {
      ...order,
      ...(from === "pending" && to === "submitted" ? { acceptedAt: at } : {}),
      status: to,
    };
    if (to === "cancelled") {
      const lines = order.lines.map((line) =>
        line.status === "cancelled" ? line : voidLine(line, reason ?? "", at),
      );
      return { ...next, lines, cancelReason: reason, closedAt: at };
    }
    if (to === "completed") return { ...next, closedAt: at };
    const firedAt = order.firedAt ?? (order.held || to === "pending" ? null : at);
    return { ...next, firedAt, closedAt: null };
  },
});
