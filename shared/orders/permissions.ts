import type { CommandName } from "./command.ts";
import type { OrderStatus } from "./order.ts";
import type { DeviceRole, Role } from "#shared/devices/roles.ts";

/** What a role may do beyond the commands of the log: one entry for each REST capability. */
export type Capability =
  | "sync.read"
  | "restaurant.read"
  | "restaurant.change"
  | "devices.manage"
  | "screen.say"
  | "menu.read"
  | "menu.write"
  | "tables.read"
  | "tables.write"
  | "figures.read"
  | "push.receive"
  | "debug.read";

/** May `role` do this? The one table that every route, the sequencer and the screens ask. */
export const may = (role: Role, action: CommandName | Capability): boolean => role === "system" || PERMISSIONS[action].includes(role);

/** What a program asks for that names the status an order shall have, in the words of a person who would do it (ORD-27). */
const TO_STATUS: Record<OrderStatus, CommandName> = {
  pending: "order.setStatus",
  submitted: "order.accept",
  preparing: "line.setStatus",
  ready: "line.setStatus",
  served: "order.serve",
  completed: "order.complete",
  cancelled: "order.cancel",
};

/** May `role` bring an order to this status? */
export const maySetStatus = (role: Role, to: OrderStatus): boolean => may(role, TO_STATUS[to]);

const OWNER: readonly Role[] = ["owner"];
const STAFF: readonly Role[] = ["owner", "kitchen", "expo", "floor"];
const PASS: readonly Role[] = ["owner", "expo", "floor"];
const DEVICES: readonly DeviceRole[] = ["owner", "kitchen", "expo", "floor", "display"];

const PERMISSIONS: Record<CommandName | Capability, readonly Role[]> = {
  "order.place": [...STAFF, "guest"],
  "order.accept": PASS,
  "order.reject": PASS,
  "order.cancel": STAFF,
  "order.addLines": STAFF,
  "order.fireCourse": STAFF,
  "order.hold": STAFF,
  "order.release": STAFF,
  "order.rush": STAFF,
  "order.moveTable": PASS,
  "order.serve": STAFF,
  "order.complete": PASS,
  "order.close": [],
  "order.confirm": STAFF,
  "order.call": STAFF,
  "order.setStatus": STAFF,
  "line.setStatus": STAFF,
  "line.void": STAFF,
  "ticket.bump": STAFF,
  "ticket.recall": STAFF,
  "ticket.shown": ["kitchen", "expo"],
  "menu.setAvailability": STAFF,
  "menu.replace": OWNER,
  "tables.replace": OWNER,
  "settings.change": OWNER,
  "guests.pause": PASS,
  "guests.resume": PASS,
  "table.ordering": ["owner", "floor"],
  "table.crowded": [],
  "restaurant.notify": [],
  "codes.guessed": [],
  "device.silent": [],
  "stations.unscreened": [],
  "sync.read": DEVICES,
  "restaurant.read": DEVICES,
  "restaurant.change": OWNER,
  "devices.manage": OWNER,
  "screen.say": ["kitchen"],
  "menu.read": DEVICES,
  "menu.write": OWNER,
  "tables.read": PASS,
  "tables.write": OWNER,
  "figures.read": OWNER,
  "push.receive": OWNER,
  "debug.read": OWNER,
};
