/** What a badge says about the link. */
import { SECOND } from "#shared/kernel/time.ts";
import type { LinkState, SendState } from "../link.ts";
import type { Core } from "./state.ts";
import { causeIn } from "./states/trust.ts";

export type LinkFacts = {
  readonly state: LinkState;
  readonly sending: SendState;
  readonly since: number;
  readonly lastContactAt: number | null;
  /** Actions the server has not confirmed. */
  readonly waiting: number;
  /** Events the log is known to be ahead by. */
  readonly behind: number;
  readonly cause: string | null;
};

/** 30 s, less what may pass unseen between two inputs where the clock is set back. */
const NO_PROGRESS_MS = 20 * SECOND;

/** A state that has made no progress for 30 s always has a cause (SYN-30). */
export function linkOf(core: Core, nowMs: number): LinkFacts {
  const { reading, sending, outbox, replica } = core;
  const settled = isSettled(reading.link);
  const stuck =
    !settled &&
    nowMs - Math.max(reading.moments.progressAt, reading.moments.since) >= NO_PROGRESS_MS;
  return {
    state: reading.link,
    sending: sending.state,
    since: reading.moments.since,
    lastContactAt: reading.moments.lastContactAt,
    waiting: outbox.pending.filter((entry) => entry.state === "waiting").length,
    behind: Math.max(0, reading.head - (replica.cursor?.seq ?? 0)),
    cause: sending.cause ?? causeIn(reading.trust) ?? (stuck ? "no-progress" : null),
  };
}

/**
 * What the leader's link is to the device's other tabs, which have what is stored and no more:
 * while the disk is full, or where the leader falls asleep between taking in and storing, they must
 * not look as fresh as the leader knows itself to be (P4).
 */
export function linkForOthers(core: Core, nowMs: number): LinkFacts {
  const facts = linkOf(core, nowMs);
  const { link, lastContactAt } = core.reading.shared;
  return { ...facts, state: isSettled(facts.state) ? link : facts.state, lastContactAt };
}

const isSettled = (link: LinkState): boolean => link === "live" || link === "polling";
