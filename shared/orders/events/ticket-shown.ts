import { z } from "zod/mini";
import { event } from "./definition.ts";
import { mapLines } from "./lines.ts";

/** A screen painted these lines; the first word counts (ORD-20). */
export const ticketShown = event({
  type: "ticket_shown",
  v: 1,
  data: z.object({
    orderId: z.string(),
    stationId: z.string(),
    lineIds: z.readonly(z.array(z.string())),
    by: z.string(),
  }),
  order(order, { lineIds, by }, at) {
    const ids = new Set(lineIds);
    return mapLines(order, (line) =>
      ids.has(line.lineId) && line.shownAt === null ? { ...line, shownAt: at, shownBy: by } : line,
    );
  },
});
