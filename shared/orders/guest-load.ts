/**
 * How much of what guests ordered by themselves is with the house, and what it makes of the next
 * order (ORD-50 to ORD-53).
 */
import { fromIso, MINUTE, SECOND, type IsoTime } from "#shared/kernel/time.ts";
import { guestLimitsOf } from "#shared/restaurant/guest-limits.ts";
import { pauseAt, orderingAt } from "#shared/restaurant/guest-ordering.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { rejected, type Decision } from "./decision.ts";
import type { Order } from "./order.ts";

/**
 * How far a guest's order has come as far as the house owes it something: `waiting` for somebody's
 * word, `working` until it is made, `over`. Null for an order of staff.
 */
export type Standing = "waiting" | "working" | "over";

export function standingOf(order: Order): Standing | null {
  if (order.source.kind !== "guest") return null;
  switch (order.status) {
    case "pending":
      return "waiting";
    case "submitted":
      return isAnswered(order) ? "working" : "waiting";
    case "preparing":
      return "working";
    default:
      return "over";
  }
}

/**
 * Somebody of the house accepted it, said that it is wanted, or has begun it once (a recall takes
 * that back, and not the word).
 */
const isAnswered = (order: Order): boolean =>
  order.acceptedAt !== undefined ||
  order.confirmedAt !== undefined ||
  order.lines.some((line) => line.generation > 0);

/** As much of a guest's order as is counted. */
export type GuestMark = {
  readonly tableId: string | null;
  readonly session: string | null;
  readonly lines: number;
  readonly pieces: number;
  readonly placedAt: IsoTime;
  readonly standing: Standing;
};

export function markOf(order: Order): GuestMark | null {
  const standing = standingOf(order);
  if (standing === null) return null;
  const lines = order.lines.filter((line) => line.status !== "cancelled");
  return {
    tableId: order.tableId,
    session: order.source.session ?? null,
    lines: lines.length,
    pieces: lines.reduce((sum, line) => sum + line.quantity, 0),
    placedAt: order.placedAt,
    standing,
  };
}

/**
 * What a decision about a guest's order looks at: of its table all that waits and all of the last
 * ten minutes, by order id, and of the house a number.
 */
export type GuestLoad = { readonly marks: Map<string, GuestMark>; unfinished: number };

export const noGuestLoad = (): GuestLoad => ({ marks: new Map(), unfinished: 0 });

export const isUnfinished = (standing: Standing | null): boolean =>
  standing === "waiting" || standing === "working";

/** Keeps the load true after an order changed. */
export function countIn(
  load: GuestLoad,
  orderId: string,
  before: Order | undefined,
  after: Order,
): void {
  const mark = markOf(after);
  if (mark === null) return;
  load.unfinished +=
    Number(isUnfinished(mark.standing)) -
    Number(before !== undefined && isUnfinished(standingOf(before)));
  load.marks.set(orderId, mark);
}

/** The moment from which a table's orders are counted: of a window, or since somebody opened it. */
const countsFrom = (settings: Settings, tableId: string | null): IsoTime =>
  tableId === null ? "" : (orderingAt(settings, tableId).since ?? "");

/** What waits at a table and is counted there (ORD-51). */
export function waitingAt(
  load: GuestLoad,
  settings: Settings,
  tableId: string | null,
): GuestMark[] {
  const from = countsFrom(settings, tableId);
  return [...load.marks.values()].filter(
    (mark) => mark.standing === "waiting" && mark.tableId === tableId && mark.placedAt >= from,
  );
}

/** From so many waiting orders on, a table is told as one (ORD-54). */
export const CROWD = 10;

export const GUEST_WINDOW_MS = 10 * MINUTE;
/**
 * Nobody knows when staff will have accepted something: a phone that asks again earlier asks in
 * vain.
 */
const ASK_AGAIN_MS = 30 * SECOND;

export type GuestAsks = {
  readonly tableId: string | null;
  /** The phone; null: nobody knows which, and it is counted as the table's own. */
  readonly session: string | null;
  /**
   * It stands for everybody at the table whose phone has no session: one phone's share of the table
   * is not theirs to take.
   */
  readonly isShared: boolean;
  /** The installation's own bound on a table's orders in ten minutes. */
  readonly ceiling: number;
  readonly lines: readonly { readonly quantity: number }[];
  readonly at: IsoTime;
};

/** Why the order is not taken now; null: it may be. */
export function refuseGuest(settings: Settings, load: GuestLoad, asks: GuestAsks): Decision | null {
  const nowMs = fromIso(asks.at);
  const pause = pauseAt(settings, nowMs);
  if (pause !== null)
    return rejected(
      "ordering_paused",
      "The restaurant takes no orders from phones at the moment. Please order with the staff.",
      pause.until === null ? undefined : fromIso(pause.until) - nowMs,
    );
  if (asks.tableId !== null && !orderingAt(settings, asks.tableId).open)
    return rejected(
      "ordering_closed",
      "Ordering by phone is closed at this table. Please order with the staff.",
    );

  const limits = guestLimitsOf(settings);
  const recent = recentTimes(settings, load, asks, nowMs);
  const mostRecent = Math.min(asks.ceiling, limits?.tenMinutes ?? Infinity);
  const leaves = recent[recent.length - mostRecent];
  if (leaves !== undefined)
    return tooMany(
      "Too many orders were placed at this table lately.",
      fromIso(leaves) + GUEST_WINDOW_MS - nowMs,
    );
  if (limits === null) return null;

  const waiting = waitingAt(load, settings, asks.tableId);
  const mine = waiting.filter((mark) => mark.session === asks.session);
  const mostMine = asks.isShared
    ? Math.max(1, limits.openOrders - limits.phoneOrders)
    : limits.phoneOrders;
  if (waiting.length >= limits.openOrders || mine.length >= mostMine)
    return tooMany("As many orders of this table wait as the restaurant takes at once.");
  const sum = (of: (mark: GuestMark) => number): number =>
    waiting.reduce((total, mark) => total + of(mark), 0);
  const pieces = asks.lines.reduce((total, line) => total + line.quantity, 0);
  if (
    sum((mark) => mark.lines) + asks.lines.length > limits.openLines ||
    sum((mark) => mark.pieces) + pieces > limits.openPieces
  )
    return tooMany("That is more than the restaurant takes from one table at once.");
  return load.unfinished >= limits.houseOrders
    ? tooMany("The restaurant has as many orders from phones as it can make now.")
    : null;
}

const tooMany = (why: string, waitMs: number = ASK_AGAIN_MS): Decision =>
  rejected("too_many_orders", `${why} Please order with the staff, or try again later.`, waitMs);

/** When the orders of the last ten minutes were placed, oldest first. */
function recentTimes(
  settings: Settings,
  load: GuestLoad,
  { tableId }: GuestAsks,
  nowMs: number,
): IsoTime[] {
  const from = countsFrom(settings, tableId);
  return [...load.marks.values()]
    .filter(
      (mark) =>
        mark.tableId === tableId &&
        mark.placedAt >= from &&
        nowMs - fromIso(mark.placedAt) < GUEST_WINDOW_MS,
    )
    .map((mark) => mark.placedAt)
    .sort();
}
