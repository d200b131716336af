import { isHeard, type Order } from "#shared/orders/order.ts";

/** What a guest may be told, and nothing better than the truth (P6). */
export type GuestState = "sent" | "heard" | "being_made" | "ready" | "served" | "cancelled";

export function guestState(order: Pick<Order, "status"> & { readonly heard: boolean }): GuestState {
  switch (order.status) {
    case "cancelled":
      return "cancelled";
    case "served":
    case "completed":
      return "served";
    case "ready":
      return "ready";
    case "preparing":
      return "being_made";
    case "pending":
    case "submitted":
      return order.heard ? "heard" : "sent";
    default:
      return "sent";
  }
}

/** `GET /api/qr/orders/:orderId`: the order as its guest sees it. */
export const guestOrder = (order: Order) => ({
  orderId: order.orderId,
  number: order.number,
  status: order.status,
  heard: isHeard(order),
  reason: order.cancelReason,
  lines: order.lines.map(({ lineId, name, quantity, status }) => ({
    lineId,
    name,
    quantity,
    status,
  })),
});
export type GuestOrder = ReturnType<typeof guestOrder>;
