import { noop, rejected } from "../decision.ts";
import { changed } from "../moves.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder, orderOnly } from "./definition.ts";

/** ORD-16. */
export const orderHold = onOrder({
  name: "order.hold",
  args: orderOnly,
  may: STAFF,
  isPushed: true,
  decide(turn, order) {
    const refusal = refuseClosed(order);
    if (refusal !== null) return refusal;
    if (order.held) return noop;
    if (order.lines.some((line) => line.status !== "queued" && line.status !== "cancelled")) {
      return rejected(
        "illegal_transition",
        `Order ${order.number} is being made already and cannot be held.`,
      );
    }
    return changed(turn, order, { held: true });
  },
});
