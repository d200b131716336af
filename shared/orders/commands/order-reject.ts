import { noop, rejected } from "../decision.ts";
import { toStatus } from "../moves.ts";
import { PASS } from "../role-groups.ts";
import { onOrder, withReason } from "./definition.ts";

/** ORD-24. */
export const orderReject = onOrder({
  name: "order.reject",
  args: withReason,
  may: PASS,
  isPushed: true,
  decide(turn, order, { reason }) {
    if (order.status === "cancelled") return noop;
    return order.status === "pending"
      ? toStatus(turn, order, "cancelled", reason)
      : rejected("illegal_transition", `Order ${order.number} was accepted already.`);
  },
});
