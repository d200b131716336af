import { z } from "zod/mini";
import type { Order } from "../order.ts";
import { event } from "./definition.ts";
import { mapLines } from "./lines.ts";

/** One thing about an order as a whole; what is left out stays as it is. */
export const orderChanged = event({
  type: "order_changed",
  v: 1,
  data: z.object({
    orderId: z.string(),
    held: z.exactOptional(z.boolean()),
    rush: z.exactOptional(z.boolean()),
    table: z.exactOptional(
      z.object({ tableId: z.string(), tableLabel: z.string(), movedFrom: z.nullable(z.string()) }),
    ),
    firedCourse: z.exactOptional(z.number()),
    confirmed: z.exactOptional(z.literal(true)),
    called: z.exactOptional(z.boolean()),
  }),
  order(order, { held, rush, table, firedCourse, confirmed, called }, at) {
    let next = order;
    if (held !== undefined)
      next = {
        ...next,
        held,
        firedAt: held ? null : next.status === "pending" ? null : (next.firedAt ?? at),
      };
    if (held === true) next = { ...unconfirmed(next), heldAt: at };
    if (confirmed === true) next = { ...next, confirmedAt: at };
    if (called !== undefined) next = called ? { ...next, calledAt: at } : uncalled(next);
    if (rush !== undefined) next = { ...next, rush };
    if (table !== undefined) next = { ...next, ...table, movedAt: at };
    if (firedCourse !== undefined) {
      next = mapLines(next, (line) =>
        line.course === firedCourse && !line.fired && line.status !== "cancelled"
          ? { ...line, fired: true, statusAt: at, calledAt: at }
          : line,
      );
    }
    return next;
  },
});

/** What is held is fired anew, and may wait anew. */
function unconfirmed({ confirmedAt: _confirmedAt, ...order }: Order): Order {
  return order;
}

export function uncalled({ calledAt: _calledAt, ...order }: Order): Order {
  return order;
}
