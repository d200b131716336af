/* oxlint-disable no-console -- the one place that writes to a browser's console: a person asked for it by DEBUG_SSE. */
import type { HeardEvent } from "#shared/orders/event.ts";
import { readSaved } from "../platform/local-storage.ts";

/**
 * Writes each event that came in to the console, grouped, when `localStorage.DEBUG_SSE` is `"1"`.
 */
export function debugEvents(events: readonly HeardEvent[], nowMs: number): void {
  if (readSaved("DEBUG_SSE") !== 1) return;
  for (const event of events) {
    console.groupCollapsed(`${event.type} #${event.seq}`);
    console.log("data", event.data);
    console.log("time", {
      happened: event.occurredAt,
      recorded: event.recordedAt,
      received: new Date(nowMs).toISOString(),
    });
    console.log("event", event);
    console.groupEnd();
  }
}
