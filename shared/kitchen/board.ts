import { fromIso } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { isOpenLine, ticketsOf, type Ticket } from "./ticket.ts";

/** Open tickets of the given stations (none given: all), in the order they were fired, rushed ones first. */
export function openTickets(orders: Iterable<Order>, stationIds: readonly string[]): Ticket[] {
  const wanted = new Set(stationIds);
  const tickets: Ticket[] = [];
  for (const order of orders) {
    for (const ticket of ticketsOf(order)) {
      if (ticket.state === "open" && (wanted.size === 0 || wanted.has(ticket.stationId))) tickets.push(ticket);
    }
  }
  return tickets.sort(byTurn);
}

/** Tickets that were finished, latest first: what Recall lists. */
export function doneTickets(orders: Iterable<Order>, stationIds: readonly string[], limit: number): Ticket[] {
  const wanted = new Set(stationIds);
  const tickets: Ticket[] = [];
  for (const order of orders) {
    if (order.status === "completed" || order.status === "cancelled") continue;
    for (const ticket of ticketsOf(order)) {
      if (ticket.state === "done" && (wanted.size === 0 || wanted.has(ticket.stationId))) tickets.push(ticket);
    }
  }
  return tickets.sort((a, b) => (finishedAt(a) < finishedAt(b) ? 1 : -1)).slice(0, limit);
}

export type Count = { readonly menuItemId: string; readonly name: string; readonly quantity: number };

/** All-day: how many of each dish the given tickets still ask for, most first. Counted from the tickets, so it cannot drift from them. */
export function allDay(tickets: readonly Ticket[]): Count[] {
  const counts = new Map<string, Count>();
  for (const line of tickets.flatMap((ticket) => ticket.lines.filter(isOpenLine))) {
    const before = counts.get(line.menuItemId)?.quantity ?? 0;
    counts.set(line.menuItemId, { menuItemId: line.menuItemId, name: line.name, quantity: before + line.quantity });
  }
  return [...counts.values()].sort((a, b) => b.quantity - a.quantity || a.name.localeCompare(b.name));
}

/** Orders that stations should have seen and no screen has painted whole, `limitMs` after they were fired (L4). */
export function unheardOrders(orders: Iterable<Order>, nowMs: number, limitMs: number): Order[] {
  return [...orders].filter((order) => (unheardAt(order, limitMs) ?? Infinity) <= nowMs).sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));
}

/** Guests' orders that nobody has accepted or rejected for `limitMs`. */
export function waitingOrders(orders: Iterable<Order>, nowMs: number, limitMs: number): Order[] {
  return [...orders].filter((order) => (waitingAt(order, limitMs) ?? Infinity) <= nowMs);
}

/** When somebody has to be told of the order, for one reason or the other, should nothing about it change; null: never. In ms. */
export function alarmAt(order: Order, limitMs: number): number | null {
  return waitingAt(order, limitMs) ?? unheardAt(order, limitMs);
}

const waitingAt = (order: Order, limitMs: number): number | null => (order.status === "pending" ? fromIso(order.placedAt) + limitMs : null);

/** When the first of its lines that a station has to make and no screen has shown has been unseen for `limitMs`. An order that makes no tickets (ticketsOf) has none. */
function unheardAt(order: Order, limitMs: number): number | null {
  if (order.held || order.status === "pending") return null;
  let first: string | null = null;
  for (const line of order.lines) {
    if (line.shownAt !== null || !isOpenLine(line)) continue;
    const since = lastOf(line.addedAt, line.statusAt, order.firedAt);
    if (first === null || since < first) first = since;
  }
  return first === null ? null : fromIso(first) + limitMs;
}

/** The latest moment from which the line could have been seen. */
function lastOf(...times: (string | null)[]): string {
  return times.reduce<string>((latest, time) => (time !== null && time > latest ? time : latest), "");
}

function byTurn(a: Ticket, b: Ticket): number {
  if (a.order.rush !== b.order.rush) return a.order.rush ? -1 : 1;
  const [first, second] = [a.order.firedAt ?? a.order.placedAt, b.order.firedAt ?? b.order.placedAt];
  if (first !== second) return first < second ? -1 : 1;
  return a.ticketId < b.ticketId ? -1 : 1;
}

const finishedAt = (ticket: Ticket): string => lastOf(...ticket.lines.map((line) => line.statusAt));
