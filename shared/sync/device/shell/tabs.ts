import type { HeardEvent } from "#shared/orders/event.ts";
import type { OutboxEntry } from "../entry.ts";
import type { LinkFacts } from "../link-view.ts";

/**
 * What the tabs of one device tell each other. Everything said here is in the store already, but
 * for the link.
 */
export type TabMessage =
  /** A tab that has just opened would like to know whether somebody leads. */
  | { readonly kind: "who" }
  /** The leader is alive. A higher term is a later leader. */
  | {
      readonly kind: "beat";
      readonly term: number;
      readonly link: LinkFacts;
      readonly clockOffsetMs: number | null;
    }
  | { readonly kind: "acted"; readonly entry: OutboxEntry }
  | { readonly kind: "events"; readonly events: readonly HeardEvent[] }
  /** Everything is to be read again: a snapshot, or a folded log. */
  | { readonly kind: "replaced" }
  /** The leader changed entries of the outbox. */
  | { readonly kind: "entries" }
  | { readonly kind: "notices" }
  /** Somebody can see a tab that does not lead: the one that does need not be in the foreground. */
  | { readonly kind: "seen" };
