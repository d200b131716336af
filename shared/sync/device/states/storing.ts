/**
 * The snapshot on its way to the store (SYN-47): until it is there, word of what was stored before
 * says nothing about this log. Its cursor would not tell: where a backup was restored, the log that
 * is given up may have stood at the same event. Reading the store does not change that: word of a
 * write from before may still wait in line behind what was read.
 * `fills`: snapshots that the store was asked to take; the last one is the one that is awaited.
 */
import { follow, stay, type TransitionTable } from "./table.ts";

export type StoringState =
  | { readonly kind: "idle"; readonly fills: number }
  | { readonly kind: "storing"; readonly fills: number };

export type StoringEvent =
  | { readonly kind: "asked" }
  /** The store has something: this snapshot, or (null) what is none. */
  | { readonly kind: "stored"; readonly fill: number | null }
  /**
   * A lead begins: what was on its way in an earlier one was dropped, or is what has just been
   * read.
   */
  | { readonly kind: "started" };

const asked = ({ fills }: StoringState): StoringState => ({ kind: "storing", fills: fills + 1 });
const idle = ({ fills }: StoringState): StoringState => ({ kind: "idle", fills });

const TABLE: TransitionTable<StoringState, StoringEvent> = {
  idle: { asked, stored: stay, started: stay },
  storing: {
    asked,
    stored: (storing, { fill }) => (fill === storing.fills ? idle(storing) : storing),
    started: idle,
  },
};

export const nothingStoring: StoringState = { kind: "idle", fills: 0 };

export const storingAfter = (storing: StoringState, event: StoringEvent): StoringState =>
  follow(TABLE, storing, event);
