/**
 * A short log with everything that events can say, and with what earlier versions wrote: by what
 * fold makes of it, fold has its name (`FOLD`).
 */
import type { MenuInService, MenuItem } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { EventDraft } from "../event.ts";
import type { Happening } from "../fold.ts";
import type { Line, Order } from "../order.ts";
import { L1, L2, L3, minute, NOW, ORDER, uuid } from "./house.ts";

/**
 * As the first version wrote a line and an order: everything that came later is absent, and has to
 * stay optional.
 */
const OLD_LINE: Line = {
  lineId: L1,
  menuItemId: "steak",
  name: "Steak",
  stationId: "grill",
  quantity: 1,
  price: 2400,
  modifiers: [],
  notes: null,
  allergies: [],
  course: 1,
  status: "queued",
  generation: 0,
  fired: true,
  addedAt: null,
  shownAt: null,
  shownBy: null,
  statusAt: NOW,
  unavailable: false,
  voided: null,
};
const OLD_ORDER: Omit<Order, "seq"> = {
  orderId: ORDER,
  number: "B1",
  channel: "dine_in",
  tableId: "t5",
  tableLabel: "5",
  movedFrom: null,
  guestName: null,
  notes: null,
  promisedAt: null,
  status: "pending",
  held: false,
  rush: false,
  source: { kind: "guest", name: "Table 5" },
  placedAt: NOW,
  firedAt: null,
  closedAt: null,
  cancelReason: null,
  fingerprint: "f",
  lines: [OLD_LINE, { ...OLD_LINE, lineId: L2, course: 2, fired: false }],
};
const NEW_LINE: Line = {
  ...OLD_LINE,
  lineId: L3,
  modifiers: [{ modifierId: "sauce", optionId: "mayo", name: "Mayo", price: 50 }],
  notes: "rare",
  allergies: ["nuts"],
  addedAt: minute(2),
  calledAt: minute(3),
  shownAt: minute(4),
  shownBy: "Grill",
  unavailable: true,
  voided: { reason: "Cold", wasMade: true },
};
const NEW_ORDER: Omit<Order, "seq"> = {
  ...OLD_ORDER,
  orderId: uuid(2),
  movedFrom: "4",
  movedAt: minute(1),
  guestName: "Ana",
  notes: "window",
  promisedAt: minute(60),
  heldAt: minute(1),
  source: { kind: "guest", name: "Table 5", session: uuid(9) },
  recordedAt: minute(1),
  firedAt: minute(1),
  closedAt: minute(9),
  acceptedAt: minute(1),
  confirmedAt: minute(2),
  calledAt: minute(3),
  cancelReason: "Gone",
  lines: [NEW_LINE],
};

const OLD_SETTINGS: Settings = {
  name: "Testaurant",
  timezone: "Europe/London",
  currency: "GBP",
  locale: "en-GB",
  autoAccept: false,
  shownAlarmSeconds: 15,
  stationThresholds: {},
};
const NEW_SETTINGS: Settings = {
  ...OLD_SETTINGS,
  stationThresholds: { grill: { warmSeconds: 60, lateSeconds: 90 } },
  dayStartHour: 5,
  minorDigits: 2,
  guestLimits: {
    openOrders: 1,
    openLines: 2,
    openPieces: 3,
    phoneOrders: 4,
    tenMinutes: 5,
    houseOrders: 6,
  },
  guestsShareTable: true,
  guestOrdering: {
    pause: { since: NOW, until: minute(9) },
    tables: { t5: { open: false, since: NOW } },
  },
  unscreened: ["fry"],
};
const DISH: MenuItem = {
  id: "steak",
  categoryId: "mains",
  stationId: "grill",
  name: "Steak",
  price: 2400,
  prepSeconds: 480,
  allergens: ["milk"],
  available: true,
  modifiers: [
    {
      id: "sauce",
      name: "Sauce",
      min: 0,
      max: 1,
      options: [{ id: "mayo", name: "Mayo", price: 50 }],
    },
  ],
};
const MENU: MenuInService = {
  stations: [{ id: "grill", name: "Grill" }],
  categories: [{ id: "mains", name: "Mains" }],
  items: [
    DISH,
    {
      id: "fish",
      categoryId: "mains",
      stationId: "grill",
      name: "Fish",
      price: 1500,
      available: false,
    },
  ],
  retired: [{ ...DISH, id: "stew" }],
};

const about = { orderId: ORDER };
const changed = (
  data: Omit<Extract<EventDraft, { type: "order_changed" }>["data"], "orderId">,
): EventDraft => ({ type: "order_changed", entityId: ORDER, data: { ...about, ...data } });

const DRAFTS: readonly EventDraft[] = [
  { type: "settings_changed", entityId: "settings", data: { settings: OLD_SETTINGS } },
  { type: "settings_changed", entityId: "settings", data: { settings: NEW_SETTINGS } },
  { type: "menu_changed", entityId: "menu", data: { menu: MENU } },
  { type: "tables_changed", entityId: "tables", data: { tables: [{ id: "t5", label: "5" }] } },
  {
    type: "menu_item_availability_changed",
    entityId: "fish",
    data: { menuItemId: "fish", name: "Fish", available: true },
  },
  { type: "order_created", entityId: ORDER, data: OLD_ORDER },
  { type: "order_created", entityId: uuid(2), data: NEW_ORDER },
  {
    type: "order_status_changed",
    entityId: ORDER,
    data: { ...about, from: "pending", to: "submitted" },
  },
  changed({ held: true }),
  changed({ held: false }),
  changed({ confirmed: true }),
  changed({ rush: true }),
  changed({ firedCourse: 2 }),
  changed({ table: { tableId: "t6", tableLabel: "6", movedFrom: "5" } }),
  {
    type: "ticket_shown",
    entityId: ORDER,
    data: { ...about, stationId: "grill", lineIds: [L1], by: "Grill tablet" },
  },
  {
    type: "order_lines_added",
    entityId: ORDER,
    data: {
      ...about,
      lines: [
        { ...OLD_LINE, lineId: L3, addedAt: minute(9) },
        { ...NEW_LINE, lineId: uuid(14) },
      ],
    },
  },
  {
    type: "order_item_status_changed",
    entityId: L1,
    data: { ...about, lineId: L1, from: "queued", to: "ready", generation: 0 },
  },
  {
    type: "order_item_status_changed",
    entityId: L2,
    data: {
      ...about,
      lineId: L2,
      from: "queued",
      to: "cancelled",
      generation: 0,
      reason: "Dropped",
      wasMade: false,
    },
  },
  {
    type: "order_item_status_changed",
    entityId: L3,
    data: { ...about, lineId: L3, from: "queued", to: "ready", generation: 1 },
  },
  changed({ called: true }),
  {
    type: "order_status_changed",
    entityId: uuid(2),
    data: { orderId: uuid(2), from: "pending", to: "cancelled", reason: "Closed" },
  },
  {
    type: "kitchen_notification",
    entityId: ORDER,
    data: { ...about, kind: "made_then_voided", number: "B1", lineIds: [L1] },
  },
  {
    type: "restaurant_notification",
    entityId: ORDER,
    data: { kind: "order_unheard", orderId: ORDER, number: "B1" },
  },
  {
    type: "mutation_rejected",
    entityId: ORDER,
    data: { name: "order.rush", code: "invalid", detail: "No.", orderId: ORDER },
  },
];

/** Each event a minute after the one before. */
export const SAMPLE_LOG: readonly Happening[] = DRAFTS.map((draft, index) => ({
  ...draft,
  seq: index + 1,
  occurredAt: minute(index),
  recordedAt: minute(index),
}));
