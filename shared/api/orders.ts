import { z } from "zod/mini";
import { LINE_STATUSES, ORDER_STATUSES } from "#shared/orders/statuses.ts";
import { shaped, text } from "#shared/kernel/schema.ts";

/** `PATCH /api/orders/:orderId/status`. */
export const patchOrderStatus = z.strictObject({
  status: z.enum(ORDER_STATUSES),
  reason: z.optional(text(300)),
});

/** `PATCH /api/kitchen/items/:lineId/status`. */
export const patchLineStatus = z.strictObject({ status: z.enum(LINE_STATUSES) });

/** Header `Idempotency-Key`: 1 to 200 printable characters. */
export const idempotencyKey = shaped(
  200,
  /^[\x21-\x7e]+$/,
  "must be 1 to 200 printable characters without blanks",
);
