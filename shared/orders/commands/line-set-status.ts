import { z } from "zod/mini";
import { uuid } from "#shared/kernel/schema.ts";
import { noop } from "../decision.ts";
import { advances, moveLine } from "../moves.ts";
import { isWorkStatus } from "../order.ts";
import { LINE_STATUSES } from "../statuses.ts";
import { completed, illegal, unknownLine, voidedLine } from "../refuse.ts";
import { lineTransition } from "../transitions.ts";
import { STAFF } from "../role-groups.ts";
import { generation, onOrder } from "./definition.ts";
import { voidOneLine } from "./line-void.ts";

/**
 * One line's status (ORD-8, ORD-10). Without a generation the line's own is meant: programs do not
 * count recalls.
 */
export const lineSetStatus = onOrder({
  name: "line.setStatus",
  args: z.strictObject({
    orderId: uuid,
    lineId: uuid,
    generation: z.optional(generation),
    status: z.enum(LINE_STATUSES),
  }),
  may: STAFF,
  isPushed: true,
  spokenFor: (order, { lineId, status }) =>
    isWorkStatus(status)
      ? order.lines.filter((line) => line.lineId === lineId).map(({ stationId }) => stationId)
      : [],
  decide(turn, order, args) {
    const line = order.lines.find((it) => it.lineId === args.lineId);
    if (line === undefined) return unknownLine(order);
    if (args.status === "cancelled") return voidOneLine(turn, order, args.lineId, "Voided");
    const said = args.generation ?? line.generation;
    const transition = lineTransition(line.status, args.status);
    if (turn.strict && transition !== "same" && transition !== "step")
      return illegal(line.status, args.status);
    if (line.status === "cancelled") return voidedLine(order);
    if (!advances(line, said, args.status)) return noop;
    if (order.status === "pending") return illegal(line.status, args.status);
    if (order.status === "completed") return completed(order);
    return moveLine(turn, order, line, args.status, said);
  },
});
