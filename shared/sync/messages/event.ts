import { z } from "zod/mini";
import { isoTime, seq, uuid } from "#shared/kernel/schema.ts";
import { definitionOf, isFolded, type HeardEvent } from "#shared/orders/event.ts";

/**
 * An event on the wire: the envelope. What its data is, is said by its type
 * (`shared/orders/events`).
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
type Envelope = z.infer<typeof eventSchema>;

/**
 * Why an event cannot be taken. `newer`: its type is known, its version is not, and only a newer
 * app can go on (SYN-38). `unreadable`: it is not as its type is written down (SYN-39).
 */
export type Untaken = "newer" | "unreadable";

/**
 * One event from its JSON. Asked once, where it arrives: what is stored or told by another tab has
 * been asked.
 */
export function readEvent(json: unknown): HeardEvent | Untaken {
  const parsed = eventSchema.safeParse(json);
  return parsed.success ? takenOf(parsed.data) : "unreadable";
}

/**
 * An event of which the envelope is known to be one. Its data goes on as it came, so that what a
 * newer server added to it stays in what is stored. A type, or a kind of word, that this code does
 * not know passes: fold makes nothing of it, and the cursor moves (SYN-37). Ten thousand events of
 * a pull, from their text to the fold, take 1.3 times as long as without this.
 */
export function takenOf(envelope: Envelope): HeardEvent | Untaken {
  const definition = definitionOf(envelope.type);
  if (definition !== undefined && envelope.v !== definition.v) return "newer";
  const isFit =
    definition === undefined ||
    !isFolded(definition) ||
    definition.data.safeParse(envelope.data).success;
  return isFit ? (envelope as unknown as HeardEvent) : "unreadable";
}
