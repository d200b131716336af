import { z } from "zod/mini";
import { slug, uuid } from "#shared/kernel/schema.ts";
import { noop } from "../decision.ts";
import { becomes } from "../moves.ts";
import { isFiredLine, isInKitchen } from "../order.ts";
import { speaksFor } from "../stations.ts";
import { lineIds, onOrder } from "./definition.ts";

/**
 * A kitchen screen painted these lines (ORD-20), as far as they are of stations that it speaks for
 * (ORD-32). What left the kitchen meanwhile needs no word, and nobody is told that it came too
 * late.
 */
export const ticketShown = onOrder({
  name: "ticket.shown",
  args: z.strictObject({ orderId: uuid, stationId: slug, lineIds }),
  may: ["kitchen", "expo"],
  isPushed: true,
  spokenFor: (_order, { stationId }) => [stationId],
  decide(turn, order, args) {
    if (!isInKitchen(order)) return noop;
    const asked = new Set(args.lineIds);
    const seen = order.lines
      .filter(
        (line) =>
          asked.has(line.lineId) &&
          speaksFor(turn.stationIds, turn.menu.stations, line.stationId) &&
          line.shownAt === null &&
          isFiredLine(line),
      )
      .map((line) => line.lineId);
    if (seen.length === 0) return noop;
    return becomes(turn, order, {
      type: "ticket_shown",
      entityId: order.orderId,
      data: {
        orderId: order.orderId,
        stationId: args.stationId,
        lineIds: seen,
        by: turn.source.name,
      },
    });
  },
});
