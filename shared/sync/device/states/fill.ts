/**
 * Filling by a snapshot (SYN-44). Whether one is under way, and whether the cursor is given up:
 * while it is, there is neither stream nor pull, because nothing that they could bring follows it.
 */
import { follow, stay, type TransitionTable } from "./table.ts";

export type FillState =
  /** The cursor counts; or there is none, and nothing was asked for yet. */
  | { readonly kind: "none" }
  /** Asked for where there was no cursor. One that is read from the store meanwhile counts. */
  | { readonly kind: "first" }
  /** The cursor is given up, and it is not time to ask. */
  | { readonly kind: "wanted" }
  /** The cursor is given up, and a snapshot is asked for. */
  | { readonly kind: "asking" };

export type FillEvent =
  /** The cursor cannot be served, or what follows it cannot be read. */
  | { readonly kind: "given-up" }
  | { readonly kind: "asked" }
  /** It failed, or nobody will tell how it ended. */
  | { readonly kind: "ended" }
  | { readonly kind: "filled" };

const none = (): FillState => noFill;
const wanted = (): FillState => ({ kind: "wanted" });
const asking = (): FillState => ({ kind: "asking" });

const TABLE: TransitionTable<FillState, FillEvent> = {
  none: { "given-up": wanted, asked: () => ({ kind: "first" }), ended: stay, filled: stay },
  first: { "given-up": asking, asked: stay, ended: none, filled: none },
  wanted: { "given-up": stay, asked: asking, ended: stay, filled: stay },
  asking: { "given-up": stay, asked: stay, ended: wanted, filled: none },
};

export const noFill: FillState = { kind: "none" };

export const fillAfter = (fill: FillState, event: FillEvent): FillState =>
  follow(TABLE, fill, event);

/** Is the cursor given up? */
export const isGivenUp = ({ kind }: FillState): boolean => kind === "wanted" || kind === "asking";

/** Is a snapshot under way? */
export const isFilling = ({ kind }: FillState): boolean => kind === "first" || kind === "asking";
