import { z } from "zod/mini";
import { lineSchema } from "../order-schema.ts";
import { event } from "./definition.ts";

export const orderLinesAdded = event({
  type: "order_lines_added",
  v: 1,
  data: z.object({ orderId: z.string(), lines: z.readonly(z.array(lineSchema)) }),
  order: (order, { lines }) => ({ ...order, lines: [...order.lines, ...lines] }),
});
