/**
 * The event stream (SYN-41). One at a time: what is asked for while there is one is passed over,
 * and so are the words of one that was given up. `n` counts the streams that were asked for, so
 * that late words of an older one are known by their number. `lastId`: of the event it said last,
 * else of the one it was opened after (null at the log's beginning). What it says next follows that
 * one, in the log it is about (SYN-11).
 */
import { follow, stay, type TransitionTable } from "./table.ts";

export type StreamState =
  | { readonly kind: "closed"; readonly n: number }
  | { readonly kind: "opening"; readonly n: number; readonly lastId: string | null }
  | {
      readonly kind: "open";
      readonly n: number;
      readonly lastId: string | null;
      /** In ms: one that ends soon after died young (SYN-26). */
      readonly openedAt: number;
    };

export type StreamEvent =
  /** It is asked for what follows the event of this id. */
  | { readonly kind: "asked"; readonly after: string | null }
  /** Its first word came, and says where the head is. */
  | { readonly kind: "ready"; readonly nowMs: number }
  /** Its last event so far was taken in. */
  | { readonly kind: "said"; readonly id: string }
  /** It ended, was given up, or there was no place for it. */
  | { readonly kind: "ended" }
  /** The clock was set back by so much. */
  | { readonly kind: "set-back"; readonly ms: number };

const TABLE: TransitionTable<StreamState, StreamEvent> = {
  closed: {
    asked: ({ n }, { after }) => ({ kind: "opening", n: n + 1, lastId: after }),
    ready: stay,
    said: stay,
    ended: stay,
    "set-back": stay,
  },
  opening: {
    asked: stay,
    ready: ({ n, lastId }, { nowMs }) => ({ kind: "open", n, lastId, openedAt: nowMs }),
    said: (stream, { id }) => ({ ...stream, lastId: id }),
    ended: ({ n }) => ({ kind: "closed", n }),
    "set-back": stay,
  },
  open: {
    asked: stay,
    ready: (stream, { nowMs }) => ({ ...stream, openedAt: nowMs }),
    said: (stream, { id }) => ({ ...stream, lastId: id }),
    ended: ({ n }) => ({ kind: "closed", n }),
    "set-back": (stream, { ms }) => ({ ...stream, openedAt: stream.openedAt - ms }),
  },
};

export const noStream: StreamState = { kind: "closed", n: 0 };

export const streamAfter = (stream: StreamState, event: StreamEvent): StreamState =>
  follow(TABLE, stream, event);
