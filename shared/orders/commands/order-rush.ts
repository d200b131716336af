import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { noop } from "../decision.ts";
import { changed } from "../moves.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder } from "./definition.ts";

/** ORD-19. */
export const orderRush = onOrder({
  name: "order.rush",
  args: z.strictObject({ orderId: uuid, rush: z.boolean() }),
  may: STAFF,
  isPushed: true,
  decide: (turn, order, { rush }) =>
    refuseClosed(order) ?? (order.rush === rush ? noop : changed(turn, order, { rush })),
});
