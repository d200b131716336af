import { noop } from "../decision.ts";
import { changed } from "../moves.ts";
import { isInKitchen } from "../order.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder, orderOnly } from "./definition.ts";

/** Still wanted after an outage (ORD-29). What left the kitchen meanwhile needs no word. */
export const orderConfirm = onOrder({
  name: "order.confirm",
  args: orderOnly,
  may: STAFF,
  isPushed: true,
  decide: (turn, order) =>
    refuseClosed(order) ??
    (isInKitchen(order) && order.confirmedAt === undefined
      ? changed(turn, order, { confirmed: true })
      : noop),
});
