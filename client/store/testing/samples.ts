/** Orders, events and snapshots as tests of the store need them. */
import type { Ids } from "#shared/kernel/ids.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { emptyWorld } from "#shared/sync/world.ts";

export const LOG_ID = "0190c2f0-0000-7000-8000-0000000000aa";

const uuidOf = (space: string, n: number): string =>
  `0190c2f0-0000-7000-8000-${space}${n.toString(16).padStart(11, "0")}`;

export const eventId = (seq: number): string => uuidOf("e", seq);
export const orderId = (n: number): string => uuidOf("0", n);

/** Ids that count, and differ between two calls of this by `salt`. */
export function testIds(salt = 0): Ids {
  let n = salt * 1_000_000;
  return { next: () => uuidOf("c", ++n) };
}

export function orderOf(n: number, change: Partial<Order> = {}): Order {
  const placedAt = new Date(Date.UTC(2026, 0, 31, 18) + n * 1_000).toISOString();
  const line = (k: number): Line => ({
    lineId: uuidOf(String(k), n),
    menuItemId: `dish-${k}`,
    name: `Dish number ${k}`,
    stationId: k % 2 === 0 ? "grill" : "fry",
    quantity: 1 + (n % 3),
    price: 1_250,
    modifiers: [{ modifierId: "doneness", optionId: "medium", name: "Medium", price: 0 }],
    notes: "No onion, please",
    allergies: [],
    course: 1,
    status: "queued",
    generation: 0,
    fired: true,
    addedAt: null,
    shownAt: null,
    shownBy: null,
    statusAt: placedAt,
    unavailable: false,
    voided: null,
  });
  return {
    orderId: orderId(n),
    number: `A${n}`,
    channel: "dine_in",
    tableId: "t1",
    tableLabel: "Table 1",
    movedFrom: null,
    guestName: null,
    notes: null,
    promisedAt: null,
    status: "submitted",
    held: false,
    rush: false,
    source: { kind: "device", name: "Bar" },
    placedAt,
    firedAt: placedAt,
    closedAt: null,
    cancelReason: null,
    fingerprint: `f${n}`,
    lines: [line(1), line(2), line(3)],
    seq: 0,
    ...change,
  };
}

export function snapshotOf(orders: readonly Order[], change: Partial<Snapshot> = {}): Snapshot {
  const { menu, tables, settings } = emptyWorld();
  return {
    logId: LOG_ID,
    epoch: 0,
    seq: 0,
    id: null,
    serverTime: "2026-01-31T19:00:00.000Z",
    menu,
    tables,
    settings,
    orders,
    ...change,
  };
}

export const cursorAt = (seq: number): Cursor => ({
  logId: LOG_ID,
  epoch: 0,
  seq,
  id: seq === 0 ? null : eventId(seq),
});

/** Order `seq` is placed by the event `seq`. */
export function placed(seq: number, change: Partial<Order> = {}): HeardEvent {
  const { seq: _, ...data } = orderOf(seq, change);
  return {
    seq,
    id: eventId(seq),
    type: "order_created",
    v: 1,
    entityId: data.orderId,
    data,
    origin: null,
    occurredAt: data.placedAt,
    recordedAt: data.placedAt,
  };
}
