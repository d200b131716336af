/** Refusals that several commands share, with the sentence that a person reads. */
import { rejected, type Decision } from "./decision.ts";
import { isClosed, type LineStatus, type Order, type OrderStatus } from "./order.ts";

export const illegal = (from: LineStatus | OrderStatus, to: LineStatus | OrderStatus): Decision =>
  rejected("illegal_transition", `It is ${from} and cannot become ${to}.`);

export const alreadyCancelled = (order: Order): Decision =>
  rejected(
    "order_cancelled",
    `Order ${order.number}${order.tableLabel === null ? "" : ` (table ${order.tableLabel})`} was cancelled.`,
  );

export const completed = (order: Order): Decision =>
  rejected("order_closed", `Order ${order.number} is completed.`);

export const refuseClosed = (order: Order): Decision | null => {
  if (!isClosed(order)) return null;
  return order.status === "cancelled" ? alreadyCancelled(order) : completed(order);
};

export const unknownLine = (order: Order): Decision =>
  rejected("unknown_line", `Order ${order.number} has no such line here.`);

export const voidedLine = (order: Order): Decision =>
  order.status === "cancelled"
    ? alreadyCancelled(order)
    : rejected("line_voided", `That was voided from order ${order.number}.`);
