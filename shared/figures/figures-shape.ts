/** What a day's figures are: what the server answers and the owner's board shows. */
import { z } from "zod/mini";

const spread = z.object({
  count: z.number(),
  medianSeconds: z.nullable(z.number()),
  p90Seconds: z.nullable(z.number()),
});
/**
 * Tickets that still lack a line, and how many of them are late by now. An older server does not
 * say it.
 */
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
  /**
   * What one station was asked for at one moment is a ticket, from then until its last line was
   * made.
   */
  tickets: spread,
  /** Of those that were made. */
  lateTickets: z.number(),
  open,
  /** Lines taken back after the kitchen had them; `waste` had been made by then. */
  voids: money,
  waste: money,
  reasons: z.array(z.object({ reason: z.string(), count: z.number() })),
  byStation: z.array(
    z.object({
      stationId: z.string(),
      tickets: spread,
      late: z.number(),
      open,
      /** The hours in which a ticket was wanted, made or still open, in the day's order. */
      byHour: z.array(z.object({ hour: z.number(), tickets: spread, late: z.number(), open })),
    }),
  ),
  /**
   * From the first to the last hour in which anything happened, by the clock on the wall: after
   * midnight it goes on with 0.
   */
  byHour: z.array(
    z.object({ hour: z.number(), orders: z.number(), revenue: z.number(), tickets: spread }),
  ),
  slowest: z.array(z.object({ menuItemId: z.string(), name: z.string(), tickets: spread })),
});

export type Figures = z.infer<typeof figuresSchema>;
export type OpenTickets = Figures["open"];
export type Spread = z.infer<typeof spread>;
