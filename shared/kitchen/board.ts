import { fromIso, type IsoTime } from "#shared/kernel/time.ts";
import { isClosed, unseenLines, type Order } from "#shared/orders/order.ts";
import { ticketFiredAt } from "./aging.ts";
import { ticketsOf, type Ticket } from "./ticket.ts";

/**
 * Open tickets of the given stations (none given: all), in the order they were fired, rushed ones
 * first.
 */
export function openTickets(orders: Iterable<Order>, stationIds: readonly string[]): Ticket[] {
  return ticketsAt(orders, stationIds)
    .filter((ticket) => ticket.state === "open")
    .map((ticket) => ({
      ticket,
      rush: ticket.order.rush,
      firedAt: ticketFiredAt(ticket),
      id: ticket.ticketId,
    }))
    .sort(byTurn)
    .map(({ ticket }) => ticket);
}

/** Finished tickets whose orders still stand, latest first: what can be recalled. */
export function doneTickets(
  orders: Iterable<Order>,
  stationIds: readonly string[],
  limit: number,
): Ticket[] {
  return ticketsAt(
    [...orders].filter((order) => !isClosed(order)),
    stationIds,
  )
    .filter((ticket) => ticket.state === "done")
    .sort((a, b) => (finishedAt(a) < finishedAt(b) ? 1 : -1))
    .slice(0, limit);
}

/** What is rushed comes first, then what was fired first. */
export function byTurn(a: BoardTurn, b: BoardTurn): number {
  if (a.rush !== b.rush) return a.rush ? -1 : 1;
  if (a.firedAt !== b.firedAt) return a.firedAt < b.firedAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export type BoardTurn = { readonly rush: boolean; readonly firedAt: IsoTime; readonly id: string };

/**
 * Orders that stations should have seen and no screen has painted whole, `limitMs` after they were
 * fired (L4).
 */
export function unheardOrders(orders: Iterable<Order>, nowMs: number, limitMs: number): Order[] {
  return [...orders]
    .filter((order) => unheardSince(order, nowMs, limitMs) !== null)
    .sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));
}

/**
 * Orders that no screen has painted whole either, while there is still time: no alarm, and not
 * heard.
 */
export const notHeardYet = (orders: Iterable<Order>, nowMs: number, limitMs: number): Order[] =>
  [...orders].filter(
    (order) => unseenLines(order).length > 0 && unheardSince(order, nowMs, limitMs) === null,
  );

/** Guests' orders that nobody has accepted or rejected for `limitMs`. */
export function waitingOrders(orders: Iterable<Order>, nowMs: number, limitMs: number): Order[] {
  return [...orders].filter(
    (order) => order.status === "pending" && nowMs - fromIso(order.placedAt) >= limitMs,
  );
}

/**
 * From when on the lines could have been seen that stations are to make and no screen has painted.
 * An order that makes no tickets (ticketsOf) has none.
 */
export const unseenSince = (order: Order): IsoTime[] =>
  unseenLines(order).map((line) =>
    lastOf(line.addedAt, line.statusAt, order.firedAt, order.confirmedAt ?? null),
  );

/**
 * The newest moment of an order's unheard lines; null where it is heard, or there is still time. It
 * names one alarm: a line that is shown meanwhile does not make it another, and what is fired,
 * added or released later and goes unheard does.
 */
export function unheardSince(order: Order, nowMs: number, limitMs: number): IsoTime | null {
  const overdue = unseenSince(order).filter((since) => nowMs - fromIso(since) >= limitMs);
  return overdue.length === 0 ? null : lastOf(...overdue);
}

function ticketsAt(orders: Iterable<Order>, stationIds: readonly string[]): Ticket[] {
  const wanted = new Set(stationIds);
  return [...orders].flatMap((order) =>
    ticketsOf(order).filter((ticket) => wanted.size === 0 || wanted.has(ticket.stationId)),
  );
}

/** The latest moment from which the line could have been seen. */
function lastOf(...times: (string | null)[]): string {
  return times.reduce<string>(
    (latest, time) => (time !== null && time > latest ? time : latest),
    "",
  );
}

const finishedAt = (ticket: Ticket): string => lastOf(...ticket.lines.map((line) => line.statusAt));
