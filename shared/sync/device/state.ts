/** Everything a device's core remembers. `core.ts` changes it in place; nobody else does. */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { LinkState, SendState } from "../link.ts";
import type { Cursor } from "../messages/cursor.ts";
import { adopt, type ClockEstimate } from "./clock.ts";
import type { Outbox } from "./outbox.ts";
import type { Drawn, Own } from "./overlay.ts";
import { UNREADABLE, type Effect, type Failure } from "./ports.ts";
import type { Replica } from "./replica.ts";

export type Core = {
  readonly own: Own;
  readonly replica: Replica;
  readonly outbox: Outbox;
  /** How far the store is known to have come; never ahead of the replica's cursor. */
  stored: Cursor | null;
  /**
   * The number of the snapshot on its way to the store: until it is there, word of what was stored before says nothing about this log. Its
   * cursor would not tell: where a backup was restored, the log that is given up may have stood at the same event.
   * Reading the store does not change that: word of a write from before may still wait in line behind what was read.
   */
  storing: number | null;
  /** Snapshots that the store was asked to take. */
  fills: number;
  /** How many of the leading tab's words are in what was read from the store last. */
  wordsRead: number;
  clock: ClockEstimate;
  leading: boolean;
  readonly reading: Reading;
  readonly sending: Sending;
  /** What is drawn, until something changes it. */
  drawn: Drawn | null;
  /** What was drawn last. */
  drawnBefore: Drawn | null;
};

export type Reading = {
  link: LinkState;
  /** When the link state began, and when the cursor last moved or was proven to be at the head, in ms. */
  since: number;
  progressAt: number;
  lastContactAt: number | null;
  /** The link, and when the server was last heard, as they were when last everything that was heard was stored: other tabs have no more than that. */
  shared: { link: LinkState; lastContactAt: number | null };
  cause: string | null;
  /** How events come: given up streams are tried again on their own. */
  mode: "stream" | "poll";
  /** How often the server would like to be asked while there is no stream. */
  pollMs: number;
  /** How long the server keeps its log; null where it has not said so since this tab leads. */
  retentionMs: number | null;
  /** `heardAt`: when its last word was said. `lastId`: of the event it said last, else of the one it was opened after. What it says next follows that one, in the log it is about. */
  stream: { n: number; phase: "closed" | "opening" | "open"; openedAt: number; heardAt: number; pingMs: number; lastId: string | null };
  snapshotInFlight: boolean;
  /** The cursor cannot be served: only a snapshot helps. How often in a row, without anything served in between. */
  refetching: boolean;
  refetches: number;
  pullInFlight: boolean;
  /** The id of the event after which the pull in flight asks. */
  pulledAfter: string | null;
  /** The pull in flight asked for what follows a cursor that is given up: its answer may belong to another log. */
  pullStale: boolean;
  /** The pull in flight asks whether it is only the streams that fail (SYN-26). */
  probing: boolean;
  youngDeaths: number;
  /** Failures in a row. */
  attempt: number;
  /** Somebody else has to act (pairing, update): nothing is tried but slowly. */
  halted: boolean;
  head: number;
  triedAt: number;
  /** When the core was last told something: a clock that says less by now was set back. */
  toldAt: number;
};

export type Sending = {
  state: SendState;
  inFlight: boolean;
  /** The push in flight asks only for the last id. */
  comparing: boolean;
  /** The push in flight was sent before the link came back or the log was another one: what it says may be of a server that is no more. */
  stale: boolean;
  /** Where the cursor stood when the push in flight was sent; 0 where there was none to go by. */
  sentAt: number;
  attempt: number;
  /** The client that has taken over and is not stored yet; nothing is sent before it is (SYN-22). */
  carriedTo: string | null;
  /** Clients whose last id the server has still to be asked for (SYN-21); nothing is sent before. */
  toCompare: string[];
  cause: string | null;
};

export type Env = {
  readonly nowMs: number;
  readonly random: Random;
  readonly ids: Ids;
  /** Somebody can see this device: one of its tabs is in the foreground. */
  readonly visible: boolean;
};

/** One input's way through the core. */
export type Turn = { readonly core: Core; readonly env: Env; readonly emit: (effect: Effect) => void };

/** The server answered: it can be reached, and its clock is known again. To one that it turned away it answered an earlier question (SYN-28). */
export function contact(turn: Turn, serverTime: string | null): void {
  const { core, env } = turn;
  core.reading.lastContactAt = env.nowMs;
  // An answer to something else does not make the log readable: that is said until it was filled anew (SYN-39).
  const { halted, refetching, cause } = core.reading;
  if (!halted && !(refetching && cause === UNREADABLE)) core.reading.cause = null;
  if (serverTime !== null) core.clock = adopt(core.clock, serverTime, env.nowMs);
}

/** The cause of a failure as a screen shows it: a word for its own sentence. */
export const causeOf = (failure: Failure): string => (failure.kind === "refused" ? failure.code : failure.kind);
