/** What one process of the simulated server is to the others, and what it is made of. */
import type { Random } from "#shared/kernel/random.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Failure } from "#shared/sync/device/ports.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Actor, Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import type { World } from "#shared/sync/world.ts";
import type { Database, Owner } from "./database.ts";
import type { Counters, Fault } from "./faults.ts";
import type { Reply } from "./network.ts";
import type { Parts } from "./parts.ts";
import type { Streams } from "./streams.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type ServerProcess = Owner & {
  /** Carries out a request. Null: it died before the answer was out. */
  serve<A>(work: () => Promise<Reply<A>>): Promise<Reply<A>>;
  /** Resolves after the commit. */
  submit(submission: Submission): Promise<Reply<Outcome>>;
  /** Gives the others a turn; here it may die. */
  at(where: Fault): Promise<void>;
  readonly streams: Streams;
  /** Another process has committed. */
  hinted(head: number): void;
  isServed(cursor: Cursor): boolean;
  readonly now: () => string;
  die(): void;
};

export type ProcessDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly ids: Ids;
  readonly parts: Parts;
  readonly counters: Counters;
  readonly database: Database;
  readonly clockMs: () => number;
  readonly world: () => World;
  readonly isTroubled: () => boolean;
  readonly refusal: (who: Actor) => Failure | null;
  readonly answered: (outcome: Outcome, submission: Submission) => void;
  readonly died: () => void;
  /** To the other processes. */
  readonly publish: (head: number, from: ServerProcess) => void;
};
