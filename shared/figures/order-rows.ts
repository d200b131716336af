/**
 * A day's orders as a spreadsheet wants them: one row for each line, the order's own facts on every
 * one.
 */
import { countedTime, fromIso } from "#shared/kernel/time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Order } from "#shared/orders/order.ts";
import { csvRow } from "./csv.ts";
import type { ZoneClock } from "#shared/restaurant/business-day.ts";

export const ORDER_COLUMNS = [
  "order",
  "order_id",
  "placed_at",
  "channel",
  "table",
  "guest",
  "placed_by",
  "order_status",
  "order_notes",
  "line_id",
  "dish",
  "choices",
  "station",
  "course",
  "quantity",
  "unit_price",
  "line_total",
  "line_status",
  "line_notes",
  "allergies",
  "void_reason",
  "made_before_void",
] as const;

/** Money as a plain decimal number, with as many decimals as the currency has. */
export function orderRows(
  order: Order,
  menu: MenuInService,
  clock: ZoneClock,
  digits: number,
): string {
  const money = (minor: number): number => minor / 10 ** digits;
  return order.lines
    .map((line) =>
      csvRow([
        order.number,
        order.orderId,
        clock.wallTime(fromIso(countedTime(order.placedAt, order.recordedAt))),
        order.channel,
        order.tableLabel,
        order.guestName,
        order.source.name,
        order.status,
        order.notes,
        line.lineId,
        line.name,
        line.modifiers.map((modifier) => modifier.name).join("; "),
        menu.stations.find((station) => station.id === line.stationId)?.name ?? line.stationId,
        line.course,
        line.quantity,
        money(line.price),
        line.status === "cancelled" ? 0 : money(line.price * line.quantity),
        line.status,
        line.notes,
        line.allergies.join("; "),
        line.voided?.reason ?? null,
        line.voided === null ? null : line.voided.wasMade ? "yes" : "no",
      ]),
    )
    .join("");
}
