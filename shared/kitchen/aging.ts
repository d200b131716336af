/**
 * How long the kitchen has had it. Each line counts from the moment from which a station was to
 * make it; a card, a ticket and an order are as old as the oldest line that still waits for
 * somebody. A recall changes no such moment: what is taken back stands where it stood.
 */
import { fromIso, SECOND, type IsoTime } from "#shared/kernel/time.ts";
import { thresholdsOf, type Thresholds } from "#shared/restaurant/late-thresholds.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { isFiredLine, type Line, type Order } from "#shared/orders/order.ts";
import { isOpenLine, type Ticket } from "./ticket.ts";

export type Heat = "calm" | "warm" | "late";

/**
 * When the stations were to make the line: with its order (again, where a hold ended), with its
 * course, or when it was added.
 */
export function wantedAt(
  order: Pick<Order, "firedAt" | "placedAt">,
  line: Pick<Line, "addedAt" | "calledAt">,
): IsoTime {
  return later(later(order.firedAt ?? order.placedAt, line.addedAt), line.calledAt);
}

/**
 * When the ticket's oldest unfinished line was fired; with nothing left to make, its oldest line.
 * What decides its turn and its age.
 */
export function ticketFiredAt({ order, lines }: Ticket): IsoTime {
  const open = lines.filter(isOpenLine);
  return oldest(order, open.length > 0 ? open : lines);
}

/** Milliseconds since then, never below zero: a clock estimate may step back a little. */
export const ageSince = (time: IsoTime, nowMs: number): number =>
  Math.max(0, nowMs - fromIso(time));

/**
 * How long somebody has waited for what of the order is not served yet; of a served order, since it
 * was fired.
 */
export function ageMs(order: Order, nowMs: number): number {
  return ageSince(
    oldest(
      order,
      order.lines.filter((line) => isFiredLine(line) && line.status !== "served"),
    ),
    nowMs,
  );
}

/** Calm, warm or late by the station's thresholds. */
export function heatOf(age: number, thresholds: Thresholds): Heat {
  if (age >= thresholds.lateSeconds * SECOND) return "late";
  return age >= thresholds.warmSeconds * SECOND ? "warm" : "calm";
}

/**
 * Of a whole order: as warm as the most impatient station that still has to make something of it.
 */
export function heatOfOrder(order: Order, settings: Settings, nowMs: number): Heat {
  return hottest(
    order.lines
      .filter(isOpenLine)
      .map((line) =>
        heatOf(ageSince(wantedAt(order, line), nowMs), thresholdsOf(settings, line.stationId)),
      ),
  );
}

export const hottest = (heats: readonly Heat[]): Heat =>
  heats.includes("late") ? "late" : heats.includes("warm") ? "warm" : "calm";

const later = (time: IsoTime, other: IsoTime | null | undefined): IsoTime =>
  other !== null && other !== undefined && other > time ? other : time;

const oldest = (order: Order, lines: readonly Line[]): IsoTime =>
  lines
    .map((line) => wantedAt(order, line))
    .reduce<IsoTime | null>(
      (first, time) => (first === null || time < first ? time : first),
      null,
    ) ??
  order.firedAt ??
  order.placedAt;
