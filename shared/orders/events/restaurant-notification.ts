import { z } from "zod/mini";
import { event } from "./definition.ts";

const ofOrder = { orderId: z.string(), number: z.string() };

/** What the restaurant's people are told, on their phones too. */
export const restaurantNotification = event({
  type: "restaurant_notification",
  v: 1,
  data: z.union([
    z.object({ kind: z.enum(["order_unheard", "order_waiting"]), ...ofOrder }),
    /** Unheard, and no screen shows the stations it waits at, by their names (ORD-36). */
    z.object({
      kind: z.literal("order_unscreened"),
      ...ofOrder,
      stations: z.readonly(z.array(z.string())),
    }),
    /** From now on no screen shows these (ORD-35). */
    z.object({
      kind: z.literal("stations_unscreened"),
      stations: z.readonly(z.array(z.object({ id: z.string(), name: z.string() }))),
    }),
    z.object({
      kind: z.literal("table_crowded"),
      tableId: z.string(),
      label: z.string(),
      count: z.number(),
    }),
    z.object({ kind: z.literal("codes_guessed"), count: z.number() }),
    z.object({
      kind: z.literal("device_silent"),
      deviceId: z.string(),
      name: z.string(),
      lastSeenAt: z.string(),
    }),
  ]),
});
