/** A day's figures from its orders. Money in minor units, times in whole seconds. */
import { minorDigitsOf } from "#shared/kernel/money.ts";
import { countedTime, fromIso, SECOND } from "#shared/kernel/time.ts";
import { thresholdsOf } from "#shared/restaurant/late-thresholds.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { type Order, orderTotal } from "#shared/orders/order.ts";
import {
  dayBounds,
  dayStartOf,
  zoneClock,
  type Day,
  type ZoneClock,
} from "#shared/restaurant/business-day.ts";
import type { Figures, OpenTickets, Spread } from "./figures-shape.ts";
import { grouped } from "./grouped.ts";
import { timedLines, type LineHappening, type TimedLine } from "./line-times.ts";
import { waitingTickets, madeTickets, type TicketTime } from "./ticket-times.ts";

const MOST_REASONS = 5;
const MOST_DISHES = 8;

/**
 * The figures of the orders that count on `date`, as they stand at `nowMs`; others are passed over.
 */
export function figuresOf(
  orders: readonly Order[],
  happenings: readonly LineHappening[],
  date: Day,
  settings: Settings,
  nowMs: number,
): Figures {
  const clock = zoneClock(settings.timezone, dayStartOf(settings));
  const { fromMs, untilMs } = dayBounds(date, clock);
  const placed = orders.filter((order) => countedMs(order) >= fromMs && countedMs(order) < untilMs);
  const counted = placed.filter(
    (order) => order.status !== "pending" && order.status !== "cancelled",
  );
  const lines = timedLines(counted, happenings);
  const tickets = madeTickets(lines);
  const waiting = waitingTickets(lines, nowMs);
  const isLate = (ticket: TicketTime): boolean =>
    ticket.ms >= thresholdsOf(settings, ticket.stationId).lateSeconds * SECOND;
  // A guest's order that was rejected never reached the kitchen: nothing was voided.
  const voided = placed
    .filter((order) => order.status !== "pending" && order.firedAt !== null)
    .flatMap((order) => order.lines.filter((line) => line.voided !== null));
  const worth = (some: typeof voided) => ({
    count: some.reduce((sum, line) => sum + line.quantity, 0),
    value: some.reduce((sum, line) => sum + line.price * line.quantity, 0),
  });
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
    byStation: [...grouped([...tickets, ...waiting], (ticket) => ticket.stationId).keys()].map(
      (stationId) => {
        const ofStation = (some: readonly TicketTime[]) =>
          some.filter((ticket) => ticket.stationId === stationId);
        const [made, unmade] = [ofStation(tickets), ofStation(waiting)];
        return {
          stationId,
          ...timesOf(made, isLate),
          open: openOf(unmade, isLate),
          byHour: hoursOf(made, unmade, isLate, clock),
        };
      },
    ),
    byHour: byHour(counted, tickets, waiting, clock),
    slowest: slowestOf(lines),
  };
}

const countedMs = ({ placedAt, recordedAt }: Order): number =>
  fromIso(countedTime(placedAt, recordedAt));

/**
 * The value that so many of a hundred do not exceed, of `sorted` from small to large; null of
 * nothing.
 */
export function percentile(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}

function slowestOf(lines: readonly TimedLine[]): Figures["slowest"] {
  const dishes = grouped(
    lines.filter((one) => one.madeAt !== null),
    ({ line }) => line.menuItemId,
  );
  return [...dishes]
    .map(([menuItemId, some]) => ({
      menuItemId,
      name: some.at(-1)?.line.name ?? menuItemId,
      tickets: spreadOf(some.map(({ madeAt, wantedAt }) => (madeAt ?? wantedAt) - wantedAt)),
    }))
    .sort(
      (a, b) =>
        (b.tickets.medianSeconds ?? 0) - (a.tickets.medianSeconds ?? 0) ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, MOST_DISHES);
}

type IsLate = (ticket: TicketTime) => boolean;

const openOf = (tickets: readonly TicketTime[], isLate: IsLate): OpenTickets => ({
  count: tickets.length,
  late: tickets.filter(isLate).length,
});

const timesOf = (tickets: readonly TicketTime[], isLate: IsLate) => ({
  tickets: spreadOf(tickets.map((ticket) => ticket.ms)),
  late: tickets.filter(isLate).length,
});

/** One o'clock in the night comes after eleven in the evening. */
const hoursIn = (hour: number, { startHour }: ZoneClock): number => (hour - startHour + 24) % 24;

/** A ticket is of the hour in which it was wanted, whenever it is made. */
function hoursOf(
  tickets: readonly TicketTime[],
  waiting: readonly TicketTime[],
  isLate: IsLate,
  clock: ZoneClock,
): Figures["byStation"][number]["byHour"] {
  const [made, unmade] = [ticketsByHour(tickets, clock), ticketsByHour(waiting, clock)];
  return [...new Set([...made.keys(), ...unmade.keys()])]
    .map((hour) => ({
      hour,
      ...timesOf(made.get(hour) ?? [], isLate),
      open: openOf(unmade.get(hour) ?? [], isLate),
    }))
    .sort((a, b) => hoursIn(a.hour, clock) - hoursIn(b.hour, clock));
}

const ticketsByHour = (
  tickets: readonly TicketTime[],
  clock: ZoneClock,
): Map<number, TicketTime[]> => grouped(tickets, (ticket) => clock.hourOf(ticket.wantedAt));

function byHour(
  orders: readonly Order[],
  tickets: readonly TicketTime[],
  waiting: readonly TicketTime[],
  clock: ZoneClock,
): Figures["byHour"] {
  const ordersAt = grouped(orders, (order) => clock.hourOf(countedMs(order)));
  const ticketsAt = ticketsByHour(tickets, clock);
  const hours = [
    ...ordersAt.keys(),
    ...ticketsAt.keys(),
    ...ticketsByHour(waiting, clock).keys(),
  ].map((hour) => hoursIn(hour, clock));
  if (hours.length === 0) return [];
  const first = Math.min(...hours);
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, index) => {
    const hour = (clock.startHour + first + index) % 24;
    const placed = ordersAt.get(hour) ?? [];
    return {
      hour,
      orders: placed.length,
      revenue: revenueOf(placed),
      tickets: spreadOf((ticketsAt.get(hour) ?? []).map((ticket) => ticket.ms)),
    };
  });
}

function spreadOf(timesMs: readonly number[]): Spread {
  const sorted = timesMs.map((ms) => Math.round(ms / SECOND)).sort((a, b) => a - b);
  return {
    count: sorted.length,
    medianSeconds: percentile(sorted, 50),
    p90Seconds: percentile(sorted, 90),
  };
}

const revenueOf = (orders: readonly Order[]): number =>
  orders.reduce((sum, order) => sum + orderTotal(order), 0);

function mostCommon(reasons: readonly string[]): Figures["reasons"] {
  return [...grouped(reasons, (reason) => reason)]
    .map(([reason, some]) => ({ reason, count: some.length }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
    .slice(0, MOST_REASONS);
}
