/** How long tickets took, and how long those that still lack a line have waited. */
import { isOpenLine } from "#shared/kitchen/ticket.ts";
import { isInKitchen } from "#shared/orders/order.ts";
import type { TimedLine } from "./line-times.ts";
import { grouped } from "./grouped.ts";

export type TicketTime = {
  readonly stationId: string;
  readonly wantedAt: number;
  readonly ms: number;
};

/** A ticket that still lacks a line has no time yet. */
export function madeTickets(lines: readonly TimedLine[]): TicketTime[] {
  return byTicket(lines).flatMap((some) => {
    const [first] = some;
    const times = some.flatMap(({ madeAt }) => (madeAt === null ? [] : [madeAt]));
    return first === undefined || times.length < some.length
      ? []
      : [
          {
            stationId: first.line.stationId,
            wantedAt: first.wantedAt,
            ms: Math.max(...times) - first.wantedAt,
          },
        ];
  });
}

/**
 * What still lacks a line that a station is to make: its time is what it has waited by now. A day
 * on which nothing gets finished would look as if nothing were late.
 */
export function waitingTickets(lines: readonly TimedLine[], nowMs: number): TicketTime[] {
  return byTicket(lines.filter(({ order }) => isInKitchen(order))).flatMap((some) => {
    const [first] = some;
    return first === undefined || !some.some(({ line }) => isOpenLine(line))
      ? []
      : [
          {
            stationId: first.line.stationId,
            wantedAt: first.wantedAt,
            ms: Math.max(0, nowMs - first.wantedAt),
          },
        ];
  });
}

const byTicket = (lines: readonly TimedLine[]): TimedLine[][] => [
  ...grouped(
    lines,
    ({ order, line, wantedAt }) => `${order.orderId}/${line.stationId}/${wantedAt}`,
  ).values(),
];
