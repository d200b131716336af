/** The closed sets of words that an order and its lines are told by. */

export const ORDER_STATUSES = [
  "pending",
  "submitted",
  "preparing",
  "ready",
  "served",
  "completed",
  "cancelled",
] as const;

export const LINE_STATUSES = ["queued", "preparing", "ready", "served", "cancelled"] as const;

export const CHANNELS = ["dine_in", "takeaway", "delivery"] as const;
