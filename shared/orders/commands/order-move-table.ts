import { z } from "zod/mini";
import { slug, uuid } from "#shared/kernel/schema.ts";
import { noop, rejected } from "../decision.ts";
import { changed } from "../moves.ts";
import { refuseClosed } from "../refuse.ts";
import { PASS } from "../role-groups.ts";
import { onOrder } from "./definition.ts";

/** ORD-18. */
export const orderMoveTable = onOrder({
  name: "order.moveTable",
  args: z.strictObject({ orderId: uuid, tableId: slug }),
  may: PASS,
  isPushed: true,
  decide(turn, order, { tableId }) {
    const refusal = refuseClosed(order);
    if (refusal !== null) return refusal;
    if (order.tableId === tableId) return noop;
    const table = turn.tables.find((it) => it.id === tableId);
    if (table === undefined) return rejected("unknown_table", "There is no such table any more.");
    return changed(turn, order, {
      table: { tableId, tableLabel: table.label, movedFrom: order.tableLabel },
    });
  },
});
