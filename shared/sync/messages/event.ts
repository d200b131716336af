import { z } from "zod/mini";
import { isoTime, seq, uuid } from "#shared/kernel/schema.ts";
import type { HeardEvent } from "#shared/orders/event.ts";

/**
 * An event on the wire. The envelope is checked; the data is the server's own and goes to fold as it is. A type this client does not
 * know passes: fold ignores it, and the cursor still moves.
 */
export const eventSchema = z.object({
  seq,
  id: uuid,
  type: z.string(),
  v: z.number(),
  entityId: z.string(),
  data: z.record(z.string(), z.unknown()),
  origin: z.nullable(z.object({ clientId: uuid, mutationId: z.number() })),
  occurredAt: isoTime,
  recordedAt: isoTime,
});

/** One event from its JSON, or null where it is none. */
export function parseEvent(json: unknown): HeardEvent | null {
  const parsed = eventSchema.safeParse(json);
  return parsed.success ? (parsed.data as unknown as HeardEvent) : null;
}
