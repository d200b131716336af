/**
 * What somebody on the floor must see to, whatever they are doing: nothing is in two of the lists.
 */
import { unheardOrders } from "#shared/kitchen/board.ts";
import { crowdsOf, outsideOf, type TableCrowd } from "#shared/kitchen/crowds.ts";
import { setAsideOrders } from "#shared/kitchen/set-aside.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { isClosed, isInKitchen, type Order } from "#shared/orders/order.ts";

/** The most urgent first. */
export const KINDS = ["unheard", "aside", "guests", "pickUps"] as const;
export type NeedKind = (typeof KINDS)[number];

export type FloorNeeds = {
  /** Tables where so many guests' orders wait that they are one thing to see to (ORD-54). */
  readonly crowds: readonly TableCrowd[];
  /** No kitchen screen has shown them in time (L4). What is set aside is asked about instead. */
  readonly unheard: readonly Order[];
  readonly aside: readonly Order[];
  /** Guests who wait for a yes. */
  readonly guests: readonly Order[];
  /** Called at the pass. */
  readonly pickUps: readonly Order[];
};

export function floorNeeds(
  orders: Iterable<Order>,
  nowMs: number,
  limitMs: number,
  settings: Pick<Settings, "guestOrdering"> = {},
): FloorNeeds {
  const all = [...orders];
  const crowds = crowdsOf(all, settings);
  const aside = setAsideOrders(all, nowMs);
  const asked = new Set(aside.map((order) => order.orderId));
  return {
    crowds,
    unheard: outsideOf(crowds, unheardOrders(all, nowMs, limitMs)).filter(
      (order) => !asked.has(order.orderId),
    ),
    aside,
    guests: [
      ...outsideOf(
        crowds,
        all.filter((order) => order.status === "pending"),
      ),
    ].sort(by((order) => order.placedAt)),
    pickUps: all
      .filter((order) => isInKitchen(order) && order.calledAt !== undefined)
      .sort(by((order) => order.calledAt ?? "")),
  };
}

/**
 * The open orders that only this device has, the oldest first: no kitchen screen can show them, and
 * nobody else can be told.
 */
export const waitingHere = (
  orders: ReadonlyMap<string, Order>,
  unplaced: ReadonlySet<string>,
): readonly Order[] =>
  [...unplaced]
    .flatMap((orderId) => orders.get(orderId) ?? [])
    .filter((order) => !isClosed(order))
    .sort(by((order) => order.placedAt));

const by =
  (key: (order: Order) => string) =>
  (a: Order, b: Order): number =>
    key(a) < key(b) ? -1 : 1;
