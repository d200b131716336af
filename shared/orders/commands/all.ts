/**
 * Every command there is. A new one is a file beside this one, and its name here; types, switches,
 * permissions and what devices may push follow.
 */
import { codesGuessed } from "./codes-guessed.ts";
import { deviceSilent } from "./device-silent.ts";
import { guestsPause } from "./guests-pause.ts";
import { guestsResume } from "./guests-resume.ts";
import { lineSetStatus } from "./line-set-status.ts";
import { lineVoid } from "./line-void.ts";
import { menuReplace } from "./menu-replace.ts";
import { menuSetAvailability } from "./menu-set-availability.ts";
import { orderAccept } from "./order-accept.ts";
import { orderAddLines } from "./order-add-lines.ts";
import { orderCall } from "./order-call.ts";
import { orderCancel } from "./order-cancel.ts";
import { orderClose } from "./order-close.ts";
import { orderComplete } from "./order-complete.ts";
import { orderConfirm } from "./order-confirm.ts";
import { orderFireCourse } from "./order-fire-course.ts";
import { orderHold } from "./order-hold.ts";
import { orderMoveTable } from "./order-move-table.ts";
import { orderPlace } from "./order-place.ts";
import { orderReject } from "./order-reject.ts";
import { orderRelease } from "./order-release.ts";
import { orderRush } from "./order-rush.ts";
import { orderServe } from "./order-serve.ts";
import { orderSetStatus } from "./order-set-status.ts";
import { restaurantNotify } from "./restaurant-notify.ts";
import { settingsChange } from "./settings-change.ts";
import { stationsUnscreened } from "./stations-unscreened.ts";
import { tableCrowded } from "./table-crowded.ts";
import { tableOrdering } from "./table-ordering.ts";
import { tablesReplace } from "./tables-replace.ts";
import { ticketBump } from "./ticket-bump.ts";
import { ticketRecall } from "./ticket-recall.ts";
import { ticketShown } from "./ticket-shown.ts";

export const ALL_COMMANDS = [
  orderPlace,
  orderAccept,
  orderReject,
  orderCancel,
  orderAddLines,
  orderFireCourse,
  orderHold,
  orderRelease,
  orderRush,
  orderMoveTable,
  orderServe,
  orderComplete,
  orderClose,
  orderConfirm,
  orderCall,
  orderSetStatus,
  lineSetStatus,
  lineVoid,
  ticketBump,
  ticketRecall,
  ticketShown,
  menuSetAvailability,
  menuReplace,
  tablesReplace,
  settingsChange,
  restaurantNotify,
  guestsPause,
  guestsResume,
  tableOrdering,
  tableCrowded,
  codesGuessed,
  stationsUnscreened,
  deviceSilent,
] as const;
