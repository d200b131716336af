import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { rejected } from "../decision.ts";
import { moveLines } from "../moves.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { lineIds, onOrder } from "./definition.ts";

/**
 * Serves what is ready, or the lines that are named, even where nobody bumped them: the plate is on
 * the table.
 */
export const orderServe = onOrder({
  name: "order.serve",
  args: z.strictObject({ orderId: uuid, lineIds: z.optional(lineIds) }),
  may: STAFF,
  isPushed: true,
  decide(turn, order, { lineIds: named }) {
    const refusal = refuseClosed(order);
    if (refusal !== null) return refusal;
    const chosen = order.lines.filter((line) =>
      named === undefined ? line.status === "ready" : named.includes(line.lineId),
    );
    // Two people may carry the same plates: the second word has no effect.
    if (
      named !== undefined ||
      chosen.length > 0 ||
      order.lines.some((line) => line.status === "served")
    )
      return moveLines(turn, order, chosen, "served");
    return rejected(
      "illegal_transition",
      `Nothing of order ${order.number} is ready to be served.`,
    );
  },
});
