/** A day's figures from its orders. Money in minor units, times in whole seconds. */
import { z } from "zod/mini";
import { minorDigitsOf } from "#shared/kernel/money.ts";
import { countedTime, fromIso, SECOND } from "#shared/kernel/time.ts";
import { thresholdsOf } from "#shared/restaurant/late-thresholds.ts";
import { isOpenLine } from "#shared/kitchen/ticket.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { isInKitchen, orderTotal, type Order } from "#shared/orders/order.ts";
import { dayBounds, dayStartOf, zoneClock, type Day, type ZoneClock } from "#shared/restaurant/business-day.ts";
import { timedLines, type LineHappening, type TimedLine } from "./line-times.ts";

const spread = z.object({ count: z.number(), medianSeconds: z.nullable(z.number()), p90Seconds: z.nullable(z.number()) });
/** Tickets that still lack a line, and how many of them are late by now. An older server does not say it. */
const open = z._default(z.object({ count: z.number(), late: z.number() }), { count: 0, late: 0 });
const money = z.object({ count: z.number(), value: z.number() });

/** `GET /api/figures`. A spread without a single time has nulls. */
export const figuresSchema = z.object({
  date: z.string(),
  timezone: z.string(),
  currency: z.string(),
  /** How many decimals the minor units of all money here stand for. */
  minorDigits: z.number(),
  from: z.string(),
  until: z.string(),
  /** Neither waiting for a yes nor cancelled. */
  orders: z.number(),
  revenue: z.number(),
  pending: z.number(),
  /** Cancelled as a whole, rejected guests' orders included. */
  cancelled: z.number(),
  /** What one station was asked for at one moment is a ticket, from then until its last line was made. */
  tickets: spread,
  /** Of those that were made. */
  lateTickets: z.number(),
  open,
  /** Lines taken back after the kitchen had them; `waste` had been made by then. */
  voids: money,
  waste: money,
  reasons: z.array(z.object({ reason: z.string(), count: z.number() })),
  byStation: z.array(z.object({
    stationId: z.string(),
    tickets: spread,
    late: z.number(),
    open,
    /** The hours in which a ticket was wanted, made or still open, in the day's order. */
    byHour: z.array(z.object({ hour: z.number(), tickets: spread, late: z.number(), open })),
  })),
  /** From the first to the last hour in which anything happened, by the clock on the wall: after midnight it goes on with 0. */
  byHour: z.array(z.object({ hour: z.number(), orders: z.number(), revenue: z.number(), tickets: spread })),
  slowest: z.array(z.object({ menuItemId: z.string(), name: z.string(), tickets: spread })),
});

export type Figures = z.infer<typeof figuresSchema>;
type Open = Figures["open"];
export type Spread = z.infer<typeof spread>;

const MOST_REASONS = 5;
const MOST_DISHES = 8;

/** The figures of the orders that count on `date`, as they stand at `nowMs`; others are passed over. */
export function figuresOf(orders: readonly Order[], happenings: readonly LineHappening[], date: Day, settings: Settings, nowMs: number): Figures {
  const clock = zoneClock(settings.timezone, dayStartOf(settings));
  const { fromMs, untilMs } = dayBounds(date, clock);
  const placed = orders.filter((order) => countedMs(order) >= fromMs && countedMs(order) < untilMs);
  const counted = placed.filter((order) => order.status !== "pending" && order.status !== "cancelled");
  const lines = timedLines(counted, happenings);
  const tickets = ticketsOf(lines);
  const waiting = openTicketsOf(lines, nowMs);
  const isLate = (ticket: TicketTime): boolean => ticket.ms >= thresholdsOf(settings, ticket.stationId).lateSeconds * SECOND;
  // A guest's order that was rejected never reached the kitchen: nothing was voided.
  const voided = placed.filter((order) => order.status !== "pending" && order.firedAt !== null).flatMap((order) => order.lines.filter((line) => line.voided !== null));
  const worth = (some: typeof voided) => ({ count: some.reduce((sum, line) => sum + line.quantity, 0), value: some.reduce((sum, line) => sum + line.price * line.quantity, 0) });
  return {
    date,
    timezone: settings.timezone,
    currency: settings.currency,
    minorDigits: minorDigitsOf(settings),
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    orders: counted.length,
    revenue: revenueOf(counted),
    pending: placed.filter((order) => order.status === "pending").length,
    cancelled: placed.filter((order) => order.status === "cancelled").length,
    tickets: spreadOf(tickets.map((ticket) => ticket.ms)),
    lateTickets: tickets.filter(isLate).length,
    open: openOf(waiting, isLate),
    voids: worth(voided),
    waste: worth(voided.filter((line) => line.voided?.wasMade === true)),
    reasons: mostCommon(voided.map((line) => line.voided?.reason ?? "")),
    byStation: [...grouped([...tickets, ...waiting], (ticket) => ticket.stationId).keys()].map((stationId) => {
      const ofStation = (some: readonly TicketTime[]) => some.filter((ticket) => ticket.stationId === stationId);
      const [made, unmade] = [ofStation(tickets), ofStation(waiting)];
      return { stationId, ...timesOf(made, isLate), open: openOf(unmade, isLate), byHour: hoursOf(made, unmade, isLate, clock) };
    }),
    byHour: byHour(counted, tickets, waiting, clock),
    slowest: slowestOf(lines),
  };
}

