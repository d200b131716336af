import { noop } from "../decision.ts";
import { toStatus } from "../moves.ts";
import { alreadyCancelled, illegal } from "../refuse.ts";
import { orderTransition } from "../transitions.ts";
import { PASS } from "../role-groups.ts";
import { onOrder, orderOnly } from "./definition.ts";

/** ORD-25. */
export const orderComplete = onOrder({
  name: "order.complete",
  args: orderOnly,
  may: PASS,
  isPushed: true,
  decide(turn, order) {
    if (order.status === "cancelled") return alreadyCancelled(order);
    if (order.status === "completed") return noop;
    return orderTransition(order.status, "completed") === "step"
      ? toStatus(turn, order, "completed")
      : illegal(order.status, "completed");
  },
});
