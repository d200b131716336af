import type { IsoTime } from "#shared/kernel/time.ts";
import { recallableLines } from "#shared/kitchen/ticket.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import { cardOf, type KitchenCard } from "./cards.ts";

export type Recallable = {
  readonly card: KitchenCard;
  /** What a recall brings back; of a closed order, what it was. */
  readonly lines: readonly Line[];
  /** How it ended; only what is made or carried out can be taken back. */
  readonly ended: "ready" | "served" | "completed" | "cancelled";
  readonly at: IsoTime;
};

export const RECALL_LIMIT = 50;

/**
 * The last cards of these stations that left the rail, latest first: also those whose order has
 * ended since, so that each can be found.
 */
export function recallList(orders: Iterable<Order>, stationIds: readonly string[]): Recallable[] {
  return [...orders]
    .flatMap((order) => entry(order, stationIds))
    .sort((a, b) =>
      a.at === b.at ? (a.card.cardId < b.card.cardId ? -1 : 1) : a.at < b.at ? 1 : -1,
    )
    .slice(0, RECALL_LIMIT);
}

function entry(order: Order, stationIds: readonly string[]): Recallable[] {
  const card = cardOf(order, stationIds);
  if (card === null || card.state !== "done") return [];
  const all = card.tickets.flatMap((ticket) => ticket.lines);
  // What was cancelled before any kitchen screen had it is no kitchen's business.
  if (order.status === "cancelled")
    return card.seenAt === null
      ? []
      : [{ card, lines: all, ended: order.status, at: order.closedAt ?? latest(all) }];
  const made = all.filter((line) => line.status !== "cancelled");
  if (order.status === "completed")
    return made.length === 0
      ? []
      : [{ card, lines: made, ended: order.status, at: order.closedAt ?? latest(made) }];
  const back = card.tickets.flatMap(recallableLines);
  if (back.length === 0) return [];
  return [
    {
      card,
      lines: back,
      ended: back.some((line) => line.status === "ready") ? "ready" : "served",
      at: latest(back),
    },
  ];
}

const latest = (lines: readonly Line[]): IsoTime =>
  lines.reduce((last, line) => (line.statusAt > last ? line.statusAt : last), "");