const countedMs = ({ placedAt, recordedAt }: Order): number => fromIso(countedTime(placedAt, recordedAt));

/** The value that so many of a hundred do not exceed, of `sorted` from small to large; null of nothing. */
export function percentile(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}

type TicketTime = { readonly stationId: string; readonly wantedAt: number; readonly ms: number };

/** A ticket that still lacks a line has no time yet. */
function ticketsOf(lines: readonly TimedLine[]): TicketTime[] {
  return byTicket(lines).flatMap((some) => {
    const [first] = some;
    const times = some.flatMap(({ madeAt }) => (madeAt === null ? [] : [madeAt]));
    return first === undefined || times.length < some.length ? [] : [{ stationId: first.line.stationId, wantedAt: first.wantedAt, ms: Math.max(...times) - first.wantedAt }];
  });
}

/** What still lacks a line that a station is to make: its time is what it has waited by now. A day on which nothing gets finished would look as if nothing were late. */
function openTicketsOf(lines: readonly TimedLine[], nowMs: number): TicketTime[] {
  return byTicket(lines.filter(({ order }) => isInKitchen(order))).flatMap((some) => {
    const [first] = some;
    return first === undefined || !some.some(({ line }) => isOpenLine(line)) ? [] : [{ stationId: first.line.stationId, wantedAt: first.wantedAt, ms: Math.max(0, nowMs - first.wantedAt) }];
  });
}

const byTicket = (lines: readonly TimedLine[]): TimedLine[][] => [...grouped(lines, ({ order, line, wantedAt }) => `${order.orderId}/${line.stationId}/${wantedAt}`).values()];

function slowestOf(lines: readonly TimedLine[]): Figures["slowest"] {
  const dishes = grouped(lines.filter((one) => one.madeAt !== null), ({ line }) => line.menuItemId);
  return [...dishes]
    .map(([menuItemId, some]) => ({ menuItemId, name: some.at(-1)?.line.name ?? menuItemId, tickets: spreadOf(some.map(({ madeAt, wantedAt }) => (madeAt ?? wantedAt) - wantedAt)) }))
    .sort((a, b) => (b.tickets.medianSeconds ?? 0) - (a.tickets.medianSeconds ?? 0) || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_DISHES);
}

type IsLate = (ticket: TicketTime) => boolean;

const openOf = (tickets: readonly TicketTime[], isLate: IsLate): Open => ({ count: tickets.length, late: tickets.filter(isLate).length });

const timesOf = (tickets: readonly TicketTime[], isLate: IsLate) => ({ tickets: spreadOf(tickets.map((ticket) => ticket.ms)), late: tickets.filter(isLate).length });

/** One o'clock in the night comes after eleven in the evening. */
const hoursIn = (hour: number, { startHour }: ZoneClock): number => (hour - startHour + 24) % 24;

/** A ticket is of the hour in which it was wanted, whenever it is made. */
function hoursOf(tickets: readonly TicketTime[], waiting: readonly TicketTime[], isLate: IsLate, clock: ZoneClock): Figures["byStation"][number]["byHour"] {
  const [made, unmade] = [ticketsByHour(tickets, clock), ticketsByHour(waiting, clock)];
  return [...new Set([...made.keys(), ...unmade.keys()])]
    .map((hour) => ({ hour, ...timesOf(made.get(hour) ?? [], isLate), open: openOf(unmade.get(hour) ?? [], isLate) }))
    .sort((a, b) => hoursIn(a.hour, clock) - hoursIn(b.hour, clock));
}

const ticketsByHour = (tickets: readonly TicketTime[], clock: ZoneClock): Map<number, TicketTime[]> => grouped(tickets, (ticket) => clock.hourOf(ticket.wantedAt));

function byHour(orders: readonly Order[], tickets: readonly TicketTime[], waiting: readonly TicketTime[], clock: ZoneClock): Figures["byHour"] {
  const ordersAt = grouped(orders, (order) => clock.hourOf(countedMs(order)));
  const ticketsAt = ticketsByHour(tickets, clock);
  const hours = [...ordersAt.keys(), ...ticketsAt.keys(), ...ticketsByHour(waiting, clock).keys()].map((hour) => hoursIn(hour, clock));
  if (hours.length === 0) return [];
  const first = Math.min(...hours);
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, index) => {
    const hour = (clock.startHour + first + index) % 24;
    const placed = ordersAt.get(hour) ?? [];
    return { hour, orders: placed.length, revenue: revenueOf(placed), tickets: spreadOf((ticketsAt.get(hour) ?? []).map((ticket) => ticket.ms)) };
  });
}

function spreadOf(timesMs: readonly number[]): Spread {
  const sorted = timesMs.map((ms) => Math.round(ms / SECOND)).sort((a, b) => a - b);
  return { count: sorted.length, medianSeconds: percentile(sorted, 50), p90Seconds: percentile(sorted, 90) };
}

const revenueOf = (orders: readonly Order[]): number => orders.reduce((sum, order) => sum + orderTotal(order), 0);

function mostCommon(reasons: readonly string[]): Figures["reasons"] {
  return [...grouped(reasons, (reason) => reason)]
    .map(([reason, some]) => ({ reason, count: some.length }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
    .slice(0, MOST_REASONS);
}

function grouped<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
