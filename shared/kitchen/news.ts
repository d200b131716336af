/**
 * What has become different for a kitchen screen between two looks at the board: what it makes a
 * sound for.
 */
import type { Line, Order } from "#shared/orders/order.ts";
import { isOpenLine, ticketsOf } from "./ticket.ts";

/**
 * In the order of what must be heard first: when much happens at once, only the first is played.
 */
export const NEWS = ["rush", "voided", "changed", "moved", "added", "new"] as const;
export type News = (typeof NEWS)[number];

type Orders = ReadonlyMap<string, Order>;

/**
 * The kinds of news between `before` and `after` for these stations (none given: all), each once,
 * the most pressing first.
 */
export function newsBetween(before: Orders, after: Orders, stationIds: readonly string[]): News[] {
  const heard = new Set<News>();
  for (const [orderId, order] of after) {
    const old = before.get(orderId);
    if (old !== order) for (const kind of newsOf(old, order, new Set(stationIds))) heard.add(kind);
  }
  return NEWS.filter((kind) => heard.has(kind));
}

function newsOf(old: Order | undefined, order: Order, stations: ReadonlySet<string>): News[] {
  const was = old === undefined ? [] : linesOf(old, stations);
  const is = linesOf(order, stations);
  if (was.length === 0) {
    // Released after a hold that took it from a screen that had shown it.
    if (
      old !== undefined &&
      old.held &&
      is.some((line) => line.shownAt !== null && isOpenLine(line))
    )
      return ["changed"];
    return is.some(isOpenLine) ? ["new"] : [];
  }
  // Held back: it has left the rail, and whoever had started must know.
  if (is.length === 0) return was.some(isOpenLine) ? ["changed"] : [];
  const known = new Map(was.map((line) => [line.lineId, line]));
  const news: News[] = [];
  // It had been set aside, and now it is to be made (ORD-29).
  if (order.confirmedAt !== undefined && old?.confirmedAt === undefined && is.some(isOpenLine))
    news.push("new");
  if (order.rush && old?.rush === false) news.push("rush");
  if (!order.rush && old?.rush === true) news.push("changed");
  if (
    is.some(
      (line) =>
        line.status === "cancelled" &&
        known.get(line.lineId)?.status !== "cancelled" &&
        known.has(line.lineId),
    )
  )
    news.push("voided");
  if (order.tableId !== old?.tableId) news.push("moved");
  const more = is.filter((line) => !known.has(line.lineId) && isOpenLine(line));
  if (more.some((line) => line.addedAt !== null)) news.push("added");
  // A course that is called for.
  if (more.some((line) => line.addedAt === null)) news.push("new");
  return news;
}

const linesOf = (order: Order, stations: ReadonlySet<string>): readonly Line[] =>
  ticketsOf(order).flatMap((ticket) =>
    stations.size === 0 || stations.has(ticket.stationId) ? ticket.lines : [],
  );
