import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { noop, rejected } from "../decision.ts";
import { changed } from "../moves.ts";
import { course } from "../ordered-line.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder } from "./definition.ts";

/** ORD-17. */
export const orderFireCourse = onOrder({
  name: "order.fireCourse",
  args: z.strictObject({ orderId: uuid, course }),
  may: STAFF,
  isPushed: true,
  decide(turn, order, { course: fired }) {
    const refusal = refuseClosed(order);
    if (refusal !== null) return refusal;
    const lines = order.lines.filter((line) => line.course === fired);
    if (lines.length === 0)
      return rejected("unknown_line", `Order ${order.number} has no course ${fired}.`);
    return lines.every((line) => line.fired || line.status === "cancelled")
      ? noop
      : changed(turn, order, { firedCourse: fired });
  },
});
