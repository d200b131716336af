import type { IsoTime } from "#shared/kernel/time.ts";

export const ORDER_STATUSES = ["pending", "submitted", "preparing", "ready", "served", "completed", "cancelled"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const LINE_STATUSES = ["queued", "preparing", "ready", "served", "cancelled"] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

export const CHANNELS = ["dine_in", "takeaway", "delivery"] as const;
export type Channel = (typeof CHANNELS)[number];

/** A chosen option as it was called when it was ordered: later menus do not rewrite tickets. Price in minor units. */
export type LineModifier = { readonly modifierId: string; readonly optionId: string; readonly name: string; readonly price: number };

export type Line = {
  readonly lineId: string;
  readonly menuItemId: string;
  readonly name: string;
  readonly stationId: string;
  readonly quantity: number;
  /** One piece with its modifiers, in minor units. */
  readonly price: number;
  readonly modifiers: readonly LineModifier[];
  readonly notes: string | null;
  readonly allergies: readonly string[];
  readonly course: number;
  readonly status: LineStatus;
  /** Raised by each recall; a status of an older generation says nothing any more (ORD-12). */
  readonly generation: number;
  /** False while its course is held: stations do not see it yet (ORD-17). */
  readonly fired: boolean;
  /** When it was added to an order that already stood, else null. */
  readonly addedAt: IsoTime | null;
  /** When its course was called for. Absent where it was fired with its order, and in what older versions wrote down. */
  readonly calledAt?: IsoTime;
  /** When a kitchen screen first painted it, else null (P6). */
  readonly shownAt: IsoTime | null;
  readonly shownBy: string | null;
  /** The last status of this line began here. */
  readonly statusAt: IsoTime;
  /** The dish was off when this was ordered offline: kitchen and floor decide (ORD-21). */
  readonly unavailable: boolean;
  /** Why it was voided, and whether it had been made by then (waste, ORD-14). */
  readonly voided: { readonly reason: string; readonly wasMade: boolean } | null;
};

/** `session`: the phone that a guest ordered with, by an id that proves nothing. Absent in what older versions wrote down. */
export type OrderSource = { readonly kind: "guest" | "device" | "owner" | "system"; readonly name: string; readonly session?: string };

export type Order = {
  readonly orderId: string;
  /** What is called out loud; stable from the moment it exists (ORD-3). */
  readonly number: string;
  readonly channel: Channel;
  readonly tableId: string | null;
  readonly tableLabel: string | null;
  /** The table it came from, when it was moved, else null. */
  readonly movedFrom: string | null;
  /** When it was last moved. Absent where it never was, and in what older versions wrote down. */
  readonly movedAt?: IsoTime;
  readonly guestName: string | null;
  readonly notes: string | null;
  readonly promisedAt: IsoTime | null;
  readonly status: OrderStatus;
  /** Held back from the stations as a whole (ORD-16). */
  readonly held: boolean;
  /** When it was last held. Absent where it was placed held, or never was. */
  readonly heldAt?: IsoTime;
  readonly rush: boolean;
  readonly source: OrderSource;
  readonly placedAt: IsoTime;
  /** When the log first knew of it; what it counts by where `placedAt` is not believed (`countedTime`). Absent while only the device that took it does. */
  readonly recordedAt?: IsoTime;
  /** When the stations were first to see it; null while pending or held. */
  readonly firedAt: IsoTime | null;
  readonly closedAt: IsoTime | null;
  /** When somebody accepted it. Absent where nobody had to, or nobody has. */
  readonly acceptedAt?: IsoTime;
  /** When somebody said that it is still wanted, since it was fired (ORD-29). Absent where nobody has. */
  readonly confirmedAt?: IsoTime;
  /** Since when it is called at the pass (ORD-30). Absent while it is not. */
  readonly calledAt?: IsoTime;
  readonly cancelReason: string | null;
  /** Tells a repeat of the same order from another order under its id (ORD-2). */
  readonly fingerprint: string;
  readonly lines: readonly Line[];
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

/** It stands on the pass or has left it. */
export const isMade = (line: Line): boolean => line.status === "ready" || line.status === "served";

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
