import { z } from "zod/mini";
import { integer, seq, uuid } from "#shared/kernel/schema.ts";

/**
 * A place in a log: the last event that was taken in, by number and by id (null before the first),
 * in the log it belongs to.
 */
export const cursorSchema = z.object({
  logId: uuid,
  epoch: integer(0, 1_000_000_000),
  seq,
  id: z.nullable(uuid),
});
export type Cursor = z.infer<typeof cursorSchema>;

/**
 * Where a log begins and ends. `floor`: what came before it is trimmed away; a cursor on it can
 * still be served.
 */
export const logHeadSchema = z.object({
  logId: uuid,
  epoch: integer(0, 1_000_000_000),
  head: seq,
  floor: seq,
});
export type LogHead = z.infer<typeof logHeadSchema>;
