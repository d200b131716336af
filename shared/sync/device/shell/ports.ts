/**
 * What a tab of a device needs to be in step: a store, a way to the server, the other tabs, a lock
 * and time. The shell awaits nothing but these, so that whoever gives them decides who goes on, and
 * when: a browser, a simulated evening, or a program that plays a tablet.
 */
import type { Result } from "#shared/kernel/result.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Cursor } from "../../messages/cursor.ts";
import type { Snapshot } from "../../messages/snapshot.ts";
import type { OutboxEntry } from "../entry.ts";
import type { Effect, Input, Stored } from "../ports.ts";

/** Why the device's storage did not do what it was asked. Nothing was changed. */
export type StoreFailure =
  /** No room left. */
  | { readonly kind: "full" }
  /** The browser closed, evicted or damaged the database. */
  | { readonly kind: "lost"; readonly detail: string }
  /**
   * A newer version of the app has already changed the database: this page must be loaded again.
   */
  | { readonly kind: "newer" }
  /** The browser keeps nothing for this site: a private window, or storage is blocked. */
  | { readonly kind: "denied"; readonly detail: string };

/** Another tab leads now: nothing was written. */
export type Deposed = { readonly kind: "deposed" };

/** Another tab wrote first: what is stored does not end where this tab thought. */
export type Elsewhere = { readonly kind: "elsewhere" };

/**
 * The client id that new actions take from now on, and their first id; the counter of order numbers
 * where it is not the stored one.
 */
export type Rotation = {
  readonly clientId: string;
  readonly nextId: number;
  readonly counter?: number;
};

/** What a person is told of a refused action. */
export type Notice = {
  /** Of the action: `client/id`. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly code: string;
  readonly detail: string;
  /** Of the order, where it has one here. */
  readonly number: string | null;
};

/** The device's storage: each of these is one transaction, and durable when it resolves. */
export type ShellStore = {
  load(): Promise<Result<Stored, StoreFailure>>;
  loadOutbox(): Promise<
    Result<{ clientId: string; entries: readonly OutboxEntry[] }, StoreFailure>
  >;
  /** The next term: whoever led before writes nothing any more. */
  takeTerm(): Promise<Result<number, StoreFailure>>;
  storeSnapshot(term: number, snapshot: Snapshot): Promise<Result<Cursor, StoreFailure | Deposed>>;
  storeEvents(
    from: Cursor,
    to: Cursor,
    events: readonly HeardEvent[],
  ): Promise<Result<void, StoreFailure | Elsewhere>>;
  storeEntries(
    term: number,
    entries: readonly OutboxEntry[],
    rotation: Rotation | null,
  ): Promise<Result<void, StoreFailure | Deposed>>;
  addNotice(notice: Notice): Promise<Result<void, StoreFailure>>;
  /**
   * Folds the log into the base and forgets what is older than `retentionMs`; how many events and
   * entries left the store.
   */
  compact(nowMs: number, retentionMs: number | null): Promise<Result<number, StoreFailure>>;
  /** Calls back when the store was closed from outside: its data may be gone. */
  onClosed(listener: () => void): void;
  close(): void;
};

/**
 * The device's exchanges with the server. Each answers with the input that the core is told; none
 * rejects.
 */
export type Transport = {
  snapshot(): Promise<Input>;
  pull(effect: Extract<Effect, { kind: "pull" }>): Promise<Input>;
  push(effect: Extract<Effect, { kind: "push" }>): Promise<Input>;
  /**
   * Says how far this device has stored the log; a failure does not matter, the next exchange
   * carries it too.
   */
  ack(seq: number): Promise<void>;
  /** Returns how to close it. */
  stream(
    effect: Extract<Effect, { kind: "open-stream" }>,
    tell: (input: Input) => void,
  ): () => void;
};

/** Words between the tabs of a device. What is said before somebody listens is kept until then. */
export type TabChannel<T> = {
  post(message: T): void;
  listen(listener: (message: T) => void): void;
  close(): void;
};

export type HeldLock = {
  /** Resolves when the lock is gone: released here, or stolen by another tab. */
  readonly gone: Promise<void>;
  release(): void;
};

/**
 * Waits in line for the lock, or takes it from whoever holds it, and calls back once it is ours.
 * What is returned gives up waiting.
 */
export type RequestLock = (how: "wait" | "steal", held: (lock: HeldLock) => void) => () => void;

export type ShellTime = {
  /** What the device's clock says, in ms since 1970; people set it. */
  readonly nowMs: () => number;
  /** By a clock that is never set, in ms from any moment on. */
  readonly steadyMs: () => number;
  /** Calls back once, unless the returned function is called before. */
  readonly after: (ms: number, work: () => void) => () => void;
  /** Calls back again and again, until the returned function is called. */
  readonly every: (ms: number, work: () => void) => () => void;
};

/** To be awaited: so long from now. */
export const sleep = (time: ShellTime, ms: number): Promise<void> =>
  new Promise((resolve) => void time.after(ms, resolve));
