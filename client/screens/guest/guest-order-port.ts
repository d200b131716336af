/** What a guest's order needs of its page and its phone, and what a page sees and asks of it. */
import type { GuestMenu } from "#shared/api/guests.ts";
import type { ServerAnswer, HttpAsk } from "../../platform/http.ts";
import type { Basket } from "../ordering/basket.ts";
import type { GuestMemory } from "./guest-state.ts";

export type GuestPorts = {
  ask: (path: string, ask: HttpAsk) => Promise<ServerAnswer>;
  load: (key: string) => unknown;
  /** False where the phone had no room for it. */
  save: (key: string, value: unknown) => boolean;
  nowMs: () => number;
  newId: () => string;
};

export type GuestView = GuestMemory & {
  readonly menu: GuestMenu | null;
  /** `gone`: the link is no table's any more. */
  readonly link: "opening" | "good" | "gone";
  /** What became of the last exchange; `untried`: there was none yet. */
  readonly contact: "untried" | "answered" | "unanswered";
  /**
   * Why the last order was not taken: the server's code, and its own words for who does not know
   * the code.
   */
  readonly refusal: { readonly code: string; readonly detail: string } | null;
  /** False: this phone has no room, what is here lives only in this page. */
  readonly kept: boolean;
  /** Dishes that ran out while they were in the basket. */
  readonly dropped: readonly string[];
  /** The server has had too much of this table or address: nothing is asked before then. */
  readonly waitUntil: number | null;
  readonly outgoing: OnItsWay | null;
};

/**
 * The one order that is on its way: it is being sent right now, or may be sent only after the guest
 * has said yes again.
 */
export type OnItsWay =
  | { readonly kind: "sending"; readonly orderId: string }
  | { readonly kind: "asking"; readonly orderId: string; readonly waitedMs: number };

export type Guest = {
  subscribe: (listener: () => void) => () => void;
  view: () => GuestView;
  edit: (change: Partial<Pick<GuestMemory, "guestName" | "notes">> & { basket?: Basket }) => void;
  /** Turns the basket into an order and sends it as soon as it can be. */
  order: () => void;
  /** Puts away what was said about dishes that ran out. */
  seenDropped: () => void;
  /** The answer to "Still want it?". */
  stillWanted: (orderId: string, yes: boolean) => void;
  /**
   * Does what is due: fetches the menu, sends what waits, asks how orders stand. To be called every
   * few seconds; never runs twice at once.
   */
  attend: () => Promise<void>;
  /** An order's state from its stream. */
  heard: (answer: unknown) => void;
  /**
   * Somebody looks again, and nothing has been answered since `sinceMs`: what stands there is no
   * longer said to be so.
   */
  doubt: (sinceMs: number) => void;
};
