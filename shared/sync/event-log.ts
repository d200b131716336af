/**
 * A restaurant's log wherever it is kept: whole on the server, its tail on a device.
 * `event-log.contract.ts` says what every keeper owes.
 */
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Log } from "./sequencer-port.ts";

/**
 * A place in a log: the last event that a reader has, by number and by id. A null id is not
 * checked: programs may know only the number.
 */
export type Place = { readonly seq: number; readonly id: string | null };

export const BEGINNING: Place = { seq: 0, id: null };

export type ReadOutcome =
  | { readonly kind: "events"; readonly events: readonly HeardEvent[] }
  | { readonly kind: "must_refetch" };

export type EventLog = {
  /**
   * Which log this is, where it ends and from where it can be read. An empty log has head 0, headId
   * null and floor 0.
   */
  position(): Promise<Log>;
  /**
   * Adds all of these or none: true when the first is the one after the head and each follows the
   * one before. None given is true.
   */
  append(events: readonly HeardEvent[]): Promise<boolean>;
  /**
   * The events after a place, in order: at most `limit`, perhaps fewer, but at least one where
   * there is one. `must_refetch` where the place is below the floor or above the head, or another
   * event has its number (SYN-2).
   */
  read(since: Place, limit: number): Promise<ReadOutcome>;
  /**
   * Permits forgetting the events up to and including `upTo`. The floor rises no further than that,
   * nor above the head, and never sinks.
   */
  trim(upTo: number): Promise<void>;
};

/**
 * May a reader go on from `since` (SYN-2)? `idAt` is the id of the log's event with that number;
 * null where it is not known or there is none.
 */
export function canServe(log: Log, since: Place, idAt: string | null): boolean {
  if (since.seq < log.floor || since.seq > log.head) return false;
  return since.id === null || since.id === idAt;
}
