import { lineEvent } from "../moves.ts";
import { refuseClosed } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder } from "./definition.ts";
import { onShownLines, shownLines } from "./shown-lines.ts";

/** Puts the lines a screen showed back to queued, in their next generation (ORD-11). */
export const ticketRecall = onOrder({
  name: "ticket.recall",
  args: shownLines,
  may: STAFF,
  isPushed: true,
  spokenFor: (_order, { stationId }) => [stationId],
  decide: (turn, order, args) =>
    refuseClosed(order) ??
    onShownLines(turn, order, args, (line, generation) =>
      generation < line.generation || (generation === line.generation && line.status === "queued")
        ? null
        : lineEvent(order, line, "queued", generation + 1),
    ),
});
