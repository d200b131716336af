/**
 * What is believed of the server (SYN-45). How often in a row it failed is counted beside it
 * (`failures`): any answer takes a cause away, but only what serves the log makes the next wait
 * short again.
 */
import { follow, stay, type TransitionTable } from "./table.ts";

export type TrustState =
  /** Nothing speaks against it. */
  | { readonly kind: "answering" }
  /** For this cause it may be out of reach, or its log cannot be read. */
  | { readonly kind: "doubted"; readonly cause: string }
  /**
   * Somebody else has to act (pairing, update): nothing is tried but slowly (SYN-28). Null: a word
   * of a stream that was asked for before, or a log that was given up since, has taken the cause
   * away; the one by which nothing is sent is still shown.
   */
  | { readonly kind: "halted"; readonly cause: string | null };

export type TrustEvent =
  /**
   * An answer to whatever was asked. To one that it turned away the server answered an earlier
   * question.
   */
  | { readonly kind: "answered" }
  /** A word of the stream. */
  | { readonly kind: "heard" }
  /** A stream came up: whoever was turned away is let in again. */
  | { readonly kind: "opened" }
  | { readonly kind: "failed"; readonly cause: string }
  /** A refused token, or a protocol that is not spoken. */
  | { readonly kind: "refused"; readonly cause: string }
  /** The cursor is given up; null: only because it cannot be served. */
  | { readonly kind: "given-up"; readonly cause: string | null }
  /** It is time to try again. */
  | { readonly kind: "tried" };

const doubtedFor = (cause: string | null): TrustState =>
  cause === null ? answering : { kind: "doubted", cause };
const haltedFor = (cause: string | null): TrustState => ({ kind: "halted", cause });
const failed = (_: TrustState, { cause }: { readonly cause: string | null }): TrustState =>
  doubtedFor(cause);
const refused = (_: TrustState, { cause }: { readonly cause: string | null }): TrustState =>
  haltedFor(cause);
const trusted = (): TrustState => answering;

const TABLE: TransitionTable<TrustState, TrustEvent> = {
  answering: {
    answered: stay,
    heard: stay,
    opened: stay,
    failed,
    refused,
    "given-up": failed,
    tried: stay,
  },
  doubted: {
    answered: trusted,
    heard: trusted,
    opened: trusted,
    failed,
    refused,
    "given-up": failed,
    tried: stay,
  },
  halted: {
    answered: stay,
    heard: () => haltedFor(null),
    opened: trusted,
    failed: refused,
    refused,
    "given-up": refused,
    tried: ({ cause }) => doubtedFor(cause),
  },
};

/** Until something speaks against it. */
export const answering: TrustState = { kind: "answering" };

export const trustAfter = (trust: TrustState, event: TrustEvent): TrustState =>
  follow(TABLE, trust, event);

/** A word for a sentence on screen; null where nothing is wrong, or it was taken away. */
export const causeIn = (trust: TrustState): string | null =>
  trust.kind === "answering" ? null : trust.cause;
