/**
 * What leaves for a reader (SYN-35), from the texts that are stored; for all but the board they
 * leave as they are.
 */
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";
import {
  boardDocs,
  boardEvent,
  boardLogId,
  boardOrder,
  type Told,
} from "#shared/sync/told-to-displays.ts";
import type { Docs } from "./docs-cache.ts";
import type { LogCursor, LogState, StoredEvent } from "./event-store.ts";

export const logFor = <L extends Pick<LogState, "logId">>(told: Told, log: L): L =>
  told === "all" ? log : { ...log, logId: boardLogId(log.logId) };

/** The log that a reader names, as it is stored. */
export const cursorOf = <C extends LogCursor>(told: Told, cursor: C): C =>
  told === "all" || cursor.logId === null ? cursor : { ...cursor, logId: boardLogId(cursor.logId) };

export const eventsFor = (told: Told, events: readonly StoredEvent[]): readonly StoredEvent[] =>
  told === "all"
    ? events
    : events.map((event) => ({
        ...event,
        body: JSON.stringify(boardEvent(JSON.parse(event.body) as HeardEvent)),
      }));

export const orderFor = (told: Told, doc: string): string =>
  told === "all" ? doc : JSON.stringify(boardOrder(JSON.parse(doc) as Order));

export const docsFor = (told: Told, docs: Docs): Docs => (told === "all" ? docs : boardDocs(docs));
