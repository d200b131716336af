import { z } from "zod/mini";
import { isoTime, text } from "#shared/kernel/schema.ts";

/** One row of `GET /api/tables`. */
export type TableRow = {
  readonly id: string;
  readonly label: string;
  readonly orderUrl: string;
  readonly tableToken: string;
};

/**
 * `POST /api/tables/:tableId/ordering`. `clear`: with this reason, the guests' orders that wait
 * there are cancelled; with `open`, all is counted afresh.
 */
export const tableOrderingBody = z.strictObject({
  ordering: z.enum(["open", "closed"]),
  clear: z.optional(text(300)),
});
export type TableOrderingBody = z.infer<typeof tableOrderingBody>;

/** Its answer: how many guests' orders wait there still. */
export type TableOrderingAnswer = {
  readonly tableId: string;
  readonly ordering: "open" | "closed";
  readonly waiting: number;
};

/** `POST /api/guest-orders/pause`; without a time until somebody resumes. */
export const pauseGuestOrders = z.strictObject({ until: z.optional(isoTime) });
