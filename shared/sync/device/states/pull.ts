/**
 * The pull under way (SYN-43). One at a time: what is asked for while there is one is passed over.
 */
import { follow, stay, type TransitionTable } from "./table.ts";

export type PullState =
  | { readonly kind: "none" }
  | {
      readonly kind: "asking";
      /** The id of the event after which it asks; null at the log's beginning. */
      readonly after: string | null;
      /**
       * It asked for what follows a cursor that is given up: its answer may belong to another log,
       * and is passed over.
       */
      readonly stale: boolean;
      /** Whether it is only the streams that fail is what its answer says (SYN-26). */
      readonly probing: boolean;
    };

export type PullEvent =
  | { readonly kind: "asked"; readonly after: string | null; readonly probing: boolean }
  /** A stream has just ended young: whoever is under way tells as well. */
  | { readonly kind: "doubted" }
  /** The cursor is given up, and with it the question about streams. */
  | { readonly kind: "given-up" }
  /** It was answered or failed, or nobody will tell how it ended. */
  | { readonly kind: "ended" };

const TABLE: TransitionTable<PullState, PullEvent> = {
  none: {
    asked: (_, { after, probing }) => ({ kind: "asking", after, stale: false, probing }),
    doubted: stay,
    "given-up": stay,
    ended: stay,
  },
  asking: {
    asked: stay,
    doubted: (pull) => ({ ...pull, probing: true }),
    "given-up": (pull) => ({ ...pull, stale: true, probing: false }),
    ended: () => noPull,
  },
};

export const noPull: PullState = { kind: "none" };

export const pullAfter = (pull: PullState, event: PullEvent): PullState =>
  follow(TABLE, pull, event);
