/**
 * Everything a device's core remembers. `core.ts` changes it in place; nobody else does. What only
 * makes sense together is one union, and moves by its table (`states/`).
 */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { LinkState, SendState } from "../link.ts";
import type { Cursor } from "../messages/cursor.ts";
import { adopt, type ClockEstimate } from "./clock.ts";
import type { Outbox } from "./outbox.ts";
import type { Own } from "./overlay.ts";
import { UNREADABLE, type Effect, type Failure } from "./ports.ts";
import type { Replica } from "./replica.ts";
import { drawingAfter, type DrawingState } from "./states/drawing.ts";
import { isGivenUp, type FillState } from "./states/fill.ts";
import type { Moments } from "./states/moments.ts";
import type { PullState } from "./states/pull.ts";
import type { PushState } from "./states/push.ts";
import type { StoringState } from "./states/storing.ts";
import type { StreamState } from "./states/stream.ts";
import { causeIn, trustAfter, type TrustState } from "./states/trust.ts";
import type { WayState } from "./states/way.ts";

export type Core = {
  readonly own: Own;
  readonly replica: Replica;
  readonly outbox: Outbox;
  /** How far the store is known to have come; never ahead of the replica's cursor. */
  stored: Cursor | null;
  storing: StoringState;
  /** How many of the leading tab's words are in what was read from the store last. */
  wordsRead: number;
  clock: ClockEstimate;
  leading: boolean;
  readonly reading: Reading;
  readonly sending: Sending;
  drawing: DrawingState;
};

export type Reading = {
  link: LinkState;
  stream: StreamState;
  way: WayState;
  pull: PullState;
  fill: FillState;
  trust: TrustState;
  /** The log's last event, as far as anybody has said. */
  head: number;
  /** What failed of what was asked, in a row: the next wait is as long as that (SYN-27). */
  failures: number;
  /** How often in a row the cursor was given up, without anything served in between. */
  refetches: number;
  terms: Terms;
  moments: Moments;
  /**
   * The link, and when the server was last heard, as they were when last everything that was heard
   * was stored: other tabs have no more than that.
   */
  shared: { readonly link: LinkState; readonly lastContactAt: number | null };
};

/** What the server has said of its own habits. */
export type Terms = {
  /** How often it would like to be asked while there is no stream. */
  readonly pollMs: number;
  /** How often it says something on a stream. */
  readonly pingMs: number;
  /** How long it keeps its log; null where it has not said so since this tab leads. */
  readonly retentionMs: number | null;
};

export type Sending = {
  state: SendState;
  push: PushState;
  /** Failures in a row. */
  attempt: number;
  /**
   * The client that has taken over and is not stored yet; nothing is sent before it is (SYN-22).
   */
  carriedTo: string | null;
  /**
   * Clients whose last id the server has still to be asked for (SYN-21); nothing is sent before.
   */
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
export type Turn = {
  readonly core: Core;
  readonly env: Env;
  readonly emit: (effect: Effect) => void;
};

/** The server answered: it can be reached, and its clock is known again. */
export function contact({ core, env }: Turn, serverTime: string | null): void {
  const { reading } = core;
  reading.moments = { ...reading.moments, lastContactAt: env.nowMs };
  // An answer to something else does not make the log readable: that is said until it was filled
  // anew (SYN-39).
  const isUnread = isGivenUp(reading.fill) && causeIn(reading.trust) === UNREADABLE;
  if (!isUnread) reading.trust = trustAfter(reading.trust, { kind: "answered" });
  if (serverTime !== null) core.clock = adopt(core.clock, serverTime, env.nowMs);
}

/**
 * The base, or what this device did on top of it, is another: it is drawn anew when somebody looks.
 */
export function redraw(core: Core): void {
  core.drawing = drawingAfter(core.drawing, { kind: "changed" });
}

/** The cause of a failure as a screen shows it: a word for its own sentence. */
export const causeOf = (failure: Failure): string =>
  failure.kind === "refused" ? failure.code : failure.kind;
