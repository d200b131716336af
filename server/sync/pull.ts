/** `GET /api/events/orders`: what a reader asks for, and a page of the log as JSON text. */

import { z } from "zod";
import { shaped, uuid } from "#shared/kernel/schema.ts";
import type { Told } from "#shared/sync/told-to-displays.ts";
import { MAX_PAGE } from "#shared/sync/messages/protocol.ts";
import type { Database } from "../db/database.ts";
import {
  checkCursor,
  readPage,
  type LogCursor,
  type LogState,
  type StoredEvent,
} from "./event-store.ts";
import { cursorOf, eventsFor, logFor } from "./telling.ts";

export type PullQuery = LogCursor & { readonly limit: number | null };

const wholeNumber = z.pipe(shaped(15, /^\d+$/, "must be a whole number"), z.transform(Number));

/**
 * The query string, all texts. `Last-Event-ID` counts as `since`, for a reader that reconnects the
 * standard way.
 */
export const pullQuery = z
  .object({
    since: wholeNumber,
    sinceId: z.optional(uuid),
    logId: z.optional(uuid),
    epoch: wholeNumber.optional(),
    limit: wholeNumber
      .refine((limit) => limit >= 1 && limit <= MAX_PAGE, `must be from 1 to ${MAX_PAGE}`)
      .optional(),
  })
  .transform(({ since, sinceId, logId, epoch, limit }): PullQuery => ({
    // An empty log has no event to name, whatever a client sends with 0.
    seq: since,
    id: since === 0 ? null : (sinceId ?? null),
    logId: logId ?? null,
    epoch: epoch ?? null,
    limit: limit ?? null,
  }));

export type PulledPage =
  | { readonly kind: "page"; readonly json: string; readonly count: number }
  | { readonly kind: "must_refetch"; readonly log: LogState };

/** What a page says besides the log. */
type Said = { readonly serverTime: string; readonly pollMs: number };

/**
 * Check and page see the same moment, so that retention cannot cut a hole between them. Throws
 * where the restaurant does not exist.
 */
export async function pullPage(
  database: Pick<Database, "tenantSnapshot">,
  restaurantId: string,
  cursor: LogCursor,
  limit: number,
  said: Said,
  told: Told,
): Promise<PulledPage> {
  const { check, events } = await database.tenantSnapshot(restaurantId, async (tx) => {
    const checked = await checkCursor(tx, restaurantId, cursorOf(told, cursor));
    return {
      check: checked,
      events:
        checked?.kind === "ok" && cursor.seq < checked.log.head
          ? await readPage(tx, restaurantId, cursor.seq, limit)
          : [],
    };
  });
  if (check === null) throw new Error("a restaurant without a log");
  const log = logFor(told, check.log);
  return check.kind === "ok"
    ? { kind: "page", json: pageJson(log, eventsFor(told, events), said), count: events.length }
    : { kind: "must_refetch", log };
}

function pageJson(
  { logId, epoch, head, floor }: LogState,
  events: readonly StoredEvent[],
  said: Said,
): string {
  const rest = JSON.stringify({ head, floor, ...said }).slice(1);
  return `{"logId":"${logId}","epoch":${epoch},"events":[${events.map((event) => event.body).join(",")}],${rest}`;
}
