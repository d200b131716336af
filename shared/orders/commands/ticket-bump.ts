import { advances, lineEvent } from "../moves.ts";
import { completed, illegal } from "../refuse.ts";
import { STAFF } from "../role-groups.ts";
import { onOrder } from "./definition.ts";
import { onShownLines, shownLines } from "./shown-lines.ts";

/** Finishes the lines a screen showed at its station, and nothing it did not show (ORD-13). */
export const ticketBump = onOrder({
  name: "ticket.bump",
  args: shownLines,
  may: STAFF,
  isPushed: true,
  spokenFor: (_order, { stationId }) => [stationId],
  decide(turn, order, args) {
    if (order.status === "pending") return illegal("pending", "ready");
    const decision = onShownLines(turn, order, args, (line, generation) =>
      advances(line, generation, "ready") ? lineEvent(order, line, "ready", generation) : null,
    );
    // A late bump of what was served has no effect; one that follows a recall which came too late
    // must not open the order again (ORD-25).
    return decision.kind === "applied" && order.status === "completed"
      ? completed(order)
      : decision;
  },
});
