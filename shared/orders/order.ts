/**
 * An order and its lines as the log makes them (order-schema.ts says what each member is), and what
 * can be read off them.
 */
import type { z } from "zod/mini";
import type { lineModifier, lineSchema, orderSchema, orderSource } from "./order-schema.ts";

export type Order = Readonly<z.infer<typeof orderSchema>> & {
  /** The last event that touched it. */
  readonly seq: number;
};

export type Line = Readonly<z.infer<typeof lineSchema>>;
export type LineModifier = Readonly<z.infer<typeof lineModifier>>;
export type OrderSource = Readonly<z.infer<typeof orderSource>>;
export type OrderStatus = Order["status"];
export type LineStatus = Line["status"];
export type Channel = Order["channel"];

/** No further work is expected of anybody. */
export const isClosed = (order: Pick<Order, "status">): boolean =>
  order.status === "completed" || order.status === "cancelled";

/** Stations work on it: accepted, not held, not closed. */
export const isInKitchen = (order: Order): boolean =>
  !order.held && order.status !== "pending" && !isClosed(order);

/** The line is meant for a station now. */
export const isFiredLine = (line: Line): boolean => line.fired && line.status !== "cancelled";

/**
 * A kitchen screen has painted everything the stations are to make (P6): what "The kitchen has it"
 * means.
 */
export function isHeard(order: Order): boolean {
  const fired = order.lines.filter(isHeardOf);
  return fired.length > 0 && order.firedAt !== null && fired.every((line) => line.shownAt !== null);
}

/**
 * Screens draw no line that has been carried out: one that was served past them can be shown by
 * none, and its order must not stay unheard for it.
 */
export const isHeardOf = (line: Line): boolean =>
  isFiredLine(line) && (line.shownAt !== null || line.status !== "served");

/** Food that existed when it was voided is waste (ORD-14). */
export const wasMade = (status: LineStatus): boolean => status === "ready" || status === "served";

/** It stands on the pass or has left it. */
export const isMade = (line: Line): boolean => wasMade(line.status);

/** What stations are to make of it now and no kitchen screen has painted. */
export const unseenLines = (order: Order): readonly Line[] =>
  isInKitchen(order)
    ? order.lines.filter((line) => line.shownAt === null && isFiredLine(line) && !isMade(line))
    : [];

/** Who says that a line is so says something about the station's work (ORD-32). */
export const isWorkStatus = (status: LineStatus | OrderStatus): boolean =>
  status === "queued" || status === "preparing" || status === "ready";

/** Something of it stands on the pass. */
export const hasReady = (order: Order): boolean =>
  order.lines.some((line) => line.status === "ready");

/**
 * Everything that the stations were to make is made, and something of it still stands on the pass.
 */
export const isAllReady = (order: Order): boolean =>
  hasReady(order) && order.lines.filter(isFiredLine).every(isMade);

/** Price of the whole order in minor units, voided lines left out. */
export const orderTotal = (order: Order): number =>
  order.lines.reduce(
    (sum, line) => (line.status === "cancelled" ? sum : sum + line.price * line.quantity),
    0,
  );
