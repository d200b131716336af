import type { Cursor } from "#shared/sync/messages/cursor.ts";

/** The one address of the log, for pulls and streams: everything after `cursor`. */
export function addressOf(cursor: Cursor, limit?: number): string {
  const query = new URLSearchParams({ since: String(cursor.seq), logId: cursor.logId, epoch: String(cursor.epoch) });
  if (cursor.id !== null) query.set("sinceId", cursor.id);
  if (limit !== undefined) query.set("limit", String(limit));
  return `/api/events/orders?${query.toString()}`;
}
