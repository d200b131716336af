/** A ticket is one order as one station sees it. */
import {
  isFiredLine,
  isHeardOf,
  isInKitchen,
  type Line,
  type Order,
} from "#shared/orders/order.ts";

export type Ticket = {
  /** `orderId/stationId`; stable, so that a screen never shuffles what a finger is on. */
  readonly ticketId: string;
  readonly order: Order;
  readonly stationId: string;
  /** Fired lines of this station, voided ones included while they need to be seen. */
  readonly lines: readonly Line[];
  readonly state: "open" | "done";
};

/**
 * The tickets an order makes, one for each station with a fired line; none while it is pending,
 * held or cancelled before it was seen.
 */
export function ticketsOf(order: Order): readonly Ticket[] {
  if (!isInKitchen(order) && order.status !== "completed" && order.status !== "cancelled")
    return [];
  const stations = [...new Set(order.lines.filter(belongs).map((line) => line.stationId))];
  return stations.map((stationId) => {
    const lines = order.lines.filter((line) => line.stationId === stationId && belongs(line));
    return {
      ticketId: `${order.orderId}/${stationId}`,
      order,
      stationId,
      lines,
      state: lines.some(isOpenLine) ? "open" : "done",
    };
  });
}

/** The station still has to make it. */
export const isOpenLine = (line: Line): boolean =>
  isFiredLine(line) && (line.status === "queued" || line.status === "preparing");

/**
 * Lines as a ticket draws them: what is to be made or stands made. What was carried out is nobody's
 * work any more, and must not look like it when a later course is fired; a line that was voided
 * before any screen had it was never on a ticket.
 */
export const drawnLines = (ticket: Pick<Ticket, "lines">): readonly Line[] =>
  ticket.lines.filter(
    (line) => line.status !== "served" && (line.status !== "cancelled" || line.shownAt !== null),
  );

/** What a bump of this ticket says: exactly the open lines that it showed (ORD-13). */
export const bumpable = (
  ticket: Ticket,
): { readonly lineId: string; readonly generation: number }[] =>
  named(ticket.lines.filter(isOpenLine));

/**
 * What a recall brings back: what stands ready. What was carried out is eaten, and comes back only
 * where nothing else is left to take back.
 */
export function recallableLines(ticket: Ticket): readonly Line[] {
  const ready = ticket.lines.filter((line) => line.status === "ready");
  return ready.length > 0 ? ready : ticket.lines.filter((line) => line.status === "served");
}

/** What a recall of this ticket says. */
export const recallable = (
  ticket: Ticket,
): { readonly lineId: string; readonly generation: number }[] => named(recallableLines(ticket));

/** Lines that no kitchen screen has said it painted. */
export const unshown = (ticket: Ticket): readonly Line[] =>
  ticket.lines.filter((line) => line.shownAt === null && isHeardOf(line));

const belongs = (line: Line): boolean => line.fired || line.status === "cancelled";

const named = (lines: readonly Line[]) =>
  lines.map(({ lineId, generation }) => ({ lineId, generation }));
