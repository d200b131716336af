/** What happened, as the log keeps it. Names carry a version (`v`); a shape never changes under its version. */
import type { IsoTime } from "#shared/kernel/time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/menu/settings.ts";
import type { Table } from "#shared/menu/tables.ts";
import type { LineStatus, Order, OrderStatus, Line } from "./order.ts";

export type EventData = {
  order_created: Omit<Order, "seq">;
  order_status_changed: { orderId: string; from: OrderStatus; to: OrderStatus; reason?: string };
  order_item_status_changed: {
    orderId: string; lineId: string; from: LineStatus; to: LineStatus; generation: number; reason?: string; wasMade?: boolean;
  };
  order_lines_added: { orderId: string; lines: readonly Line[] };
  order_changed: {
    orderId: string;
    held?: boolean;
    rush?: boolean;
    table?: { tableId: string; tableLabel: string; movedFrom: string | null };
    firedCourse?: number;
    confirmed?: true;
    called?: boolean;
  };
  ticket_shown: { orderId: string; stationId: string; lineIds: readonly string[]; by: string };
  menu_changed: { menu: MenuInService };
  menu_item_availability_changed: { menuItemId: string; name: string; available: boolean };
  tables_changed: { tables: readonly Table[] };
  settings_changed: { settings: Settings };
  kitchen_notification: { kind: "made_then_voided"; orderId: string; number: string; lineIds: readonly string[] };
  restaurant_notification:
    | { kind: "order_unheard" | "order_waiting"; orderId: string; number: string }
    /** Unheard, and no screen shows the stations it waits at, by their names (ORD-36). */
    | { kind: "order_unscreened"; orderId: string; number: string; stations: readonly string[] }
    /** From now on no screen shows these (ORD-35). */
    | { kind: "stations_unscreened"; stations: readonly { id: string; name: string }[] }
    | { kind: "table_crowded"; tableId: string; label: string; count: number }
    | { kind: "codes_guessed"; count: number }
    | { kind: "device_silent"; deviceId: string; name: string; lastSeenAt: IsoTime };
  mutation_rejected: { name: string; code: string; detail: string; orderId: string | null };
};

export type EventType = keyof EventData;

/** An event before the log gave it a place. */
export type EventDraft = { [T in EventType]: { readonly type: T; readonly entityId: string; readonly data: EventData[T] } }[EventType];

export type Origin = { readonly clientId: string; readonly mutationId: number };

export type HeardEvent = EventDraft & {
  readonly seq: number;
  readonly id: string;
  readonly v: 1;
  readonly origin: Origin | null;
  readonly occurredAt: IsoTime;
  readonly recordedAt: IsoTime;
};
