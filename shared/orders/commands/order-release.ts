import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { noop } from "../decision.ts";
import { changed } from "../moves.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder } from "./definition.ts";

/** ORD-16. `due`: nobody asked, it is time, and so it is never refused (ORD-31). */
export const orderRelease = onOrder({
  name: "order.release",
  args: z.strictObject({ orderId: uuid, due: z.optional(z.boolean()) }),
  may: STAFF,
  isPushed: true,
  decide(turn, order, { due = false }) {
    const refusal = refuseClosed(order);
    if (refusal !== null) return due ? noop : refusal;
    return order.held ? changed(turn, order, { held: false }) : noop;
  },
});
