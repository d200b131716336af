/** An order and its lines as the log makes them. */
import { z } from "zod/mini";

export const ORDER_STATUSES = ["pending", "submitted", "preparing", "ready", "served", "completed", "cancelled"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const LINE_STATUSES = ["queued", "preparing", "ready", "served", "cancelled"] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

export const CHANNELS = ["dine_in", "takeaway", "delivery"] as const;
export type Channel = (typeof CHANNELS)[number];

const time = z.string();
const orNull = z.nullable(z.string());

/** A chosen option as it was called when it was ordered: later menus do not rewrite tickets. Price in minor units. */
const lineModifier = z.object({ modifierId: z.string(), optionId: z.string(), name: z.string(), price: z.number() });
export type LineModifier = Readonly<z.infer<typeof lineModifier>>;

/** As the log has it. Not for the edge of the server, where nobody brings a line: it is made of what was ordered (ordered-line.ts). */
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
  /** When its course was called for. Absent where it was fired with its order, and in what older versions wrote down. */
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
export type Line = Readonly<z.infer<typeof lineSchema>>;

/** `session`: the phone that a guest ordered with, by an id that proves nothing. Absent in what older versions wrote down. */
const orderSource = z.object({ kind: z.enum(["guest", "device", "owner", "system"]), name: z.string(), session: z.exactOptional(z.string()) });
export type OrderSource = Readonly<z.infer<typeof orderSource>>;

/** As the log has it, but for its place there. A member that comes later is absent in what older versions wrote down: it is optional, for good. */
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
  /** When the log first knew of it; what it counts by where `placedAt` is not believed (`countedTime`). Absent while only the device that took it does. */
  recordedAt: z.exactOptional(time),
  /** When the stations were first to see it; null while pending or held. */
  firedAt: orNull,
  closedAt: orNull,
  /** When somebody accepted it. Absent where nobody had to, or nobody has. */
  acceptedAt: z.exactOptional(time),
  /** When somebody said that it is still wanted, since it was fired (ORD-29). Absent where nobody has. */
  confirmedAt: z.exactOptional(time),
  /** Since when it is called at the pass (ORD-30). Absent while it is not. */
  calledAt: z.exactOptional(time),
  cancelReason: orNull,
  /** Tells a repeat of the same order from another order under its id (ORD-2). */
  fingerprint: z.string(),
  lines: z.readonly(z.array(lineSchema)),
});

export type Order = Readonly<z.infer<typeof orderSchema>> & {
  /** The last event that touched it. */
  readonly seq: number;
};

/** No further work is expected of anybody. */
export const isClosed = (order: Pick<Order, "status">): boolean => order.status === "completed" || order.status === "cancelled";

/** Stations work on it: accepted, not held, not closed. */
export const isInKitchen = (order: Order): boolean => !order.held && order.status !== "pending" && !isClosed(order);

/** The line is meant for a station now. */
export const isFiredLine = (line: Line): boolean => line.fired && line.status !== "cancelled";

/** A kitchen screen has painted everything the stations are to make (P6): what "The kitchen has it" means. */
export function isHeard(order: Order): boolean {
  const fired = order.lines.filter(isHeardOf);
  return fired.length > 0 && order.firedAt !== null && fired.every((line) => line.shownAt !== null);
}

/** Screens draw no line that has been carried out: one that was served past them can be shown by none, and its order must not stay unheard for it. */
export const isHeardOf = (line: Line): boolean => isFiredLine(line) && (line.shownAt !== null || line.status !== "served");

/** Food that existed when it was voided is waste (ORD-14). */
export const wasMade = (status: LineStatus): boolean => status === "ready" || status === "served";

/** It stands on the pass or has left it. */
export const isMade = (line: Line): boolean => wasMade(line.status);

/** What stations are to make of it now and no kitchen screen has painted. */
export const unseenLines = (order: Order): readonly Line[] => (isInKitchen(order) ? order.lines.filter((line) => line.shownAt === null && isFiredLine(line) && !isMade(line)) : []);

/** Who says that a line is so says something about the station's work (ORD-32). */
export const isWorkStatus = (status: LineStatus | OrderStatus): boolean => status === "queued" || status === "preparing" || status === "ready";

/** Something of it stands on the pass. */
export const hasReady = (order: Order): boolean => order.lines.some((line) => line.status === "ready");

/** Everything that the stations were to make is made, and something of it still stands on the pass. */
export const isAllReady = (order: Order): boolean => hasReady(order) && order.lines.filter(isFiredLine).every(isMade);

/** Price of the whole order in minor units, voided lines left out. */
export const orderTotal = (order: Order): number =>
  order.lines.reduce((sum, line) => (line.status === "cancelled" ? sum : sum + line.price * line.quantity), 0);
