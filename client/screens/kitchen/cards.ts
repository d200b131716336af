/**
 * What this screen puts on one card: an order as the stations of this screen see it. A kitchen with one screen gets one card per order, not
 * one per station; the log still hears of each station's ticket by itself.
 */
import { doneTickets, openTickets } from "#shared/kitchen/board.ts";
import { ageMs, heatOf, thresholdsOf, type Heat } from "#shared/kitchen/aging.ts";
import { bumpable, isOpenLine, recallable, ticketsOf, type Ticket } from "#shared/kitchen/ticket.ts";
import type { Settings } from "#shared/menu/settings.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import { heldCourses, type Held } from "./held.ts";

export type Card = {
  /** The order's id: one card per order on a screen. */
  readonly cardId: string;
  readonly order: Order;
  readonly tickets: readonly Ticket[];
  /** Stations of the same order that this screen does not cover. */
  readonly alsoAt: readonly string[];
  /** Courses for these stations that wait to be called for. */
  readonly held: readonly Held[];
  /** `voided`: nothing is left to make, and the kitchen has not yet said that it saw so. */
  readonly state: "open" | "done" | "voided";
};

export const RECALL_LIMIT = 50;

/** How long a voided card waits to be seen before it leaves by itself, in ms. */
export const VOIDED_KEPT_MS = 10 * 60_000;

/**
 * The rail: open cards in their turn, cards that `keep` names (just bumped here, still undoable) at their own place, and cards voided after
 * a screen had shown them, until `seen` has them.
 */
export function railCards(orders: Iterable<Order>, stationIds: readonly string[], keep: ReadonlySet<string>, seen: ReadonlySet<string>, nowMs: number): Card[] {
  const all = [...orders];
  const open = new Set(openTickets(all, stationIds).map((ticket) => ticket.order.orderId));
  const cards = all.flatMap((order) => {
    const card = cardOf(order, stationIds);
    if (card === null) return [];
    if (open.has(order.orderId) || keep.has(order.orderId)) return [card];
    return isUnseenVoid(card, seen, nowMs) ? [{ ...card, state: "voided" as const }] : [];
  });
  return cards.sort(byTurn);
}

/** Cards that Recall lists, latest first. */
export function doneCards(orders: Iterable<Order>, stationIds: readonly string[]): Card[] {
  // Read twice, and a map's values() can be read once.
  const all = [...orders];
  const ids = new Set(doneTickets(all, stationIds, RECALL_LIMIT * 4).filter((ticket) => recallable(ticket).length > 0).map((ticket) => ticket.order.orderId));
  const byId = new Map(all.map((order) => [order.orderId, order]));
  return [...ids]
    .flatMap((id) => {
      const order = byId.get(id);
      const card = order === undefined ? null : cardOf(order, stationIds);
      return card === null || card.state !== "done" ? [] : [card];
    })
    .slice(0, RECALL_LIMIT);
}

export function cardOf(order: Order, stationIds: readonly string[]): Card | null {
  const wanted = new Set(stationIds);
  const all = ticketsOf(order);
  const tickets = all.filter((ticket) => wanted.size === 0 || wanted.has(ticket.stationId));
  if (tickets.length === 0) return null;
  const here = new Set(tickets.map((ticket) => ticket.stationId));
  return {
    cardId: order.orderId,
    order,
    tickets,
    alsoAt: all.map((ticket) => ticket.stationId).filter((id) => !here.has(id)),
    held: heldCourses(order, stationIds),
    state: tickets.some((ticket) => ticket.state === "open") ? "open" : "done",
  };
}

export type Move = { readonly stationId: string; readonly lines: { readonly lineId: string; readonly generation: number }[] };

/** What a bump of this card says, station by station: exactly what it showed. */
export const bumpsOf = (card: Card): Move[] => moves(card, bumpable);

export const recallsOf = (card: Card): Move[] => moves(card, recallable);

/** The hottest of the card's stations: each has its own patience. A card with nothing left to make is calm. */
export function heatOfCard(card: Card, settings: Settings, nowMs: number): Heat {
  const age = ageMs(card.order, nowMs);
  const heats = card.tickets.filter((ticket) => ticket.state === "open").map((ticket) => heatOf(age, thresholdsOf(settings, ticket.stationId)));
  return heats.includes("late") ? "late" : heats.includes("warm") ? "warm" : "calm";
}

/** Lines as the card draws them: voided ones only where a screen had shown them before. */
export const drawnLines = (ticket: Ticket): readonly Line[] => ticket.lines.filter((line) => line.status !== "cancelled" || line.shownAt !== null);

export const openLines = (card: Card): readonly Line[] => card.tickets.flatMap((ticket) => ticket.lines.filter(isOpenLine));

/** When the card's last line was finished, in RFC 3339. */
export const finishedAt = (card: Card): string => card.tickets.flatMap((ticket) => ticket.lines).reduce((latest, line) => (line.statusAt > latest ? line.statusAt : latest), "");

function isUnseenVoid(card: Card, seen: ReadonlySet<string>, nowMs: number): boolean {
  const lines = card.tickets.flatMap((ticket) => ticket.lines);
  const voided = lines.filter((line) => line.status === "cancelled");
  // Made food that was voided is told too, whichever of its lines it was; a card that was simply finished is not.
  if (voided.length === 0 || lines.some((line) => line.status === "served")) return false;
  const lastVoid = voided.reduce((latest, line) => (line.statusAt > latest ? line.statusAt : latest), "");
  const wasShown = voided.some((line) => line.shownAt !== null);
  return wasShown && lines.every((line) => line.status === "cancelled") && !seen.has(card.cardId) && nowMs - Date.parse(lastVoid) < VOIDED_KEPT_MS;
}

const moves = (card: Card, lines: (ticket: Ticket) => { readonly lineId: string; readonly generation: number }[]): Move[] =>
  card.tickets.map((ticket) => ({ stationId: ticket.stationId, lines: lines(ticket) })).filter((move) => move.lines.length > 0);

function byTurn(a: Card, b: Card): number {
  if (a.order.rush !== b.order.rush) return a.order.rush ? -1 : 1;
  const [first, second] = [a.order.firedAt ?? a.order.placedAt, b.order.firedAt ?? b.order.placedAt];
  if (first !== second) return first < second ? -1 : 1;
  return a.cardId < b.cardId ? -1 : 1;
}
