/**
 * What a reader is told of the log (SYN-35): staff everything, the public board what it shows, which are numbers, how far they are, and the names that
 * guests gave for it. It hangs in the room, and whoever picks it up reads what it holds.
 *
 * What is left out of an event is left out of what the event makes: `fold(board(log)) = board(fold(log))`, so the board's replica is as whole as any other's.
 * What is kept of each is named in its file in `orders/events/`.
 */
import type { DeviceRole } from "#shared/devices/roles.ts";
import { EMPTY_MENU } from "#shared/menu/menu.ts";
import { definitionOf, type HeardEvent } from "#shared/orders/event.ts";
import { boardOrder as boardNewOrder, boardSettings } from "#shared/orders/events/board.ts";
import type { House } from "#shared/orders/events/definition.ts";
import type { Order } from "#shared/orders/order.ts";

export const TOLD = ["all", "board"] as const;
export type Told = (typeof TOLD)[number];

export const toldTo = (role: DeviceRole): Told => (role === "display" ? "board" : "all");

/**
 * The board's log by its own name, and back: a replica that was filled with everything, by a server of before or as another screen, is of another log and
 * fills anew (SYN-2).
 */
export const boardLogId = (logId: string): string => logId.slice(0, -1) + (Number.parseInt(logId.slice(-1), 16) ^ 1).toString(16);

export const boardEvent = (event: HeardEvent): HeardEvent => {
  const data = definitionOf(event.type)?.board(event.data) ?? {};
  return { ...event, entityId: isOfOrder(event.type) ? event.entityId : event.type, data, origin: null } as unknown as HeardEvent;
};

export const boardOrder = (order: Order): Order => ({ ...boardNewOrder(order), seq: order.seq });

export const boardDocs = ({ settings }: House): House => ({ menu: EMPTY_MENU, tables: [], settings: boardSettings(settings) });

/** Their entities are orders and lines; others name a dish, a device or who asked. */
const isOfOrder = (type: string): boolean => type.startsWith("order_") || type === "ticket_shown" || type === "kitchen_notification";
