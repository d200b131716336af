/**
 * Every event there is. A new one is a file beside this one, and its name here; types and fold
 * follow, and the compiler asks what the board is told of it (sync/told-to-displays.ts).
 */
import { kitchenNotification } from "./kitchen-notification.ts";
import { menuChanged } from "./menu-changed.ts";
import { menuItemAvailabilityChanged } from "./menu-item-availability-changed.ts";
import { mutationRejected } from "./mutation-rejected.ts";
import { orderChanged } from "./order-changed.ts";
import { orderCreated } from "./order-created.ts";
import { orderItemStatusChanged } from "./order-item-status-changed.ts";
import { orderLinesAdded } from "./order-lines-added.ts";
import { orderStatusChanged } from "./order-status-changed.ts";
import { restaurantNotification } from "./restaurant-notification.ts";
import { settingsChanged } from "./settings-changed.ts";
import { tablesChanged } from "./tables-changed.ts";
import { ticketShown } from "./ticket-shown.ts";

export const ALL_EVENTS = [
  orderCreated,
  orderStatusChanged,
  orderItemStatusChanged,
  orderLinesAdded,
  orderChanged,
  ticketShown,
  menuChanged,
  menuItemAvailabilityChanged,
  tablesChanged,
  settingsChanged,
  kitchenNotification,
  restaurantNotification,
  mutationRejected,
] as const;
