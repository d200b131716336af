import { fromIso } from "#shared/kernel/time.ts";
import { closesAt } from "../closing.ts";
import { noop } from "../decision.ts";
import { toStatus } from "../moves.ts";
import { SERVER_ONLY } from "../role-groups.ts";
import { onOrder, orderOnly } from "./definition.ts";

/** The house closes what nobody came back to (ORD-26): only while that is still so. */
export const orderClose = onOrder({
  name: "order.close",
  args: orderOnly,
  may: SERVER_ONLY,
  isPushed: false,
  decide(turn, order) {
    const at = closesAt(order);
    return at !== null && at <= fromIso(turn.occurredAt)
      ? toStatus(turn, order, "completed")
      : noop;
  },
});
