import { z } from "zod/mini";
import { seq } from "#shared/kernel/schema.ts";

/** `POST /api/events/ack`: the device has this durably. */
export const ackRequest = z.strictObject({ seq });
export type AckRequest = z.infer<typeof ackRequest>;
