import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { applied, noop } from "../decision.ts";
import { isHeard, isInKitchen } from "../order.ts";
import { stationName } from "../stations.ts";
import { unscreenedOf } from "../unscreened.ts";
import { SERVER_ONLY } from "../role-groups.ts";
import { onOrder } from "./definition.ts";

/** The alarm's record (L4): only while it is still true. */
export const restaurantNotify = onOrder({
  name: "restaurant.notify",
  args: z.strictObject({ kind: z.enum(["order_unheard", "order_waiting"]), orderId: uuid }),
  may: SERVER_ONLY,
  isPushed: false,
  decide({ menu, settings }, order, { kind }) {
    const stillTrue =
      kind === "order_waiting" ? order.status === "pending" : isInKitchen(order) && !isHeard(order);
    if (!stillTrue) return noop;
    const stations =
      kind === "order_unheard"
        ? unscreenedOf(order, settings).map((id) => stationName(menu.stations, id))
        : [];
    if (stations.length > 0)
      return applied({
        type: "restaurant_notification",
        entityId: order.orderId,
        data: { kind: "order_unscreened", orderId: order.orderId, number: order.number, stations },
      });
    return applied({
      type: "restaurant_notification",
      entityId: order.orderId,
      data: { kind, orderId: order.orderId, number: order.number },
    });
  },
});
