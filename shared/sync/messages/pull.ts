import { z } from "zod/mini";
import { isoTime } from "#shared/kernel/schema.ts";
import { logHeadSchema } from "./cursor.ts";
import { eventSchema } from "./event.ts";
import { pollMs } from "./stream.ts";

/** `GET /api/events/orders` as JSON: events after the cursor, in order. */
export const pageSchema = z.extend(logHeadSchema, {
  events: z.array(eventSchema),
  serverTime: isoTime,
  pollMs,
});
export type Page = z.infer<typeof pageSchema>;

/** It is a page of ours, whatever is in it. */
export const pageFrame = z.extend(pageSchema, { events: z.array(z.unknown()) });
