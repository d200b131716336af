import { z } from "zod/mini";
import { event } from "./definition.ts";

/** What the kitchen is told of an order (ORD-14). */
export const kitchenNotification = event({
  type: "kitchen_notification",
  v: 1,
  data: z.object({
    kind: z.literal("made_then_voided"),
    orderId: z.string(),
    number: z.string(),
    lineIds: z.readonly(z.array(z.string())),
  }),
});
