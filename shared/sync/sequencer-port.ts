/**
 * What the sequencer is given and what it gives back. Storage implements load and write; nobody
 * else needs to know it.
 */
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import type { EventType } from "#shared/orders/event.ts";
import type { GuestLoad } from "#shared/orders/guest-load.ts";
import type { Order, OrderSource } from "#shared/orders/order.ts";
import type { MutationResult, PushRequest } from "./messages/push.ts";
import type { World } from "./world.ts";

/** Who asks: a device, an owner's session, a guest at a table, or the server itself. */
export type Actor = {
  readonly role: DeviceRole | "guest" | "system";
  /** The device's or user's id: a clientId belongs to one of them. */
  readonly subjectId: string;
  /** Letter of the numbers it makes; null takes the role's own. */
  readonly letter: string | null;
  readonly source: OrderSource;
  /** The stations that the device is bound to; none: it speaks for all (ORD-32). */
  readonly stationIds: readonly string[];
  /** Of a guest: as `DecideContext` has it. */
  readonly guest?: { readonly isShared: boolean; readonly ceiling: number };
};

export type PushSubmission = {
  readonly kind: "push";
  readonly who: Actor;
  readonly push: PushRequest;
};

export type CommandSubmission = {
  readonly kind: "command";
  readonly who: Actor;
  readonly command: Command;
  /** When it happened; left out: now. */
  readonly occurredAt?: IsoTime;
  /** Idempotency key, made unique to its asker by the caller, or null. */
  readonly key: string | null;
  /** A program asks: only steps of the lifecycle (transitions.ts). */
  readonly strict: boolean;
};

export type Submission = PushSubmission | CommandSubmission;

export type Answer = {
  readonly status: "applied" | "noop" | "rejected";
  readonly code?: string;
  readonly detail?: string;
  /** How long until it may be otherwise: only for whoever asked at once. */
  readonly waitMs?: number;
  readonly seq: number;
};

export type Outcome =
  | {
      readonly kind: "pushed";
      readonly lastMutationId: number;
      readonly results: readonly MutationResult[];
      readonly head: number;
    }
  | { readonly kind: "out_of_order"; readonly expected: number }
  | { readonly kind: "id_reused"; readonly mutationId: number }
  | { readonly kind: "client_taken"; readonly head: number }
  | {
      readonly kind: "decided";
      readonly answer: Answer;
      readonly order: Order | null;
      readonly repeated: boolean;
    }
  | { readonly kind: "key_reused" };

export type Log = {
  readonly logId: string;
  readonly epoch: number;
  readonly head: number;
  readonly headId: string | null;
  readonly floor: number;
};

export type StoredResult = Answer & {
  readonly clientId: string;
  readonly mutationId: number;
  readonly payloadHash: string;
};

export type StoredKey = {
  readonly key: string;
  readonly payloadHash: string;
  readonly answer: Answer;
  readonly order: Order | null;
};

export type StoredClient = { readonly subjectId: string; readonly lastMutationId: number };

export type Needs = {
  readonly orderIds: readonly string[];
  readonly lineIds: readonly string[];
  readonly clients: readonly {
    readonly clientId: string;
    readonly from: number;
    readonly to: number;
  }[];
  readonly keys: readonly string[];
  /**
   * Where guests order: what is counted of them there (`Loaded.guests`). `ceiling`: the
   * installation's, as far as somebody said.
   */
  readonly guestTables: readonly { readonly tableId: string; readonly ceiling: number }[];
  /** Whose waiting orders are to be cleared, the oldest `MOST_CLEARED`: they are loaded as well. */
  readonly clearedTables: readonly string[];
};

/**
 * Bounds what one command may do to a commit; whoever clears a table asks again while something
 * waits.
 */
export const MOST_CLEARED = 200;

/** What is stored, as far as it was asked for; moved forward by the sequencer as it works. */
export type Loaded = {
  log: Log;
  /**
   * The needed orders (also those of needed lines are not required), and the whole menu, tables and
   * settings.
   */
  readonly world: World;
  readonly lineOrders: Map<string, string>;
  readonly clients: Map<string, StoredClient>;
  /** By `resultKey`. */
  readonly results: Map<string, StoredResult>;
  readonly keys: Map<string, StoredKey>;
  /** Last counter by letter, all of the restaurant's. */
  readonly letters: Map<string, number>;
  /** Of the needed tables; empty where none was. */
  readonly guests: GuestLoad;
};

/**
 * What to write in the transaction that holds the lock. The rows themselves are read off `Loaded`
 * by the ids named here.
 */
export type Changes = {
  readonly events: {
    readonly seq: number;
    readonly id: string;
    readonly type: EventType;
    readonly body: string;
    readonly recordedAt: IsoTime;
  }[];
  readonly orderIds: Set<string>;
  readonly lines: { readonly lineId: string; readonly orderId: string }[];
  menu: boolean;
  tables: boolean;
  settings: boolean;
  readonly clients: Map<string, StoredClient>;
  readonly results: StoredResult[];
  readonly keys: StoredKey[];
  readonly letters: Set<string>;
};

/**
 * Storage for one restaurant inside one transaction. `load` locks the log's counter row before it
 * reads anything.
 */
export type SequencerTx = {
  load(needs: Needs): Promise<Loaded>;
  write(loaded: Loaded, changes: Changes): Promise<void>;
};
