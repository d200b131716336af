import { z } from "zod/mini";
import type { Role } from "#shared/devices/roles.ts";
import { uuid } from "#shared/kernel/schema.ts";
import { noop } from "../decision.ts";
import { moveLines, toStatus } from "../moves.ts";
import { isWorkStatus, type OrderStatus } from "../order.ts";
import { ORDER_STATUSES } from "../statuses.ts";
import { illegal } from "../refuse.ts";
import { orderTransition } from "../transitions.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder, reason } from "./definition.ts";
import { lineSetStatus } from "./line-set-status.ts";
import { orderAccept } from "./order-accept.ts";
import { cancel, orderCancel } from "./order-cancel.ts";
import { orderComplete } from "./order-complete.ts";
import { orderServe } from "./order-serve.ts";

/**
 * What a program asks for that names the status an order shall have, in the words of a person who
 * would do it (ORD-27).
 */
const BY_NAME: Record<OrderStatus, { readonly may: readonly Role[] }> = {
  pending: { may: STAFF },
  submitted: orderAccept,
  preparing: lineSetStatus,
  ready: lineSetStatus,
  served: orderServe,
  completed: orderComplete,
  cancelled: orderCancel,
};

/**
 * A program's word over REST: one step of the lifecycle, carried out on the lines that make it true
 * (ORD-8, ORD-9).
 */
export const orderSetStatus = onOrder({
  name: "order.setStatus",
  args: z.strictObject({
    orderId: uuid,
    status: z.enum(ORDER_STATUSES),
    reason: z.optional(reason),
  }),
  may: STAFF,
  isPushed: false,
  mayAsk: (role, { status }) => BY_NAME[status].may.includes(role),
  spokenFor: (order, { status }) =>
    isWorkStatus(status)
      ? order.lines.filter((line) => line.status !== "cancelled").map(({ stationId }) => stationId)
      : [],
  decide(turn, order, { status: to, reason: why }) {
    const transition = orderTransition(order.status, to);
    if (transition === "same") return noop;
    if (transition !== "step") return illegal(order.status, to);
    switch (to) {
      case "cancelled":
        return cancel(turn, order, why ?? "Cancelled by a program");
      case "preparing":
      case "ready":
      case "served":
        return moveLines(turn, order, order.lines, to);
      default:
        return toStatus(turn, order, to);
    }
  },
});
