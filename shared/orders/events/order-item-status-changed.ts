import { z } from "zod/mini";
import { LINE_STATUSES } from "../statuses.ts";
import { event } from "./definition.ts";
import { mapLines, voidLine } from "./lines.ts";

const status = z.enum(LINE_STATUSES);

export const orderItemStatusChanged = event({
  type: "order_item_status_changed",
  v: 1,
  data: z.object({
    orderId: z.string(),
    lineId: z.string(),
    from: status,
    to: status,
    generation: z.number(),
    reason: z.exactOptional(z.string()),
    wasMade: z.exactOptional(z.boolean()),
  }),
  order: (order, { lineId, to, generation, reason = "" }, at) =>
    mapLines(order, (line) => {
      if (line.lineId !== lineId) return line;
      return to === "cancelled"
        ? voidLine(line, reason, at)
        : { ...line, status: to, generation, statusAt: at };
    }),
});
