import { fairness } from "./attacks/fairness.ts";
import { floodAlarm } from "./attacks/flood-alarm.ts";
import { hostileText } from "./attacks/hostile-text.ts";
import { lockOut } from "./attacks/lock-out.ts";
import { oneTable } from "./attacks/one-table.ts";
import { rightSignIns } from "./attacks/right-sign-ins.ts";
import { sameAddress } from "./attacks/same-address.ts";
import { slowHttp2 } from "./attacks/slow-http2.ts";
import { slowReaders } from "./attacks/slow-readers.ts";
import { catchUpRow } from "./row-catch-up.ts";
import { coldOpen } from "./row-cold-open.ts";
import { deliveries } from "./row-deliveries.ts";
import { delivery } from "./row-delivery.ts";
import { firstFill } from "./row-first-fill.ts";
import { hot } from "./row-hot.ts";
import { memory } from "./row-memory.ts";
import { orders } from "./row-orders.ts";
import { otherTab } from "./row-other-tab.ts";
import { processes } from "./row-processes.ts";
import { processor } from "./row-processor.ts";
import { reconnect } from "./row-reconnect.ts";
import { stalled } from "./row-stalled.ts";
import { start } from "./row-start.ts";
import { touch } from "./row-touch.ts";
import type { Row } from "./row.ts";

/** In the order of the table in the README. */
export const ROWS: readonly Row[] = [
  orders,
  hot,
  delivery,
  processes,
  deliveries,
  processor,
  memory,
  catchUpRow,
  reconnect,
  stalled,
  start,
  firstFill,
  touch,
  otherTab,
  coldOpen,
];

/** What people who mean harm do, and what it costs those who work meanwhile. */
export const ATTACKS: readonly Row[] = [
  hostileText,
  floodAlarm,
  oneTable,
  lockOut,
  rightSignIns,
  sameAddress,
  slowReaders,
  slowHttp2,
  fairness,
];
