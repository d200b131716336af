import { z } from "zod/mini";
import { integer, isoTime, seq } from "#shared/kernel/schema.ts";
import { logHeadSchema } from "./cursor.ts";

/** How often to ask while there is no stream; a server of before does not say it. */
export const pollMs = z.optional(integer(10, 3_600_000));

/**
 * How long the server keeps its log, and a device what it did (SYN-32); a server of before does not
 * say it.
 */
export const retentionMs = z.optional(integer(1, Number.MAX_SAFE_INTEGER));

/** `event: ready`, first on every stream. */
export const readySchema = z.extend(logHeadSchema, {
  serverTime: isoTime,
  pingMs: integer(10, 3_600_000),
  pollMs,
  retentionMs,
});
export type Ready = z.infer<typeof readySchema>;

/** `event: ping`, at every heartbeat. */
export const pingSchema = z.object({ head: seq, serverTime: isoTime });
export type Ping = z.infer<typeof pingSchema>;
