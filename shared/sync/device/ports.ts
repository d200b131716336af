/**
 * What the device's core is told (`Input`) and what it asks of its shell (`Effect`). The core does
 * no I/O and keeps no time; a shell carries out each effect and reports how it ended as an input,
 * in any order and at any time.
 */
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Cursor } from "../messages/cursor.ts";
import type { Page } from "../messages/pull.ts";
import type { PushConflict } from "../messages/conflict.ts";
import type { Mutation, PushAnswer } from "../messages/push.ts";
import type { Snapshot } from "../messages/snapshot.ts";
import type { Ping, Ready } from "../messages/stream.ts";
import type { OutboxEntry } from "./entry.ts";

/** Why an exchange did not come about. */
export type Failure =
  /** No answer: cable out, server gone, time-out. */
  | { readonly kind: "unreachable" }
  /** An answer that says later: 429 and 5xx. */
  | { readonly kind: "unavailable"; readonly retryAfterMs: number | null }
  /** 401 or 403: the token is refused. `code` is the server's. */
  | { readonly kind: "refused"; readonly code: string }
  /** 426. */
  | { readonly kind: "needs-update" }
  /** An answer that is not ours, like a captive portal's page with status 200, or any other 4xx. */
  | { readonly kind: "nonsense"; readonly detail: string };

/** The cause of filling anew where the log has something that this device cannot read (SYN-39). */
export const UNREADABLE = "unreadable";

export type TimerName = "watchdog" | "behind" | "poll" | "retry" | "try-stream" | "push";

export type Input =
  /** This tab leads now: it may use the network. */
  | { readonly kind: "started" }
  /**
   * It does not lead any more: no effects until it is started again. How exchanges end that were
   * under way is not told any more.
   */
  | { readonly kind: "stopped" }
  /** A person's action is durable (SYN-15). */
  | { readonly kind: "acted"; readonly entry: OutboxEntry }
  /**
   * `stream` is the number that the effect named: late words of an older stream are passed over.
   */
  | { readonly kind: "stream-ready"; readonly stream: number; readonly ready: Ready }
  | {
      readonly kind: "stream-events";
      readonly stream: number;
      readonly events: readonly HeardEvent[];
    }
  | { readonly kind: "stream-ping"; readonly stream: number; readonly ping: Ping }
  /** The cursor cannot be served, or for this `cause` nothing is to be read from there. */
  | { readonly kind: "stream-reset"; readonly stream: number; readonly cause?: typeof UNREADABLE }
  /** Ended or never came about; null where the server closed it in good order. */
  | { readonly kind: "stream-ended"; readonly stream: number; readonly failure: Failure | null }
  /**
   * The browser has no connection to spare for it, or not any more: other pages have all places for
   * streams (SYN-36). Says nothing about the server.
   */
  | { readonly kind: "stream-unplaced"; readonly stream: number }
  | {
      readonly kind: "pulled";
      readonly page: Omit<Page, "events"> & { readonly events: readonly HeardEvent[] };
    }
  | { readonly kind: "pull-reset"; readonly cause?: typeof UNREADABLE }
  | { readonly kind: "pull-failed"; readonly failure: Failure }
  | { readonly kind: "snapshot-taken"; readonly snapshot: Snapshot }
  | { readonly kind: "snapshot-failed"; readonly failure: Failure }
  | { readonly kind: "pushed"; readonly clientId: string; readonly answer: PushAnswer }
  | { readonly kind: "push-conflict"; readonly clientId: string; readonly conflict: PushConflict }
  | { readonly kind: "push-failed"; readonly failure: Failure }
  /**
   * The store has the log up to here, durably (SYN-13). Said in the order in which it was asked to
   * store; `fill` where that was a snapshot.
   */
  | { readonly kind: "persisted"; readonly cursor: Cursor; readonly fill?: number }
  /**
   * New actions take ids of this client, durably, and what it took over is stored with it (SYN-22).
   */
  | { readonly kind: "client-stored"; readonly clientId: string }
  /**
   * Another tab wrote: the events it relayed, or that it replaced everything or changed the outbox,
   * as read from the store. `word` counts what was relayed to this tab, and `words` says how much
   * of that had been heard when the reading began: what it told of is in what was read, or was
   * replaced since.
   */
  | { readonly kind: "relayed"; readonly events: readonly HeardEvent[]; readonly word: number }
  | { readonly kind: "reloaded"; readonly stored: Stored; readonly words: number }
  | {
      readonly kind: "outbox-reloaded";
      readonly clientId: string;
      readonly entries: readonly OutboxEntry[];
    }
  | { readonly kind: "timer"; readonly timer: TimerName }
  /** The browser says it may be worth trying now: online again, visible again. Only a hint. */
  | { readonly kind: "hint" };

export type Effect =
  | { readonly kind: "fetch-snapshot" }
  | { readonly kind: "open-stream"; readonly stream: number; readonly cursor: Cursor }
  | { readonly kind: "close-stream"; readonly stream: number }
  | { readonly kind: "pull"; readonly cursor: Cursor; readonly ackedSeq: number }
  | {
      readonly kind: "push";
      readonly clientId: string;
      readonly mutations: readonly Mutation[];
      readonly ackedSeq: number;
    }
  /** Fire and forget: the next push or pull carries it too. */
  | { readonly kind: "ack"; readonly seq: number }
  /** One transaction: base replaced, log tail emptied, cursor set (SYN-14). */
  | { readonly kind: "store-snapshot"; readonly snapshot: Snapshot; readonly fill: number }
  /** One transaction: log tail appended, cursor set (only if the stored cursor is `from`). */
  | {
      readonly kind: "store-events";
      readonly from: Cursor;
      readonly to: Cursor;
      readonly events: readonly HeardEvent[];
    }
  /**
   * Writes these entries as they are now, by `at`. With `clientId`: from now on new actions take
   * ids of that client, from `nextId`.
   */
  | {
      readonly kind: "store-entries";
      readonly entries: readonly OutboxEntry[];
      readonly client: { readonly clientId: string; readonly nextId: number } | null;
    }
  | { readonly kind: "set-timer"; readonly timer: TimerName; readonly delayMs: number }
  | { readonly kind: "clear-timer"; readonly timer: TimerName }
  /** Tell the person (SYN-20); durable, one per entry. */
  | {
      readonly kind: "notice";
      readonly entry: OutboxEntry;
      readonly code: string;
      readonly detail: string;
    };

/** What the store holds when a tab opens. */
export type Stored = {
  readonly clientId: string;
  /** The id that the next action takes. */
  readonly nextId: number;
  /** The base and the log tail on it, folded: null on a device that was never filled. */
  readonly snapshot: Snapshot | null;
  readonly events: readonly HeardEvent[];
  /** All entries, waiting, answered and archived, by `at`. */
  readonly entries: readonly OutboxEntry[];
};
