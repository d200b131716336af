/**
 * What this screen puts on one card: an order as the stations of this screen see it. A kitchen with
 * one screen gets one card per order, not one per station; the log still hears of each station's
 * ticket by itself.
 */
import { fromIso, type IsoTime } from "#shared/kernel/time.ts";
import { byTurn } from "#shared/kitchen/board.ts";
import { heatOf, hottest, ticketFiredAt, type Heat } from "#shared/kitchen/aging.ts";
import { thresholdsOf } from "#shared/restaurant/late-thresholds.ts";
import {
  bumpable,
  drawnLines,
  isOpenLine,
  recallable,
  ticketsOf,
  type Ticket,
} from "#shared/kitchen/ticket.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { servedCourses, type ServedCourse } from "#shared/kitchen/served.ts";
import { isClosed, isFiredLine, type Line, type Order } from "#shared/orders/order.ts";
import { heldCourses, type Held } from "./held.ts";

export type KitchenCard = {
  /** The order's id: one card per order on a screen. */
  readonly cardId: string;
  readonly order: Order;
  readonly tickets: readonly Ticket[];
  /**
   * Stations that this screen does not cover and that have something of the same order to make, or
   * standing made.
   */
  readonly alsoAt: readonly string[];
  /** Courses for these stations that wait to be called for. */
  readonly held: readonly Held[];
  /** When its oldest unfinished line was fired: what decides its turn and its age. */
  readonly firedAt: IsoTime;
  /** When a kitchen screen first showed any of it; null while it is new to everybody. */
  readonly seenAt: IsoTime | null;
  /** `voided`: nothing is left to make, and the kitchen has not yet said that it saw so. */
  readonly state: "open" | "done" | "voided";
};

/** How long a voided card waits to be seen before it leaves by itself, in ms. */
export const VOIDED_KEPT_MS = 10 * 60_000;

/**
 * The rail of the cards that `cardFor` makes: open ones in their turn, cards that `keep` names
 * (just bumped here, still undoable) where they stood when they were bumped, and cards voided after
 * a screen had shown them, until `seen` has them.
 */
export function railCards(
  orders: Iterable<Order>,
  cardFor: (order: Order) => KitchenCard | null,
  keep: ReadonlyMap<string, IsoTime>,
  seen: ReadonlySet<string>,
  nowMs: number,
): KitchenCard[] {
  const cards = [...orders].flatMap((order) => {
    const card = cardFor(order);
    if (card === null) return [];
    const keptAt = keep.get(card.cardId);
    if (card.state === "open") return [card];
    if (keptAt !== undefined) return [{ ...card, firedAt: keptAt }];
    return isUnseenVoid(card, seen, nowMs) ? [{ ...card, state: "voided" as const }] : [];
  });
  return cards.sort((a, b) => byTurn(turnOf(a), turnOf(b)));
}

/**
 * Makes cards, and the very same card of the same order: only what changed is measured and drawn
 * again.
 */
export function cardMaker(stationIds: readonly string[]): (order: Order) => KitchenCard | null {
  const known = new WeakMap<Order, KitchenCard | null>();
  return (order) => {
    const before = known.get(order);
    if (before !== undefined) return before;
    const card = cardOf(order, stationIds);
    known.set(order, card);
    return card;
  };
}

export function cardOf(order: Order, stationIds: readonly string[]): KitchenCard | null {
  const wanted = new Set(stationIds);
  const all = ticketsOf(order);
  const tickets = all.filter((ticket) => wanted.size === 0 || wanted.has(ticket.stationId));
  const open = isClosed(order) ? [] : tickets.filter((ticket) => ticket.state === "open");
  const firedAt = first((open.length > 0 ? open : tickets).map(ticketFiredAt));
  if (firedAt === null) return null;
  const here = new Set(tickets.map((ticket) => ticket.stationId));
  return {
    cardId: order.orderId,
    order,
    tickets,
    alsoAt: all
      .filter((ticket) => !here.has(ticket.stationId) && drawnLines(ticket).some(isFiredLine))
      .map((ticket) => ticket.stationId),
    held: heldCourses(order, stationIds),
    firedAt,
    seenAt: first(tickets.flatMap((ticket) => ticket.lines.flatMap((line) => line.shownAt ?? []))),
    state: open.length > 0 ? "open" : "done",
  };
}

export type Move = {
  readonly stationId: string;
  readonly lines: { readonly lineId: string; readonly generation: number }[];
};

/** What a bump of this card says, station by station: exactly what it showed. */
export const bumpsOf = (card: KitchenCard): Move[] => moves(card, bumpable);

export const recallsOf = (card: KitchenCard): Move[] => moves(card, recallable);

/**
 * The hottest of the card's stations: each has its own patience, and its own oldest line. A card
 * with nothing left to make is calm.
 */
export const heatOfCard = (card: KitchenCard, settings: Settings, nowMs: number): Heat =>
  hottest(
    card.tickets
      .filter((ticket) => ticket.state === "open")
      .map((ticket) =>
        heatOf(Math.max(0, nowMs - firedMs(ticket)), thresholdsOf(settings, ticket.stationId)),
      ),
  );

/** Every card is asked every second how late it is, and a time is slow to read. */
const fired = new WeakMap<Ticket, number>();

function firedMs(ticket: Ticket): number {
  const known = fired.get(ticket) ?? fromIso(ticketFiredAt(ticket));
  fired.set(ticket, known);
  return known;
}

/**
 * The card's tickets of which anything is drawn: a station's name over nothing would be read as
 * work.
 */
export const drawnTickets = (card: KitchenCard): readonly Ticket[] =>
  card.tickets.filter((ticket) => drawnLines(ticket).length > 0);

/** What of these stations' dishes has been carried out. */
export const servedOf = (card: KitchenCard): readonly ServedCourse[] =>
  servedCourses(
    card.order,
    card.tickets.flatMap((ticket) => ticket.lines),
  );

export const openLines = (card: KitchenCard): readonly Line[] =>
  card.tickets.flatMap((ticket) => ticket.lines.filter(isOpenLine));

function isUnseenVoid(card: KitchenCard, seen: ReadonlySet<string>, nowMs: number): boolean {
  const lines = card.tickets.flatMap((ticket) => ticket.lines);
  const voided = lines.filter((line) => line.status === "cancelled");
  const rest = lines.filter((line) => line.status !== "cancelled");
  // Made food that was voided is told too, whichever of its lines it was; a card whose last dish
  // was made or carried out was simply finished.
  if (
    rest.some((line) => line.status !== "served") ||
    voided.every((line) => line.shownAt === null)
  )
    return false;
  const lastVoid = latestOf(voided);
  return (
    lastVoid > latestOf(rest) &&
    !seen.has(card.cardId) &&
    nowMs - fromIso(lastVoid) < VOIDED_KEPT_MS
  );
}

const moves = (
  card: KitchenCard,
  lines: (ticket: Ticket) => { readonly lineId: string; readonly generation: number }[],
): Move[] =>
  card.tickets
    .map((ticket) => ({ stationId: ticket.stationId, lines: lines(ticket) }))
    .filter((move) => move.lines.length > 0);

const turnOf = (card: KitchenCard) => ({
  rush: card.order.rush,
  firedAt: card.firedAt,
  id: card.cardId,
});

const first = (times: readonly IsoTime[]): IsoTime | null =>
  times.reduce<IsoTime | null>(
    (earliest, time) => (earliest === null || time < earliest ? time : earliest),
    null,
  );

const latestOf = (lines: readonly Line[]): IsoTime =>
  lines.reduce((latest, line) => (line.statusAt > latest ? line.statusAt : latest), "");
