/**
 * An order and its lines as the log writes them down. Not in `order.ts`: guests' phones need none
 * of it.
 */
import { z } from "zod/mini";
import { CHANNELS, LINE_STATUSES, ORDER_STATUSES } from "./statuses.ts";

const time = z.string();
const orNull = z.nullable(z.string());

/**
 * A chosen option as it was called when it was ordered: later menus do not rewrite tickets. Price
 * in minor units.
 */
export const lineModifier = z.object({
  modifierId: z.string(),
  optionId: z.string(),
  name: z.string(),
  price: z.number(),
});

/**
 * As the log has it. Not for the edge of the server, where nobody brings a line: it is made of what
 * was ordered (ordered-line.ts).
 */
export const lineSchema = z.object({
  lineId: z.string(),
  menuItemId: z.string(),
  name: z.string(),
  stationId: z.string(),
  quantity: z.number(),
  /** One piece with its modifiers, in minor units. */
  price: z.number(),
  modifiers: z.readonly(z.array(lineModifier)),
  notes: orNull,
  allergies: z.readonly(z.array(z.string())),
  course: z.number(),
  status: z.enum(LINE_STATUSES),
  /** Raised by each recall; a status of an older generation says nothing any more (ORD-12). */
  generation: z.number(),
  /** False while its course is held: stations do not see it yet (ORD-17). */
  fired: z.boolean(),
  /** When it was added to an order that already stood, else null. */
  addedAt: orNull,
  /**
   * When its course was called for. Absent where it was fired with its order, and in what older
   * versions wrote down.
   */
  calledAt: z.exactOptional(time),
  /** When a kitchen screen first painted it, else null (P6). */
  shownAt: orNull,
  shownBy: orNull,
  /** The last status of this line began here. */
  statusAt: time,
  /** The dish was off when this was ordered offline: kitchen and floor decide (ORD-21). */
  unavailable: z.boolean(),
  /** Why it was voided, and whether it had been made by then (waste, ORD-14). */
  voided: z.nullable(z.object({ reason: z.string(), wasMade: z.boolean() })),
});

/**
 * `session`: the phone that a guest ordered with, by an id that proves nothing. Absent in what
 * older versions wrote down.
 */
export const orderSource = z.object({
  kind: z.enum(["guest", "device", "owner", "system"]),
  name: z.string(),
  session: z.exactOptional(z.string()),
});

/**
 * As the log has it, but for its place there. A member that comes later is absent in what older
 * versions wrote down: it is optional, for good.
 */
export const orderSchema = z.object({
  orderId: z.string(),
  /** What is called out loud; stable from the moment it exists (ORD-3). */
  number: z.string(),
  channel: z.enum(CHANNELS),
  tableId: orNull,
  tableLabel: orNull,
  /** The table it came from, when it was moved, else null. */
  movedFrom: orNull,
  /** When it was last moved. Absent where it never was, and in what older versions wrote down. */
  movedAt: z.exactOptional(time),
  guestName: orNull,
  notes: orNull,
  promisedAt: orNull,
  status: z.enum(ORDER_STATUSES),
  /** Held back from the stations as a whole (ORD-16). */
  held: z.boolean(),
  /** When it was last held. Absent where it was placed held, or never was. */
  heldAt: z.exactOptional(time),
  rush: z.boolean(),
  source: orderSource,
  placedAt: time,
  /**
   * When the log first knew of it; what it counts by where `placedAt` is not believed
   * (`countedTime`). Absent while only the device that took it does.
   */
  recordedAt: z.exactOptional(time),
  /** When the stations were first to see it; null while pending or held. */
  firedAt: orNull,
  closedAt: orNull,
  /** When somebody accepted it. Absent where nobody had to, or nobody has. */
  acceptedAt: z.exactOptional(time),
  /**
   * When somebody said that it is still wanted, since it was fired (ORD-29). Absent where nobody
   * has.
   */
  confirmedAt: z.exactOptional(time),
  /** Since when it is called at the pass (ORD-30). Absent while it is not. */
  calledAt: z.exactOptional(time),
  cancelReason: orNull,
  /** Tells a repeat of the same order from another order under its id (ORD-2). */
  fingerprint: z.string(),
  lines: z.readonly(z.array(lineSchema)),
});
