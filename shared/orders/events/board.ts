/** What the room may read of an order and of the house (SYN-35). */
import type { Settings } from "#shared/menu/settings.ts";
import type { Line, Order } from "../order.ts";

export function boardOrder({
  orderId, number, channel, tableId, tableLabel, movedFrom, movedAt, guestName, status, held, heldAt, rush, source, placedAt, recordedAt, firedAt, closedAt, acceptedAt, confirmedAt, calledAt, lines,
}: Omit<Order, "seq">): Omit<Order, "seq"> {
  return {
    orderId, number, channel, tableId: blank(tableId), tableLabel: blank(tableLabel), movedFrom: blank(movedFrom),
    // What staff typed was said to them and not to the room.
    guestName: source.kind === "guest" ? guestName : null,
    notes: null, promisedAt: null, status, held, rush, source: { kind: source.kind, name: "" }, placedAt, firedAt, closedAt, cancelReason: null, fingerprint: "", lines: lines.map(boardLine),
    ...defined({ movedAt, heldAt, recordedAt, acceptedAt, confirmedAt, calledAt }),
  };
}

export function boardLine({ lineId, course, status, generation, fired, addedAt, calledAt, shownAt, shownBy, statusAt, voided }: Line): Line {
  return {
    lineId, menuItemId: "", name: "", stationId: "", quantity: 1, price: 0, modifiers: [], notes: null, allergies: [], course, status, generation, fired, addedAt,
    shownAt, shownBy: blank(shownBy), statusAt, unavailable: false, voided: voided === null ? null : { reason: "", wasMade: voided.wasMade },
    ...defined({ calledAt }),
  };
}

/** What a screen needs to name the house and to write numbers and times as it does. */
export const boardSettings = ({ name, timezone, currency, locale, shownAlarmSeconds }: Settings): Settings => ({ name, timezone, currency, locale, shownAlarmSeconds, autoAccept: false, stationThresholds: {} });

/** That there is one is no secret, and fold may ask. */
export const blank = (text: string | null): string | null => (text === null ? null : "");

export function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
