import { noop } from "../decision.ts";
import { toStatus } from "../moves.ts";
import { alreadyCancelled } from "../refuse.ts";
import { PASS } from "../role-groups.ts";
import { onOrder, orderOnly } from "./definition.ts";

/** ORD-24. */
export const orderAccept = onOrder({
  name: "order.accept",
  args: orderOnly,
  may: PASS,
  isPushed: true,
  decide(turn, order) {
    if (order.status === "cancelled") return alreadyCancelled(order);
    return order.status === "pending" ? toStatus(turn, order, "submitted") : noop;
  },
});
