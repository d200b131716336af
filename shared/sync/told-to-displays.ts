/**
 * What a reader is told of the log (SYN-35): staff everything, the public board what it shows,
 * which are numbers, how far they are, and the names that guests gave for it. It hangs in the room,
 * and whoever picks it up reads what it holds.
 *
 * What is left out of an event is left out of what the event makes: `fold(board(log)) =
 * board(fold(log))`, so the board's replica is as whole as any other's. Named is what is kept, so
 * that what orders may have one day is not told by itself.
 */
import { own } from "#shared/kernel/own.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import { unreachable } from "#shared/kernel/assert.ts";
import { EMPTY_MENU } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { EventData, EventType, HeardEvent } from "#shared/orders/event.ts";
import type { House } from "#shared/orders/events/definition.ts";
import type { Line, Order } from "#shared/orders/order.ts";

export const TOLD = ["all", "board"] as const;
export type Told = (typeof TOLD)[number];

export const toldTo = (role: DeviceRole): Told => (role === "display" ? "board" : "all");

/**
 * The board's log by its own name, and back: a replica that was filled with everything, by a server
 * of before or as another screen, is of another log and fills anew (SYN-2).
 */
export const boardLogId = (logId: string): string =>
  logId.slice(0, -1) + (Number.parseInt(logId.slice(-1), 16) ^ 1).toString(16);

export const boardEvent = (event: HeardEvent): HeardEvent => {
  const data =
    own(BOARD as Readonly<Record<string, (data: unknown) => object>>, event.type)?.(event.data) ??
    {};
  return {
    ...event,
    entityId: isOfOrder(event.type) ? event.entityId : event.type,
    data,
    origin: null,
  } as unknown as HeardEvent;
};

export const boardOrder = (order: Order): Order => ({ ...created(order), seq: order.seq });

export const boardDocs = ({ settings }: House): House => ({
  menu: EMPTY_MENU,
  tables: [],
  settings: houseOnly(settings),
});

const BOARD: { readonly [T in EventType]: (data: EventData[T]) => EventData[T] } = {
  order_created: created,
  order_status_changed: ({ orderId, from, to }) => ({ orderId, from, to }),
  order_item_status_changed: ({ orderId, lineId, from, to, generation }) => ({
    orderId,
    lineId,
    from,
    to,
    generation,
  }),
  order_lines_added: ({ orderId, lines }) => ({ orderId, lines: lines.map(boardLine) }),
  order_changed: ({ orderId, held, rush, table, firedCourse, confirmed, called }) =>
    defined({
      orderId,
      held,
      rush,
      firedCourse,
      confirmed,
      called,
      table:
        table === undefined
          ? undefined
          : { tableId: "", tableLabel: "", movedFrom: blank(table.movedFrom) },
    }),
  ticket_shown: ({ orderId, lineIds }) => ({ orderId, stationId: "", lineIds, by: "" }),
  menu_changed: () => ({ menu: EMPTY_MENU }),
  menu_item_availability_changed: ({ available }) => ({ menuItemId: "", name: "", available }),
  tables_changed: () => ({ tables: [] }),
  settings_changed: ({ settings }) => ({ settings: houseOnly(settings) }),
  kitchen_notification: ({ kind, orderId, number }) => ({ kind, orderId, number, lineIds: [] }),
  restaurant_notification: boardWord,
  mutation_rejected: ({ name, code, orderId }) => ({ name, code, detail: "", orderId }),
};

function boardWord(
  data: EventData["restaurant_notification"],
): EventData["restaurant_notification"] {
  switch (data.kind) {
    case "device_silent":
      return { kind: data.kind, deviceId: "", name: "", lastSeenAt: data.lastSeenAt };
    case "codes_guessed":
      return { kind: data.kind, count: 0 };
    case "table_crowded":
      return { kind: data.kind, tableId: "", label: "", count: 0 };
    case "order_unscreened":
      return { kind: data.kind, orderId: data.orderId, number: data.number, stations: [] };
    case "stations_unscreened":
      return { kind: data.kind, stations: [] };
    case "order_unheard":
    case "order_waiting":
      return { kind: data.kind, orderId: data.orderId, number: data.number };
    default:
      return unreachable(data);
  }
}

/** Their entities are orders and lines; others name a dish, a device or who asked. */
const isOfOrder = (type: string): boolean =>
  type.startsWith("order_") || type === "ticket_shown" || type === "kitchen_notification";

function created({
  orderId,
  number,
  channel,
  tableId,
  tableLabel,
  movedFrom,
  movedAt,
  guestName,
  status,
  held,
  heldAt,
  rush,
  source,
  placedAt,
  recordedAt,
  firedAt,
  closedAt,
  acceptedAt,
  confirmedAt,
  calledAt,
  lines,
}: Omit<Order, "seq">): Omit<Order, "seq"> {
  return {
    orderId,
    number,
    channel,
    tableId: blank(tableId),
    tableLabel: blank(tableLabel),
    movedFrom: blank(movedFrom),
    // What staff typed was said to them and not to the room.
    guestName: source.kind === "guest" ? guestName : null,
    notes: null,
    promisedAt: null,
    status,
    held,
    rush,
    source: { kind: source.kind, name: "" },
    placedAt,
    firedAt,
    closedAt,
    cancelReason: null,
    fingerprint: "",
    lines: lines.map(boardLine),
    ...defined({ movedAt, heldAt, recordedAt, acceptedAt, confirmedAt, calledAt }),
  };
}

function boardLine({
  lineId,
  course,
  status,
  generation,
  fired,
  addedAt,
  calledAt,
  shownAt,
  shownBy,
  statusAt,
  voided,
}: Line): Line {
  return {
    lineId,
    menuItemId: "",
    name: "",
    stationId: "",
    quantity: 1,
    price: 0,
    modifiers: [],
    notes: null,
    allergies: [],
    course,
    status,
    generation,
    fired,
    addedAt,
    shownAt,
    shownBy: blank(shownBy),
    statusAt,
    unavailable: false,
    voided: voided === null ? null : { reason: "", wasMade: voided.wasMade },
    ...defined({ calledAt }),
  };
}

/** What a screen needs to name the house and to write numbers and times as it does. */
const houseOnly = ({
  name,
  timezone,
  currency,
  locale,
  shownAlarmSeconds,
}: Settings): Settings => ({
  name,
  timezone,
  currency,
  locale,
  shownAlarmSeconds,
  autoAccept: false,
  stationThresholds: {},
});

/** That there is one is no secret, and fold may ask. */
const blank = (text: string | null): string | null => (text === null ? null : "");

function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
