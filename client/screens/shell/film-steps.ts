/**
 * Steps from one picture to the next: most events of an evening change nothing that this screen
 * draws, and a step that shows nothing new is no step. At the worst it looks through the whole
 * film: 3,000 events of 600 orders took 170 ms forward and 390 ms back.
 */
import type { Film } from "#shared/kitchen/film.ts";
import type { Order } from "#shared/orders/order.ts";

type Orders = ReadonlyMap<string, Order>;

/**
 * What a screen draws of an order at a moment, as a text that tells two looks apart; empty:
 * nothing.
 */
export type LookOf = (order: Order, ms: number) => string;

const NOTHING: Orders = new Map();

/** The next moment after `ms` at which something happened that is seen; null: none. */
export function nextPicture(film: Film, ms: number, lookOf: LookOf): number | null {
  let before = film.ordersAt(ms);
  for (let at = film.nextChange(ms); at !== null; at = film.nextChange(at)) {
    const after = film.ordersAt(at);
    if (differs(before, after, at, lookOf)) return at;
    before = after;
  }
  return null;
}

/** The last one before `ms`. */
export function previousPicture(film: Film, ms: number, lookOf: LookOf): number | null {
  let at = film.previousChange(ms);
  let after = at === null ? NOTHING : film.ordersAt(at);
  while (at !== null) {
    const earlier = film.previousChange(at);
    const before = earlier === null ? NOTHING : film.ordersAt(earlier);
    if (differs(before, after, at, lookOf)) return at;
    at = earlier;
    after = before;
  }
  return null;
}

/**
 * Both as they look at one moment: what time alone changes is no change. An order of the film is
 * the same object until something happens to it.
 */
function differs(before: Orders, after: Orders, ms: number, lookOf: LookOf): boolean {
  const look = (order: Order | undefined): string => (order === undefined ? "" : lookOf(order, ms));
  for (const [orderId, order] of after) {
    const old = before.get(orderId);
    if (old !== order && look(old) !== look(order)) return true;
  }
  for (const [orderId, order] of before) if (!after.has(orderId) && look(order) !== "") return true;
  return false;
}
